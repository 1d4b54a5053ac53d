import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { printed } from './printed';
import { scrubbed } from './scrub';
import type { Situation } from './situation';
import { type Planned, Stage } from './stage';

const PLANS = join(__dirname, '..', 'plans');

type Conditions = 'as synthesized' | 'stripped';

export interface KeptPlan {
  readonly conditions: 'as it can be applied' | 'as synthesized';
  readonly file: string;
}

/** Brings the situation about and plans; nothing is applied after that. */
export async function planOf(situation: Situation, stage: Stage, conditions: Conditions): Promise<Planned> {
  stage.code.stripped = conditions === 'stripped';
  await situation.prepare(stage);
  await situation.change(stage);
  return stage.plan(situation.plan);
}

/**
 * Where the plans of a situation are kept, without `.json`; not all of them exist. The plan itself is as synthesized
 * where Terraform accepts that, and without what Terraform itself refuses where it does not; then the refused one is kept
 * beside it.
 */
export function filesOf({ name, verdict }: Situation): readonly KeptPlan[] {
  const file = join(PLANS, verdict, name);
  return [
    { conditions: 'as it can be applied', file },
    { conditions: 'as synthesized', file: `${file}.as-synthesized` },
  ];
}

/** Makes the plans of a situation again; answers what Terraform said. */
export async function make(situation: Situation): Promise<string> {
  const [file, refusedFile] = filesOf(situation).map((one) => `${one.file}.json`) as [string, string];
  for (const one of [file, refusedFile]) rmSync(one, { force: true });
  const refused = await write(situation, 'as synthesized', file);
  if (refused === undefined) return `${situation.name}: Terraform accepts it`;
  if (situation.verdict === 'safe') throw new Error(refused);
  const said = /Error: .*/.exec(refused)?.[0] ?? refused;
  const stripped = await write(situation, 'stripped', file);
  if (stripped !== undefined)
    return `${situation.name}: refused anyway: ${/Error: .*/.exec(stripped)?.[0] ?? stripped}`;
  await write(situation, 'as synthesized', refusedFile);
  return `${situation.name}: ${said}`;
}

/** Answers why Terraform refused, if it did. */
async function write(situation: Situation, conditions: Conditions, file: string): Promise<string | undefined> {
  const stage = await Stage.start(situation.kind);
  try {
    const { json, refused } = await planOf(situation, stage, conditions);
    if (!json) throw new Error(`no plan file: ${refused}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${printed(scrubbed(json, stage.ids))}\n`);
    return refused;
  } finally {
    await stage.close();
  }
}
