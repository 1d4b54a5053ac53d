import { blockType } from './block-type';
import { sameValue } from './canonical';
import { complete } from './complete';
import { defaultPlan } from './default-plan';
import { diagnosticMessage } from './diagnostic-message';
import type { Calls } from './messages';
import { parsePath, pathMessage } from './path-message';
import { changedForceNew } from './replacement';
import type { CallContext, PlanResult, ResourceType } from './resource';
import type { BlockSchema } from './schema';
import type { Values } from './value';
import { readValues, writeValues } from './wire-values';

type Planning = Calls['PlanResourceChange'];

export interface Planner<Client> {
  readonly context: () => CallContext<Client>;
  readonly legacyTypes?: boolean;
}

export async function plan<Client>(
  type: ResourceType<Client>,
  request: Planning['request'],
  { context, legacyTypes }: Planner<Client>,
): Promise<Planning['reply']> {
  const { schema } = type;
  const always = { plannedPrivate: request.priorPrivate, legacyTypeSystem: legacyTypes };
  const proposed = readValues(schema, request.proposedNewState);
  if (!proposed) return { ...always, plannedState: writeValues(schema, undefined) };
  const prior = readValues(schema, request.priorState);
  const config = readValues(schema, request.config) ?? {};
  const byDefault = defaultPlan(schema, proposed, prior);
  const result: PlanResult = (await type.plan?.(context(), { prior, config, proposed: byDefault })) ?? {
    planned: byDefault,
  };
  const planned = legacyTypes && prior && onlyTimeoutsDiffer(schema, prior, result.planned) ? prior : result.planned;
  const replacing = result.requiresReplace?.map(parsePath) ?? (prior ? changedForceNew(schema, prior, planned) : []);
  return {
    ...always,
    plannedState: writeValues(schema, planned),
    requiresReplace: replacing.map((path) => pathMessage(schema, path)),
    diagnostics: result.diagnostics?.map((one) => diagnosticMessage(one, schema)),
  };
}

function onlyTimeoutsDiffer(schema: BlockSchema, prior: Values, planned: Values): boolean {
  const without = (values: Values): Values => ({ ...complete(schema, values), timeouts: null });
  return sameValue(blockType(schema), without(prior), without(planned));
}
