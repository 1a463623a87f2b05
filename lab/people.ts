/**
 * The people of a rehearsal: who is asked at a gate answers as the scenario says, over the signed way that a terminal
 * uses. Where it is silent they approve after a minute, as many as are needed, and reject a waiver.
 */
import type { Gate, Person } from '../core/gate/gate.ts';
import { peopleOf } from '../core/gate/people.ts';
import type { Ways } from '../aws/world.ts';
import type { Result } from './cloud/lambda/result.ts';
import { startKey } from '../aws/ledger/keys.ts';
import { planDigestOf } from '../aws/plan-digest.ts';
import { parsePlan } from '../core/plan/parse.ts';
import { type Lab, ledgerTable } from './lab.ts';
import { labStarter } from './policy.ts';
import type { PersonAtGate } from './scenario/scenario.ts';

/** How they are told; nobody here reads mail, but sending it can fail. */
export const labWays: Ways = {
  pageUrl: 'https://cutover.example.com',
  sender: 'cutover@example.com',
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:cutover-approvals',
};

/** Whoever meets an error tries again, as people do. */
const triesMax = 5;
const againMilliseconds = 20_000;

/** `others`: who answers at a gate that the scenario says nothing of; by default the lab's own people, as usual. */
export function invitePeople(lab: Lab, people: readonly PersonAtGate[], others?: (gate: Gate) => void): void {
  const left = [...people];
  const isPlayed = ({ gate }: Gate) => others === undefined || people.some((one) => one.gate === gate);
  /** How often each gate has been seen with fresh time: opened, or held for longer. */
  const answered = new Set<string>();
  lab.ledger.onChange(({ key, after }) => {
    const gate = after?.['gate'] as Gate | undefined;
    if (!(key['pk'] as string).startsWith('APPROVAL#') || gate?.status !== 'pending') return;
    // Asked again on the same terms, they are at it already; a gate that got an answer waits for the next.
    const round = `${gate.id} ${gate.expiresAt} ${Object.keys(gate.decisions).length}`;
    if (answered.has(round)) return;
    answered.add(round);
    if (!isPlayed(gate)) return others?.(gate);
    for (const one of next(left, gate)) come(lab, gate, one);
  });
}

/** Robin starts every cutover by the signed way, which writes down who it was before there is an execution. */
export function signStarts(lab: Lab): void {
  lab.engine.onEvent((arn, { type }) => {
    if (type !== 'ExecutionStarted' || !arn.includes(':execution:cutover-lab:')) return;
    const id = arn.slice(arn.lastIndexOf(':') + 1);
    const parsed = parsePlan(JSON.parse(lab.engine.describeExecution(arn).input));
    if ('problems' in parsed) return;
    const { plan } = parsed;
    const row = { principal: labStarter, planDigest: planDigestOf(plan) };
    lab.ledger.seed(ledgerTable, { ...startKey({ id, live: plan.live }), ...row });
  });
}

/** The scenario's next, with those who come at the same moment; else whoever the lab has. */
function next(left: PersonAtGate[], gate: Gate): PersonAtGate[] {
  const mine = left.filter((one) => one.gate === gate.gate);
  const [first] = mine;
  if (first === undefined) return [usual(gate)];
  const together = mine.filter(
    (one, index) => index === 0 || (one.afterSeconds === first.afterSeconds && one.by !== first.by),
  );
  for (const one of together) left.splice(left.indexOf(one), 1);
  return together;
}

function usual({ gate }: Gate): PersonAtGate {
  return { gate, answer: gate === 'waive' ? 'reject' : 'approve', afterSeconds: 60 };
}

function come(lab: Lab, gate: Gate, { answer, afterSeconds, by }: PersonAtGate): void {
  if (answer === 'nothing') return;
  const askedAt = lab.clock.now();
  const said = { principal: principalOf(gate, by), answer };
  lab.clock.at(askedAt + afterSeconds * 1000, () => send(lab, gate.id, said, 1));
}

function principalOf(gate: Gate, by: string | undefined): string {
  const person = by === undefined ? firstOf(gate) : peopleOf(gate).find(({ id }) => id === by);
  return person?.iamPrincipals[0] ?? `arn:aws:sts::123456789012:assumed-role/releases/${by ?? 'nobody'}`;
}

/** The first of those who are asked, may answer and have not. */
export function firstOf(gate: Gate): Person | undefined {
  const { decisions, starter } = gate;
  return peopleOf(gate).find(
    ({ id }) => !Object.hasOwn(decisions, id) && !('person' in starter && starter.person === id),
  );
}

interface Said {
  readonly principal: string;
  readonly answer: string;
  readonly reason?: string;
}

/** Somebody from outside says it in the name of one of the lab's people, now; `heard` is told what came of it. */
export function sayAt(
  lab: Lab,
  gate: Gate,
  { by, ...said }: Omit<Said, 'principal'> & { readonly by: string },
  heard: (status: number, told: string) => void,
): void {
  lab.clock.after(0, () => send(lab, gate.id, { ...said, principal: principalOf(gate, by) }, 1, heard));
}

/** As `npx cutover approve` does, on what is shown at that moment. */
function send(
  lab: Lab,
  gateId: string,
  said: Said,
  tries: number,
  heard: (status: number, told: string) => void = () => undefined,
): void {
  const shown = gateOn(lab, gateId);
  if (shown === undefined) return;
  const { cutoverId, gate, digest } = shown;
  const event = {
    version: '2.0',
    requestContext: {
      http: { method: 'POST', path: '/' },
      authorizer: { iam: { userArn: said.principal } },
    },
    body: JSON.stringify({ cutoverId, command: said.answer, gate, digest, reason: said.reason }),
    isBase64Encoded: false,
  };
  lab.lambda.invoke('takeCommand', event, (result) => {
    const { statusCode, body } = replyOf(result);
    // A reply, whatever it says; but what has changed is looked at again.
    const isHeard = statusCode < 500 && !body.includes('"digestChanged"');
    if (!isHeard && tries < triesMax)
      lab.clock.after(againMilliseconds, () => send(lab, gateId, said, tries + 1, heard));
    else heard(statusCode, toldIn(body));
  });
}

function replyOf(result: Result): { readonly statusCode: number; readonly body: string } {
  if (!('output' in result)) return { statusCode: 500, body: '' };
  const { statusCode = 500, body = '' } = result.output as { statusCode?: number; body?: string };
  return { statusCode, body };
}

function toldIn(body: string): string {
  return body === '' ? 'no answer came' : ((JSON.parse(body) as { told?: string }).told ?? body);
}

function gateOn(lab: Lab, gateId: string): Gate | undefined {
  const row = lab.ledger
    .rows(ledgerTable)
    .find(({ pk, gate }) => pk === `APPROVAL#${gateId}` && gate !== undefined);
  return row?.['gate'] as Gate | undefined;
}
