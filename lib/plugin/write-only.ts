import type { Diagnostic } from './diagnostic';
import type { BlockSchema } from './schema';
import type { Values } from './value';

/**
 * Complaints about write-only attributes that are set under a Terraform before 1.11, which would store their values in
 * plan and state. Attributes of the resource itself: no schema here has one in a block.
 */
export function writeOnlyRefusals({ attributes = {} }: BlockSchema, config: Values): readonly Diagnostic[] {
  const given = Object.keys(attributes).filter(
    (name) => attributes[name]?.writeOnly && (config[name] ?? null) !== null,
  );
  return given.map((name) => ({
    severity: 'error',
    summary: `${name} is write-only, which needs Terraform 1.11 or later, got an older one`,
    detail: 'An older Terraform would store the value in plan and state: update it, or leave the attribute out.',
    path: [name],
  }));
}
