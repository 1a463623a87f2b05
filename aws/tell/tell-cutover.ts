/** Tells one cutover on every channel. The stream's records only say that there is news: what it is, the ledger says. */
import { askedGates } from '../../core/messages/slack.ts';
import type { CutoverRef } from '../ledger/story.ts';
import type { World } from '../world.ts';
import { readBox } from './box.ts';
import { drain } from './drain.ts';
import { readTellFacts } from './facts.ts';
import { emptyBox, type Outlet } from './outlet.ts';
import { runbookOutlet } from './runbook.ts';
import { slackOutlet } from './slack.ts';
import { ticketOutlet } from './ticket.ts';
import { topicOutlet } from './topic.ts';
import { endTurn, takeTurn, type Turn } from './turn.ts';
import { webhookOutlet } from './webhook.ts';

export type Telling = World<'dynamodb' | 'secretsmanager' | 'sns' | 'sqs'>;

/** Shorter than the function's timeout by more than one request's. */
const workMilliseconds = 40_000;

/** The cutovers of which something is left to tell: whoever rang has to ring again. */
export async function tellCutovers(world: Telling, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const until = world.clock.now() + workMilliseconds;
  const left = new Set<string>();
  for (const id of ids) {
    // What fails for one on our side is not the others' fault.
    const isDone =
      world.clock.now() < until && (await tellCutover(world, id, until).catch(complain(world, id)));
    if (!isDone) left.add(id);
  }
  return left;
}

async function tellCutover(world: Telling, cutoverId: string, until: number): Promise<boolean> {
  const outlets = outletsOf(world, cutoverId);
  if (outlets.length === 0) return true;
  const cutover = { id: cutoverId, live: true };
  const turn = await takeTurn(world, cutover);
  if (turn === undefined) return false;
  const results = await drainAll(world, cutover, outlets, { turn, until });
  const failed = results.filter((result) => result.status === 'rejected');
  for (const { reason } of failed) complain(world, cutoverId)(reason);
  // What failed on our side may have been told and not been noted: the next turn must know.
  if (failed.length > 0) return false;
  await endTurn(world, cutover, turn);
  return results.every((result) => result.status === 'fulfilled' && result.value === 'done');
}

/** Side by side: a channel that hangs keeps none of the others waiting. */
async function drainAll(
  world: Telling,
  cutover: CutoverRef,
  outlets: readonly Outlet<unknown>[],
  { turn, until }: { readonly turn: Turn; readonly until: number },
): Promise<PromiseSettledResult<'done' | 'later'>[]> {
  const boxes = await Promise.all(outlets.map(({ name }) => readBox(world, cutover, name)));
  const facts = await readTellFacts(
    world,
    cutover,
    boxes.flatMap(({ told }) => askedGates(Object.keys(told))),
  );
  return Promise.allSettled(
    outlets.map((outlet, index) => {
      const box = boxes[index] ?? emptyBox;
      const doubt = box.doubt ?? (turn.isInherited ? 'whatever was told last' : undefined);
      return drain(
        world,
        { ...box, ...(doubt !== undefined && { doubt }) },
        { cutover, outlet, facts, until },
      );
    }),
  );
}

/** By its name alone: some messages repeat what was to be sent. */
function complain({ log }: Pick<World, 'log'>, cutoverId: string): (error: unknown) => false {
  return (error) => {
    log.error('telling failed', { cutoverId, error: error instanceof Error ? error.name : 'unknown' });
    return false;
  };
}

function outletsOf(world: Telling, cutoverId: string): readonly Outlet<unknown>[] {
  const { channels } = world.settings;
  if (channels === undefined) return [];
  const { slack, topicArn, webhook, ticket, runbook } = channels;
  return [
    ...(slack === undefined ? [] : [slackOutlet(world, { ...channels, slack }, cutoverId)]),
    ...(topicArn === undefined ? [] : [topicOutlet(world, topicArn)]),
    ...(webhook === undefined ? [] : [webhookOutlet(world, webhook)]),
    ...(ticket === undefined ? [] : [ticketOutlet(world, ticket, cutoverId)]),
    ...(runbook === undefined ? [] : [runbookOutlet(world, runbook)]),
  ] as readonly Outlet<unknown>[];
}
