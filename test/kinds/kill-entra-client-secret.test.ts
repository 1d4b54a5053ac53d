import { killsOf } from '../support/kill';

killsOf('entra-client-secret');
