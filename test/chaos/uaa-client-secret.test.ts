import { sampleOf } from './sample';

sampleOf('uaa-client-secret');
