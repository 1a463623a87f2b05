/** Attends to a visit: who looks is shown the gate, who sends a form that is theirs answers it. Only a POST changes anything. */
import { decideAnswer, gateText } from '../../core/gate/answer.ts';
import { peopleOf, whoIs } from '../../core/gate/people.ts';
import { isConfirmed, problemsOf, wordOf } from '../../core/visit/form.ts';
import type { Met, MetGate } from '../../core/visit/met.ts';
import type { GivenForm, Refused, Visit } from '../../core/visit/visit.ts';
import { answerGate } from '../gate/answer.ts';
import { hashOf } from '../gate/secrets.ts';
import { type GateRow, readGate } from '../ledger/gates.ts';
import type { World } from '../world.ts';
import { readGateFacts } from './facts.ts';
import { type OddKind, tellOnce } from './odd.ts';
import { checkSlip, cookie, isSecret, makeSlip } from './session.ts';

type Attending = World<'dynamodb' | 'sfn' | 'cloudwatch' | 'ecs'>;

/** Quicker than anybody reads. */
const quickMilliseconds = 10_000;

/** What fails on our side is an honest page too: who decides must know that it may not be recorded. */
export async function attend(world: Attending, visit: Visit | Refused): Promise<Met> {
  try {
    return 'refusal' in visit ? await refuse(world, visit) : await meet(world, visit);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'unknown', message: String(error) };
    world.log.error('a visit failed', { gateId: visit.gateId, error: name, reason: message });
    return { kind: 'fault', gateId: visit.gateId ?? '' };
  }
}

async function refuse(world: Attending, { refusal, gateId }: Refused): Promise<Met> {
  const row = gateId === undefined ? undefined : await readGate(world, gateId);
  if (row !== undefined)
    await odd(
      world,
      row,
      'noFormOfOurs',
      `A request to ${gateText(row.gate)} was none that our pages send (${refusal}); it changed nothing`,
    );
  return { kind: 'refused', refusal };
}

async function meet(world: Attending, visit: Visit): Promise<Met> {
  const { gateId, secret, session, form } = visit;
  const row = await readGate(world, gateId);
  const hasTried = form !== undefined;
  if (secret !== undefined) {
    if (row === undefined || personOf(row, secret) === undefined) return stranger(world, row, 'forgedLink');
    return { kind: 'enter', gateId, cookie: cookie(gateId, secret) };
  }
  if (session === undefined && !hasTried && visit.from === 'elsewhere') return { kind: 'bridge', gateId };
  if (session === undefined || row === undefined) return stranger(world, row, 'noLink', hasTried);
  const you = personOf(row, session);
  if (you === undefined) return stranger(world, row, 'forgedLink', hasTried);
  const reader = { row, session, you };
  return form === undefined ? show(world, reader) : take(world, reader, visit, form);
}

/** Somebody who came by a link of theirs. */
interface Reader {
  readonly row: GateRow;
  readonly session: string;
  readonly you: string;
}

function personOf({ gate, links }: GateRow, secret: string): string | undefined {
  if (!isSecret(secret)) return undefined;
  return whoIs({ method: 'link', linkHash: hashOf(secret) }, peopleOf(gate), links)?.person.id;
}

async function stranger(
  world: Attending,
  row: GateRow | undefined,
  kind: 'forgedLink' | 'noLink',
  hasTried = false,
): Promise<Met> {
  // Who only looks, with a cookie that is gone, has done nothing odd.
  if (row !== undefined && (kind === 'forgedLink' || hasTried))
    await odd(
      world,
      row,
      kind,
      kind === 'forgedLink'
        ? `Somebody came to ${gateText(row.gate)} with a link that nobody was sent; nothing was shown to them`
        : `Somebody sent an answer to ${gateText(row.gate)} without a link; it changed nothing`,
    );
  return { kind: 'stranger', hasTried };
}

async function take(world: Attending, reader: Reader, visit: Visit, form: GivenForm): Promise<Met> {
  const { row, session, you } = reader;
  const { gate } = row;
  const what = gateText(gate);
  if (visit.from === 'elsewhere') {
    await odd(
      world,
      row,
      'fromElsewhere',
      `Another site sent an answer to ${what} from ${you}'s browser; it changed nothing`,
      you,
    );
    return { kind: 'forged', gateId: gate.id };
  }
  const slip = checkSlip(world, session, { gateId: gate.id, digest: form.digest }, form.slip);
  if (slip === 'forged') {
    await odd(
      world,
      row,
      'forgedForm',
      `An answer to ${what} came from ${you} with a form that was not made for it; it changed nothing`,
      you,
    );
    return { kind: 'forged', gateId: gate.id };
  }
  if (form.decision !== undefined && wordOf(form.decision) === undefined) {
    await odd(
      world,
      row,
      'badWord',
      `An answer to ${what} came from ${you} that is none of its answers; it changed nothing`,
      you,
    );
    return { kind: 'badWord', gateId: gate.id };
  }
  const problems = problemsOf(form, gate.service);
  if (!isConfirmed(form, gate.service))
    await odd(
      world,
      row,
      'notConfirmed',
      `An answer to ${what} came from ${you} without its confirmation; it changed nothing`,
      you,
    );
  const old = {
    field: 'decision',
    text: 'This page was open for too long: look again, then decide',
  } as const;
  const all = slip === 'old' ? [old, ...problems] : problems;
  return all.length > 0 ? show(world, reader, { problems: all, form }) : answer(world, reader, visit, form);
}

async function answer(world: Attending, reader: Reader, visit: Visit, form: GivenForm): Promise<Met> {
  const { row, session, you } = reader;
  const { gate } = row;
  const { address, userAgent } = visit;
  const answered = await answerGate(world, {
    gateId: gate.id,
    came: { method: 'link', secret: session },
    decision: form.decision,
    reason: form.reason,
    digest: form.digest,
    ...(address !== undefined && { address }),
    ...(userAgent !== undefined && { userAgent }),
  });
  if (answered.result === 'decided' || answered.result === 'counted') {
    const seconds = Math.round((world.clock.now() - gate.openedAt) / 1000);
    if (seconds * 1000 <= quickMilliseconds)
      await odd(
        world,
        row,
        'quick',
        `${you} answered ${gateText(gate)} ${seconds} s after it was asked: quicker than people read`,
        you,
      );
  }
  if (['decided', 'counted', 'alreadyDecidedByYou'].includes(answered.result))
    return { kind: 'recorded', gateId: gate.id };
  const now = await readGate(world, gate.id);
  return show(world, { ...reader, row: now ?? row }, { form, hasTried: true });
}

/** What an approval would come to now, asked of the same code that counts one: the page cannot promise anything else. */
async function show(
  world: Attending,
  { row, session, you }: Reader,
  tried: {
    readonly problems?: MetGate['problems'];
    readonly form?: GivenForm;
    readonly hasTried?: boolean;
  } = {},
): Promise<Met> {
  const { gate, links } = row;
  const identity = { method: 'link', linkHash: hashOf(session) } as const;
  const { form } = tried;
  const asked = { identity, word: 'approve', reason: '', digest: form?.digest ?? gate.digest };
  return {
    kind: 'gate',
    facts: await readGateFacts(world, gate),
    you,
    decided: decideAnswer(gate, links, asked, world.clock.now()),
    hasTried: tried.hasTried ?? false,
    slip: makeSlip(world, session, { gateId: gate.id, digest: gate.digest }),
    problems: tried.problems ?? [],
    entered: {
      ...(form?.decision !== undefined && { word: form.decision }),
      ...(form && { reason: form.reason }),
    },
  };
}

function odd(world: Attending, { gate }: GateRow, kind: OddKind, text: string, who?: string): Promise<void> {
  return tellOnce(world, gate, { kind, text, ...(who !== undefined && { who }) });
}
