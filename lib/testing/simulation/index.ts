export type { SimulatedConsumers, SimulatedMishaps, SimulatedPipeline, SimulationOptions } from './options';
export type { SignInOutage, SimulatedSetReport, SimulatedStep, SimulationReport } from './report';
export { simulateRotation } from './simulate-rotation';
