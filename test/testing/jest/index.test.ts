import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'cdktf-rotation/testing/jest';

function plan(name: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, '../../guard/plans', `${name}.json`), 'utf8'));
}

test('a plan that keeps every set signed in passes', () => {
  expect(plan('safe/entra-client-secret-promote')).toKeepEverySetSignedIn();
  expect(() => expect(plan('safe/entra-client-secret-promote')).not.toKeepEverySetSignedIn()).toThrow(
    /it is safe: app/,
  );
});

test('healing passes', () => {
  expect(plan('safe/entra-client-secret-current-vanished')).toKeepEverySetSignedIn();
});

test('a dangerous plan fails with the counter-example', () => {
  expect(plan('dangerous/current-replaced')).not.toKeepEverySetSignedIn();
  expect(() => expect(plan('dangerous/current-replaced')).toKeepEverySetSignedIn()).toThrow(
    /it is unsafe:\napp: .*\n {2}1\. .*[^]*-> .*\n {2}remedy: /,
  );
});

test('what cannot be told fails', () => {
  expect(() => expect(plan('dangerous/publication-deleted')).toKeepEverySetSignedIn()).toThrow(/it is unknown/);
});

test('what is no plan is said to be none', () => {
  expect(() => expect({}).toKeepEverySetSignedIn()).toThrow(/a plan is the output of "terraform show -json PLANFILE"/);
});
