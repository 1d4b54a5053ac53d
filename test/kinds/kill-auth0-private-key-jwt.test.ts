import { killsOf } from '../support/kill';

killsOf('auth0-private-key-jwt');
