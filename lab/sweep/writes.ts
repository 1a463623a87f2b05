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
 * Allowed, and no way leads there in a rehearsal: a canary's door can be given as a rule only, while its functions write
 * a listener's default action by the same code; it is Auto Scaling that changes a service's count, in the name of
 * whoever registers a target; a gate that an ending closes is never approved; whoever listens finds the release over
 * only where it was invoked twice, which seeds seldom are (test/exploration); and people answer here by the signed way,
 * not by the page or in Slack (test/functions/serve-*.test.ts).
 */
const notDrawn = new Set([
  'listenForAlarms sfn:SendTaskSuccess',
  'openDoor elbv2:ModifyListener',
  'tidyUp elbv2:ModifyListener',
  'raiseFloors ecs:UpdateService',
  'tidyUp ecs:UpdateService',
  'tidyUp sfn:SendTaskSuccess',
  'startCutover sfn:StartExecution',
  'serveGate sfn:SendTaskFailure',
  'serveGate sfn:SendTaskSuccess',
  'serveSlack sfn:SendTaskFailure',
  'serveSlack sfn:SendTaskSuccess',
]);

export function isDrawn({ function: key, call }: Write): boolean {
  return !notDrawn.has(`${key} ${call}`);
}

export function drawnWrites(): readonly Write[] {
  return (drawn ??= readWrites());
}

let drawn: readonly Write[] | undefined;

function readWrites(): Write[] {
  const played = new Set(nameableCalls());
  return [...callsByFunction()].flatMap(([key, calls]) =>
    [...calls].flatMap((call) => {
      const [service = '', action = ''] = call.split(':');
      const isWrite = mutating(service, action) && played.has(call) && isDrawn({ function: key, call });
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
