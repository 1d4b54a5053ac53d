import { sampleOf } from './sample';

sampleOf('uaa-private-key-jwt');
