import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reattachEnvironment, type ReattachedProvider, serveReattach } from '../../lib/plugin';
import { type Things, thingsProvider } from './support/things';
import { Workspace } from '../testing/support/workspace';

let things: Things;
let served: ReattachedProvider;
let workspace: Workspace;

beforeEach(async () => {
  const made = thingsProvider();
  things = made.things;
  served = await serveReattach(made.provider);
  workspace = newWorkspace();
});

afterEach(async () => {
  workspace.close();
  await served.close();
});

const box = (body: string, name = 'a'): string => `resource "things_box" "${name}" {\n${body}\n}\n`;

describe('real Terraform', () => {
  test('creates, plans nothing afterwards, updates in place, replaces and destroys', async () => {
    const { terraform } = workspace;
    await workspace.apply(box('name = "n"'));
    expect(await terraform.values('things_box.a')).toMatchObject({ id: 'box-1', name: 'n', region: 'default' });
    expect(await terraform.plan()).toMatchObject({ changes: false });

    workspace.write(box('name = "m"'));
    expect((await terraform.plan()).output).toContain('will be updated in-place');
    await terraform.apply();
    expect([...things.boxes.values()]).toMatchObject([{ id: 'box-1', name: 'm' }]);

    workspace.write(box('name = "m"\ncolor = "red"'));
    expect((await terraform.plan()).output).toMatch(/\+ color\s+= "red" # forces replacement/);

    await terraform.destroy();
    expect([...things.boxes.keys()]).toEqual([]);
    expect(await terraform.stateList()).toEqual([]);
  });

  test('plans the serial of a new element of a set as unknown and keeps those of the others', async () => {
    await workspace.apply(box('name = "n"\npart {\nname = "p"\n}'));
    workspace.write(box('name = "n"\npart {\nname = "p"\n}\npart {\nname = "q"\n}'));
    const { output } = await workspace.terraform.plan();
    expect(output.match(/serial = \(known after apply\)/g)).toHaveLength(1);
    await workspace.terraform.apply();
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });

  test('creates again what is gone', async () => {
    await workspace.apply(box('name = "n"'));
    things.boxes.clear();
    expect((await workspace.terraform.plan()).output).toContain('things_box.a will be created');
  });

  test('imports, and the next plan is empty', async () => {
    things.boxes.set('box-9', { id: 'box-9', name: 'n', region: 'r', secret_seen: null });
    workspace.write(box('name = "n"'));
    await workspace.terraform.init();
    const imported = await workspace.terraform.run(['import', '-no-color', 'things_box.a', 'box-9']);
    expect(imported).toMatchObject({ exitCode: 0 });
    expect(await workspace.terraform.values('things_box.a')).toMatchObject({ id: 'box-9', region: 'r' });
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });

  test('replaces what is tainted', async () => {
    await workspace.apply(box('name = "n"'));
    await workspace.terraform.run(['taint', 'things_box.a']);
    expect((await workspace.terraform.plan()).output).toContain('is tainted, so must be replaced');
  });

  test('reads a data source with the client of the provider block', async () => {
    await workspace.apply(
      'provider "things" {\nregion = "north"\n}\ndata "things_region" "r" {}\noutput "r" {\nvalue = data.things_region.r.name\n}',
    );
    expect((await workspace.terraform.run(['output', '-raw', 'r'])).stdout).toBe('north');
  });

  test('gives a write-only value to create and keeps it out of state and plan', async () => {
    workspace.write(box('name = "n"\nsecret = "hush hush"'));
    await workspace.terraform.init();
    await workspace.terraform.plan({ out: 'plan.tfplan' });
    expect(JSON.stringify(await workspace.terraform.show('plan.tfplan'))).not.toContain('"secret":"hush hush"');
    await workspace.terraform.apply('plan.tfplan');
    expect(await workspace.terraform.values('things_box.a')).toMatchObject({ secret: null, secret_seen: 'hush hush' });
  });

  test('reads a state that holds an attribute no longer known and lacks a new one', async () => {
    await workspace.apply(box('name = "n"'));
    const pulled = JSON.parse((await workspace.terraform.run(['state', 'pull'])).stdout) as {
      serial: number;
      resources: { instances: { attributes: Record<string, unknown> }[] }[];
    };
    const attributes = pulled.resources[0]!.instances[0]!.attributes;
    attributes.forgotten = 'x';
    delete attributes.secret_seen;
    pulled.serial++;
    workspace.writeFile('edited.tfstate', JSON.stringify(pulled));
    expect(await workspace.terraform.run(['state', 'push', 'edited.tfstate'])).toMatchObject({ exitCode: 0 });
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });
});

describe('a failure', () => {
  test('at an attribute is shown at its line', async () => {
    await expect(workspace.apply(box('color = "red"\nname = "refused"'))).rejects.toThrow(
      /Error: the box was refused\s+with things_box\.a,\s+on main\.tf line 8, in resource "things_box" "a":\s+8: name = "refused"\s+it is too big/,
    );
  });

  test('of validate is shown at its line', async () => {
    workspace.write(box('name = "forbidden"'));
    await workspace.terraform.init();
    await expect(workspace.terraform.validate()).rejects.toThrow(/the name is forbidden[^]*main\.tf line 7/);
  });

  test('that is a bug is shown, and the provider lives on', async () => {
    await expect(workspace.apply(box('name = "throws"'))).rejects.toThrow('this is a bug');
    await workspace.apply(box('name = "n"'));
    expect(things.boxes.size).toBe(1);
  });

  test('of create with a state leaves a tainted resource', async () => {
    await expect(workspace.apply(box('name = "half done"'))).rejects.toThrow('the box is half done');
    expect((await workspace.terraform.plan()).output).toContain('things_box.a is tainted');
  });

  test('of create without a state leaves nothing', async () => {
    await expect(workspace.apply(box('name = "refused"'))).rejects.toThrow('the box was refused');
    expect(await workspace.terraform.stateList()).toEqual([]);
  });

  test('of update with a state keeps the new one, untainted', async () => {
    await workspace.apply(box('name = "n"'));
    await expect(workspace.apply(box('name = "half done"'))).rejects.toThrow('the update is half done');
    expect(await workspace.terraform.values('things_box.a')).toMatchObject({ name: 'half done' });
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });

  test('of delete keeps the resource', async () => {
    await workspace.apply(box('name = "stays"'));
    await expect(workspace.apply('')).rejects.toThrow('the box stays');
    expect(await workspace.terraform.stateList()).toEqual(['things_box.a']);
  });
});

describe('a call under way', () => {
  test('is aborted when Terraform is killed', async () => {
    const applying = workspace.apply(box('name = "slow"'));
    await untilCreating();
    workspace.terraform.kill();
    await expect(applying).rejects.toMatchObject({ exitCode: 137 });
    await until(() => things.aborted.length > 0);
  });

  test('is aborted when Terraform is asked to stop', async () => {
    const applying = workspace.apply(box('name = "slow"'));
    await untilCreating();
    workspace.terraform.kill('SIGINT');
    await expect(applying).rejects.toThrow('aborted');
    expect(things.aborted).toEqual(['create']);
  });
});

test('each alias of a provider block is configured for itself', async () => {
  await workspace.apply(`
provider "things" {
  region = "north"
}
provider "things" {
  alias  = "south"
  region = "south"
}
${box('name = "n"')}${box('name = "n"\nprovider = things.south', 'b')}`);
  expect((await workspace.terraform.values('things_box.a'))?.region).toBe('north');
  expect((await workspace.terraform.values('things_box.b'))?.region).toBe('south');
});

test('two runs at once are configured each for itself', async () => {
  const other = newWorkspace();
  try {
    const configured = (region: string): string =>
      `provider "things" {\nregion = "${region}"\n}\n${[...'abcdefgh'].map((name) => box('name = "n"', name)).join('')}`;
    await Promise.all([workspace.apply(configured('north')), other.apply(configured('south'))]);
    expect((await workspace.terraform.values('things_box.h'))?.region).toBe('north');
    expect((await other.terraform.values('things_box.h'))?.region).toBe('south');
  } finally {
    other.close();
  }
});

test('a message may be larger than the 4 MB that gRPC allows by default', async () => {
  const long = 'x'.repeat(5_000_000);
  await workspace.apply(box(`name = "${long}"`));
  expect(readFileSync(join(workspace.directory, 'terraform.tfstate'), 'utf8').length).toBeGreaterThan(long.length);
});

function newWorkspace(): Workspace {
  return new Workspace(reattachEnvironment([served]), { things: 'acme/things' });
}

async function untilCreating(): Promise<void> {
  await until(() => things.creating.length > 0);
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries === 3_000) throw new Error('waited for a minute');
    await sleep(20);
  }
}
