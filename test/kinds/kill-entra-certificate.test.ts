import { killsOf } from '../support/kill';

killsOf('entra-certificate');
