import { setTimeout as sleep } from 'node:timers/promises';
import { requestToken } from '../../lib/testing/client-assertion';
import { EntraTenant } from './support/entra-tenant';

let tenant: EntraTenant;

beforeEach(async () => {
  tenant = await EntraTenant.start();
});

afterEach(() => tenant.close());

const SLOT = 'display_name = "app a g1"\nend_date = "2099-01-01T00:00:00Z"';
const password = (body = SLOT, name = 'a'): string => tenant.resource('password', name, body);
const live = (): readonly string[] => tenant.model.liveCredentials(tenant.clientId).map(({ keyId }) => keyId);

test('calls come in the order of the real provider', async () => {
  await tenant.workspace.apply(password());
  expect(tenant.newCalls()).toEqual(['GET', 'POST /addPassword', 'GET x6']);
  expect(await tenant.workspace.terraform.plan()).toMatchObject({ changes: false });
  expect(tenant.newCalls()).toEqual(['GET']);
  await tenant.workspace.terraform.destroy();
  expect(tenant.newCalls()).toEqual(['GET', 'POST /removePassword', 'GET x5']);
  expect(live()).toEqual([]);
});

test('what was created signs in, and its state is what graph echoes', async () => {
  await tenant.workspace.apply(password());
  const state = await tenant.workspace.terraform.values('azuread_application_password.a');
  const [keyId] = live();
  expect(state).toMatchObject({
    id: `${tenant.objectId}/password/${keyId}`,
    key_id: keyId,
    display_name: 'app a g1',
    start_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    end_date: '2099-01-01T00:00:00Z',
  });
  const form = { client_id: tenant.clientId, client_secret: String(state?.value) };
  expect(await requestToken(tenant.model.tokenUrl, form)).toBeUndefined();
});

test('an end date that is not given is two years on, and end_date_relative is ignored', async () => {
  await tenant.workspace.apply(password('end_date_relative = "1h"'));
  const { start_date, end_date } = (await tenant.workspace.terraform.values('azuread_application_password.a'))!;
  expect(Number(String(end_date).slice(0, 4)) - Number(String(start_date).slice(0, 4))).toBe(2);
});

test.each([
  ['end_date', SLOT.replace('2099', '2098')],
  ['display_name', SLOT.replace('g1', 'g2')],
  ['rotate_when_changed', `${SLOT}\nrotate_when_changed = { generation = "2" }`],
  ['start_date', `${SLOT}\nstart_date = "2025-01-01T00:00:00Z"`],
  ['end_date_relative', 'display_name = "app a g1"\nend_date_relative = "1h"'],
])('a change of %s replaces the password', async (attribute, body) => {
  await tenant.workspace.apply(password());
  tenant.workspace.write(password(body));
  const { output } = await tenant.workspace.terraform.plan();
  expect(output).toMatch(new RegExp(`[+~] ${attribute} .*(forces replacement|\\{ # forces replacement)`));
});

test.each([
  '2099-01-01T00:00:00+00:00',
  '2099-01-01T02:00:00+02:00',
  '2099-01-01T00:00:00.000Z',
  '2099-01-01T00:00:00.5Z',
])('the end date %s is replaced at every plan', async (date) => {
  await tenant.workspace.apply(password(`end_date = "${date}"`));
  expect((await tenant.workspace.terraform.plan()).output).toContain('must be replaced');
});

test('a change of timeouts alone is none', async () => {
  await tenant.workspace.apply(password());
  tenant.workspace.write(password(`${SLOT}\ntimeouts {\ncreate = "1m"\n}`));
  expect(await tenant.workspace.terraform.plan()).toMatchObject({ changes: false });
});

test('create before destroy makes the new one first', async () => {
  const slot = (generation: number): string =>
    password(`display_name = "g${generation}"\nlifecycle {\ncreate_before_destroy = true\n}`);
  await tenant.workspace.apply(slot(1));
  tenant.newCalls();
  const peak: number[] = [];
  tenant.model.onChange(() => peak.push(live().length));
  await tenant.workspace.apply(slot(2));
  expect(tenant.newCalls().filter((call) => call.startsWith('POST'))).toEqual([
    'POST /addPassword',
    'POST /removePassword',
  ]);
  expect(peak).toEqual([2, 1]);
});

test.each([
  ['the password', (keyId: string) => tenant.model.removeCredential(tenant.clientId, keyId)],
  ['the application', () => tenant.model.removeApplication(tenant.clientId)],
])('when %s is gone at graph, the plan creates it again', async (_, remove) => {
  await tenant.workspace.apply(password());
  remove(live()[0]!);
  expect((await tenant.workspace.terraform.plan()).output).toContain('azuread_application_password.a will be created');
});

test('two passwords of one application are made one after the other', async () => {
  await tenant.workspace.apply(password(SLOT, 'a') + password(SLOT, 'b'));
  expect(tenant.newCalls()).toEqual(['GET', 'POST /addPassword', 'GET x7', 'POST /addPassword', 'GET x6']);
});

test('it cannot be imported', async () => {
  tenant.workspace.write(password());
  await tenant.workspace.terraform.init();
  const { exitCode, output } = await tenant.workspace.terraform.run(['import', 'azuread_application_password.a', 'x']);
  expect([exitCode, output]).toEqual([1, expect.stringContaining("doesn't support import")]);
});

test.each([
  ['application_id', `resource "azuread_application_password" "a" {\napplication_id = "x"\n}`],
  ['end_date', () => password('end_date = "tomorrow"')],
  ['end_date', () => password('end_date = "2099-01-01T00:00:00Z"\nend_date_relative = "1h"')],
])('an invalid %s is refused before the plan, at its line', async (attribute, configuration) => {
  tenant.workspace.write(typeof configuration === 'string' ? configuration : configuration());
  await tenant.workspace.terraform.init();
  await expect(tenant.workspace.terraform.validate()).rejects.toThrow(new RegExp(`: +${attribute} += "`));
});

describe('a fault', () => {
  const onAdd = ({ path }: { readonly path: string }): boolean => path.endsWith('/addPassword');

  test('409 on addPassword fails the apply, without another try', async () => {
    const body = { error: { code: 'Directory_ConcurrencyViolation', message: 'Please retry.' } };
    const stop = tenant.model.intercept((call) => (onAdd(call) ? { kind: 'refuse', status: 409, body } : undefined));
    await expect(tenant.workspace.apply(password())).rejects.toThrow(/Directory_ConcurrencyViolation: Please\s+retry/);
    expect(tenant.newCalls()).toEqual(['GET', 'POST /addPassword']);
    stop();
    await tenant.workspace.apply(password());
    expect(live()).toHaveLength(1);
  });

  test('503 after addPassword is tried again and leaves an orphan', async () => {
    let faults = 0;
    tenant.model.intercept((call) =>
      onAdd(call) && faults++ === 0 ? { kind: 'fail-after-commit', status: 503 } : undefined,
    );
    await tenant.workspace.apply(password());
    expect(live()).toHaveLength(2);
  });

  test('404 while polling after addPassword fails the apply and leaves an orphan', async () => {
    let added = false;
    tenant.model.intercept((call) => {
      const refused = added && !call.mutating;
      added ||= onAdd(call);
      return refused ? { kind: 'refuse', status: 404 } : undefined;
    });
    await expect(tenant.workspace.apply(password())).rejects.toThrow('waiting for password credential');
    expect(live()).toHaveLength(1);
    expect(await tenant.workspace.terraform.stateList()).toEqual([]);
  });

  test('a lost answer of addPassword is not tried again', async () => {
    tenant.model.intercept((call) => (onAdd(call) ? { kind: 'drop-after-commit' } : undefined));
    await expect(tenant.workspace.apply(password())).rejects.toThrow('fetch failed');
    expect(tenant.newCalls()).toEqual(['GET', 'POST /addPassword']);
  });

  test('503 after removePassword fails the destroy, and the next plan finds nothing', async () => {
    await tenant.workspace.apply(password());
    let faults = 0;
    tenant.model.intercept(({ path }) =>
      path.endsWith('/removePassword') && faults++ === 0 ? { kind: 'fail-after-commit', status: 503 } : undefined,
    );
    await expect(tenant.workspace.apply('')).rejects.toThrow(/No password credential\s+found/);
    tenant.workspace.write('');
    expect(await tenant.workspace.terraform.plan()).toMatchObject({ changes: false });
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('kill -9 %s the commit of addPassword leaves %d secrets, and no call follows', async (when, secrets) => {
    const { terraform } = tenant.workspace;
    const kill = async (): Promise<void> => {
      terraform.kill();
      await sleep(200);
    };
    if (when === 'before') {
      tenant.model.intercept(async (call) => {
        if (!onAdd(call)) return undefined;
        await kill();
        return { kind: 'drop-before-commit' };
      });
    } else {
      tenant.model.interceptAfter((call) => (onAdd(call) ? kill() : undefined));
    }
    await expect(tenant.workspace.apply(password())).rejects.toMatchObject({ exitCode: 137 });
    await sleep(400);
    expect(live()).toHaveLength(secrets);
    expect(tenant.newCalls()).toEqual(['GET', 'POST /addPassword']);
  });
});
