import { sampleOf } from './sample';

sampleOf('okta-private-key-jwt');
