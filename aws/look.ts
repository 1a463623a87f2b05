import { decideLook, type Look, type LookFacts, type LookRules } from '../core/decide/look.ts';
import { rungRules } from '../core/decide/rung.ts';
import type { Snapshot } from '../core/record.ts';
import { keptLook } from '../core/report/looks.ts';
import { waitAfterProbing } from '../core/triggers/probe.ts';
import { lookAround } from './guard.ts';
import type { LockRow } from './ledger/lock.ts';
import { keepLook } from './ledger/looks.ts';
import type { CutoverRecord } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { noteProbe, type Probing, startProbing, type Turn } from './probe.ts';
import { ring } from './ring.ts';
import type { World } from './world.ts';

/** One look of the guard, from reading to what it comes to. What rings is marked first; then the look is kept for people. */
export async function takeLook(
  world: World<'dynamodb' | 'elbv2' | 'cloudwatch'>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  row: LockRow,
  turn: Turn,
): Promise<Look & { readonly waitSeconds: number; readonly story: readonly string[] }> {
  const rules = rungRules(record);
  const probing = startProbing(world, record, row, turn);
  const around = await lookAround(world, cutover, record, row, rules);
  const { facts, news } = await withProbe(world, cutover, record, { ...around, rules, probing });
  const { story = [], ...look } = await ring(world, row, record.snapshot, decideLook(facts, rules));
  const decidedAt = facts.probe === undefined ? facts.now : world.clock.now();
  if (look.rows.length > 0) await keepLook(world, cutover, keptLook(decidedAt, look.rows, facts.points));
  const tookMilliseconds = world.clock.now() - turn.startedAt;
  const { pollSeconds } = turn;
  const waitSeconds =
    probing.rule === undefined ? pollSeconds : waitAfterProbing(pollSeconds, tookMilliseconds);
  return { ...look, waitSeconds, story: [...news, ...story] };
}

interface Around {
  readonly facts: LookFacts;
  readonly news: readonly string[];
  readonly rules: LookRules;
  readonly probing: Probing;
}

/** What rings without the probe is not kept waiting for it. */
async function withProbe(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  record: CutoverRecord,
  { facts, news, rules, probing }: Around,
): Promise<Pick<Around, 'facts' | 'news'>> {
  const { rule } = probing;
  if (rule === undefined) return { facts, news };
  if (decideLook(facts, rules).decision !== 'quiet') {
    probing.stop();
    return { facts, news };
  }
  const probed = await probing.done;
  if (probed === undefined) return { facts, news };
  const told = await noteProbe(world, cutover, record, rule, probed);
  return { facts: { ...facts, probe: { rule, probed } }, news: [...news, ...told] };
}
