import { join } from 'node:path';
import { App } from 'cdktf';
import { Rotations } from 'cdktf-rotation';
import { OrdersStack } from './auth0-private-key-jwt/stack';
import { PayrollStack } from './entra-certificate/stack';
import { BillingStack } from './entra-client-secret/stack';

const manifest = (example: string): Rotations => Rotations.fromFile(join(__dirname, example, 'rotation.json'));

const app = new App();
new BillingStack(app, 'entra-client-secret', manifest('entra-client-secret'));
new PayrollStack(app, 'entra-certificate', manifest('entra-certificate'));
new OrdersStack(app, 'auth0-private-key-jwt', manifest('auth0-private-key-jwt'));
app.synth();
console.log(`synthesized ${app.node.children.length} stacks into ${app.outdir}/stacks`);
