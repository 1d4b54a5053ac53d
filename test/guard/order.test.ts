import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Doing, Order } from '../../lib/guard/order';
import { Plan } from '../../lib/guard/plan';
import { Terraform } from '../../lib/testing';
import { Dice } from './mutate';

/** One resource of a made-up stack. */
interface Resource {
  readonly after: readonly string[];
  readonly createBeforeDestroy: boolean;
  readonly generation: number;
  readonly input: number;
}

type Stack = Readonly<Record<string, Resource>>;

const NAMES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];

function stackFrom(dice: Dice): Stack {
  return Object.fromEntries(
    NAMES.map((name, index) => [
      name,
      {
        after: NAMES.slice(0, index).filter(() => dice.roll(3) === 0),
        createBeforeDestroy: dice.roll(2) === 0,
        generation: 1,
        input: 1,
      },
    ]),
  );
}

/** Replaces, updates, removes and re-orders; what comes later in the list may depend on what comes earlier. */
function changed(stack: Stack, dice: Dice): Stack {
  const left = NAMES.filter(() => dice.roll(4) > 0);
  return Object.fromEntries(
    left.map((name) => {
      const resource = stack[name]!;
      const more = left.slice(0, left.indexOf(name)).filter(() => dice.roll(5) === 0);
      return [
        name,
        {
          ...resource,
          after: [...new Set([...resource.after.filter((one) => left.includes(one)), ...more])],
          generation: resource.generation + (dice.roll(3) === 0 ? 1 : 0),
          input: resource.input + dice.roll(2),
        },
      ];
    }),
  );
}

function configurationOf(stack: Stack): string {
  const resources = Object.entries(stack).map(([name, { after, createBeforeDestroy, generation, input }]) => [
    name,
    {
      input: [input, ...after.slice(0, 1).map((one) => `\${terraform_data.${one}.id}`)],
      triggers_replace: generation,
      depends_on: after.slice(1).map((one) => `terraform_data.${one}`),
      lifecycle: { create_before_destroy: createBeforeDestroy },
    },
  ]);
  return JSON.stringify({ resource: { terraform_data: Object.fromEntries(resources) } });
}

/** What Terraform's own graph of the apply puts before what. */
function ordersOf(dot: string): (first: Doing, second: Doing) => boolean {
  const after = new Map<string, string[]>();
  for (const [, node = '', dependency = ''] of dot.matchAll(/"\[root\] ([^"]+)" -> "\[root\] ([^"]+)"/g)) {
    after.set(node, [...(after.get(node) ?? []), dependency]);
  }
  const nodesOf = (doing: Doing): readonly string[] => {
    const address = doing.split(' ')[1]!;
    const nodes = [...new Set([...after.keys(), ...[...after.values()].flat()])];
    return doing.startsWith('make ')
      ? nodes.filter((node) => node === address)
      : nodes.filter((node) => node.startsWith(`${address} (destroy`));
  };
  return (first, second) => {
    const goals = new Set(nodesOf(first));
    const queue = [...nodesOf(second)];
    const seen = new Set(queue);
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      for (const one of after.get(node) ?? []) {
        if (goals.has(one)) return true;
        if (!seen.has(one)) queue.push(one);
        seen.add(one);
      }
    }
    return false;
  };
}

test('what the guard takes for ordered is ordered in the graph that Terraform itself applies', async () => {
  const dice = new Dice(7);
  const counts = { proven: 0, onlyTerraform: 0 };
  for (let round = 0; round < 12; round++) {
    const directory = mkdtempSync(join(tmpdir(), 'order-'));
    try {
      const terraform = new Terraform({ directory });
      const stack = stackFrom(dice);
      const file = join(directory, 'main.tf.json');
      writeFileSync(file, configurationOf(stack));
      await terraform.init();
      await terraform.apply();
      writeFileSync(file, configurationOf(changed(stack, dice)));
      await terraform.plan({ out: 'p.tfplan' });
      const plan = Plan.of(await terraform.show('p.tfplan'));
      const order = new Order(plan);
      const { stdout } = await terraform.run(['graph', '-type=apply', '-plan=p.tfplan']);
      const isOrdered = ordersOf(stdout);
      const doings = [...plan.changes.values()].flatMap(({ address, deed }): readonly Doing[] => {
        if (deed === 'nothing') return [];
        const make: Doing = `make ${address}`;
        const unmake: Doing = `unmake ${address}`;
        return deed === 'delete' ? [unmake] : deed.includes('delete') ? [make, unmake] : [make];
      });
      for (const first of doings) {
        for (const second of doings) {
          if (first === second) continue;
          const proven = order.isBefore(first, second);
          if (proven && !isOrdered(first, second)) {
            throw new Error(`round ${round}: "${first}" is not before "${second}" in Terraform's graph:\n${stdout}`);
          }
          if (proven) counts.proven++;
          else if (isOrdered(first, second)) counts.onlyTerraform++;
        }
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  }
  console.log(`orders proven from the plan: ${counts.proven}; known to Terraform only: ${counts.onlyTerraform}`);
  expect(counts.proven).toBeGreaterThan(50);
});
