/** The writes that faults are drawn for and counted at: what each function's role allows, so that new functions are covered by themselves. */
import { mutating } from '../cloud/wire/call.ts';
import { nameableCalls } from '../faults/nameable.ts';
import { callsByFunction } from '../faults/permissions.ts';

export interface Write {
  readonly function: string;
  /** `service:Action`. */
  readonly call: string;
}

/**
 * Allowed and never made: a canary's door can be given as a rule only, while its functions write a listener's
 * default action by the same code; and it is Auto Scaling that changes a service's count, in the name of whoever
 * registers a target.
 */
const neverMade = new Set([
  'openDoor elbv2:ModifyListener',
  'tidyUp elbv2:ModifyListener',
  'raiseFloors ecs:UpdateService',
  'tidyUp ecs:UpdateService',
]);

export function drawnWrites(): readonly Write[] {
  return (drawn ??= readWrites());
}

let drawn: readonly Write[] | undefined;

function readWrites(): Write[] {
  const played = new Set(nameableCalls());
  return [...callsByFunction()].flatMap(([key, calls]) =>
    [...calls].flatMap((call) => {
      const [service = '', action = ''] = call.split(':');
      const isWrite = mutating(service, action) && played.has(call) && !neverMade.has(`${key} ${call}`);
      return isWrite ? [{ function: key, call }] : [];
    }),
  );
}

/**
 * Writes that must be met even where a sweep has not seen them. Of the ledger's, IAM's names do not say which calls
 * they are for (a transaction asks for its parts), so there only what was seen counts.
 */
export function expectedWrites(): readonly Write[] {
  return drawnWrites().filter(({ call }) => !call.startsWith('dynamodb:'));
}
