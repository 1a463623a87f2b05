/** The writes that faults are drawn for and counted at: what each function's role allows, so that new functions are covered by themselves. */
import { mutating } from '../cloud/wire/call.ts';
import { nameableCalls } from '../faults/nameable.ts';
import { callsByFunction } from '../faults/permissions.ts';
import { ledgerWrites } from './ledger-writes.ts';

export interface Write {
  readonly function: string;
  /** `service:Action`. */
  readonly call: string;
}

/**
 * Allowed and never made in a rehearsal: a canary's door can be given as a rule only, while its functions write a
 * listener's default action by the same code; it is Auto Scaling that changes a service's count, in the name of whoever
 * registers a target; a gate that an ending closes is never approved; whoever listens finds the release over only where
 * it was invoked twice (test/exploration); and people answer here by the signed way, not by the page
 * (test/functions/serve-gate*.test.ts).
 */
const neverMade = new Set([
  'openDoor elbv2:ModifyListener',
  'tidyUp elbv2:ModifyListener',
  'raiseFloors ecs:UpdateService',
  'tidyUp ecs:UpdateService',
  'tidyUp sfn:SendTaskSuccess',
  'listenForAlarms sfn:SendTaskSuccess',
  'startCutover sfn:StartExecution',
  'serveGate sfn:SendTaskFailure',
  'serveGate sfn:SendTaskSuccess',
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

/** Writes that a long sweep must have struck in every way. */
export function expectedWrites(): readonly Write[] {
  return (expected ??= drawnWrites().filter(
    ({ function: key, call }) =>
      !call.startsWith(ledger) || ledgerWrites[key]?.includes(call.slice(ledger.length)) === true,
  ));
}

let expected: readonly Write[] | undefined;

const ledger = 'dynamodb:';
