import { join } from 'node:path';
import { App } from 'cdktf';
import { Rotations } from 'cdktf-rotation';
import { OrdersStack } from './auth0-private-key-jwt/stack';
import { PayrollStack } from './entra-certificate/stack';
import { BillingStack } from './entra-client-secret/stack';
import { ShopStack } from './okta-client-secret/stack';
import { ReportsStack } from './okta-private-key-jwt/stack';
import { BrokerStack } from './uaa-client-secret/stack';
import { MeteringStack } from './uaa-private-key-jwt/stack';

const manifest = (example: string): Rotations => Rotations.fromFile(join(__dirname, example, 'rotation.json'));

const app = new App();
new BillingStack(app, 'entra-client-secret', manifest('entra-client-secret'));
new PayrollStack(app, 'entra-certificate', manifest('entra-certificate'));
new OrdersStack(app, 'auth0-private-key-jwt', manifest('auth0-private-key-jwt'));
new ReportsStack(app, 'okta-private-key-jwt', manifest('okta-private-key-jwt'));
new ShopStack(app, 'okta-client-secret', manifest('okta-client-secret'));
new MeteringStack(app, 'uaa-private-key-jwt', manifest('uaa-private-key-jwt'));
new BrokerStack(app, 'uaa-client-secret', manifest('uaa-client-secret'));
app.synth();
console.log(`synthesized ${app.node.children.length} stacks into ${app.outdir}/stacks`);
