import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { TerraformStack } from 'cdktf';
import { RotationProvider } from '../lib';
import { OktaClientSecretPair } from '../lib/okta';
import { Deployment, OktaModel } from '../lib/testing';

/**
 * Plans and applies many apps on our provider, against a model whose answers take a while, and compares it with what the
 * answers alone take: Terraform works on ten resources at a time.
 */
const COUNT = Number(process.env.BENCH_RESOURCES ?? 200);
const LATENCY = 50;
const AT_ONCE = 10;

async function main(): Promise<void> {
  const okta = await OktaModel.start({ latency: LATENCY });
  const directory = mkdtempSync(join(tmpdir(), 'resources-'));
  const apps = Array.from({ length: COUNT }, (_, index) => okta.addApp({ label: `app ${index}` }).appId);
  const deployment = new Deployment({
    directory,
    environment: { OKTA_ORG_URL: okta.url, OKTA_API_TOKEN: okta.apiToken },
    stack: (app) => {
      const stack = new TerraformStack(app, 'stack');
      RotationProvider.of(stack);
      apps.forEach((appId, index) => {
        new OktaClientSecretPair(stack, `app_${index}`, { appId, current: 'a', generations: { a: 1 } });
      });
      return stack;
    },
  });
  const measure = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    const [before, started] = [okta.calls.length, performance.now()];
    await run();
    const [seconds, calls] = [(performance.now() - started) / 1000, okta.calls.length - before];
    const least = (calls * LATENCY) / 1000 / AT_ONCE;
    console.log(
      `${name.padEnd(12)} ${seconds.toFixed(2).padStart(6)} s  ${String(calls).padStart(5)} calls  answers alone ${least.toFixed(2)} s  ratio ${(seconds / least).toFixed(2)}`,
    );
  };
  try {
    console.log(`${COUNT} resources, ${LATENCY} ms an answer, ${AT_ONCE} at a time`);
    deployment.synth();
    await deployment.terraform.init();
    await measure('plan', () => deployment.terraform.plan({ out: 'plan.tfplan' }));
    await measure('apply', () => deployment.terraform.apply('plan.tfplan'));
    await measure('plan again', () => deployment.terraform.plan());
  } finally {
    await okta.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

void main();
