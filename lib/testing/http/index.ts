export type { AdminCall, AfterInterceptor, Fault, Interceptor } from './fault';
export { Listeners } from './listeners';
export { ModelServer, type ModelServerOptions } from './model-server';
export { adminRoute, ApiError, type ApiRequest, type ApiResponse, type Handler, type Route, tokenRoute } from './route';
