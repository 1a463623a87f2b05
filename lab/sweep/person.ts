/**
 * When a cutover may end with `needsPerson`. A person may be called only where the machine was really at its end:
 *
 * - a call of a function that nothing stands behind (after its retries the state machine calls a person) was answered
 *   with an error that no retry heals, such as a missing permission; or
 * - such a function was struck at least as often as its state tries it (the way back by the balancer alone); or
 * - targets were made unhealthy, and nobody was left to send the traffic to; or
 * - users met something bad so late that it rang after watching had ended: back is closed by then, and stable stands.
 *
 * Everything else has to end by itself.
 */
import { sdkError } from '../cloud/wire/errors.ts';
import { isRetryable } from '../cloud/retries.ts';
import type { Hit } from '../faults/armed-faults.ts';
import { functionKey, readMachine } from '../machine.ts';
import type { Deed, Scenario } from '../scenario/scenario.ts';

export function mayNeedPerson(scenario: Scenario, hits: readonly Hit[], reason: string): boolean {
  const struck = new Map<string, Set<string>>();
  for (const hit of hits) {
    const { functionName, id } = hit.call.caller;
    if (!lastHopes().has(functionName) || isDispensable(hit)) continue;
    if (isFinal(hit)) return true;
    // One try of the state is several of the SDK's.
    struck.set(functionName, (struck.get(functionName) ?? new Set()).add(id));
  }
  if ([...struck].some(([key, tries]) => tries.size >= (lastHopes().get(key) ?? Infinity))) return true;
  const deeds = scenario.when.flatMap((happening) => happening.deeds);
  if (reason.startsWith('RangLate')) return deeds.some(({ kind }) => kind === 'set');
  return reason.startsWith('NobodyHealthy') && deeds.some(makesUnhealthy);
}

/** The way back needs the balancer alone: whatever else does not answer may not keep it from being walked. */
function isDispensable({ call, deed }: Hit): boolean {
  return call.caller.functionName === 'rollBack' && call.service !== 'elbv2' && deed.kind !== 'crash';
}

function makesUnhealthy(deed: Deed): boolean {
  return deed.kind === 'set' && deed.settings.some(({ key }) => key === 'healthyPercent');
}

function isFinal({ deed, call }: Hit): boolean {
  if (deed.kind !== 'fail' || deed.error === 'TimeoutError') return false;
  const error = sdkError(call.service, deed.error);
  return !isRetryable(error) && error.$fault !== 'server';
}

interface TaskState {
  readonly Type?: string;
  readonly Resource?: string;
  readonly Retry?: readonly { readonly MaxAttempts?: number }[];
  readonly Catch?: readonly { readonly Next?: string }[];
}

let hopes: ReadonlyMap<string, number> | undefined;

/** Functions whose failure calls a person, with how often their state tries them. */
function lastHopes(): ReadonlyMap<string, number> {
  return (hopes ??= readHopes());
}

function readHopes(): Map<string, number> {
  const { States } = readMachine() as { readonly States: Readonly<Record<string, TaskState>> };
  // Nobody stands behind the reconciler; it comes again each minute.
  const found = new Map<string, number>([['reconcile', Infinity]]);
  for (const { Type, Resource = '', Retry = [], Catch = [] } of Object.values(States)) {
    if (Type !== 'Task' || !Catch.some(({ Next }) => Next === 'Call a person')) continue;
    const retries = Retry.map(({ MaxAttempts = 3 }) => MaxAttempts);
    found.set(functionKey(Resource), 1 + Math.max(0, ...retries));
  }
  return found;
}
