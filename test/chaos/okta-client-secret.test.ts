import { sampleOf } from './sample';

sampleOf('okta-client-secret');
