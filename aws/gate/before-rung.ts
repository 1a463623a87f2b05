/** The gate before a rung: people are asked on evidence that allows it, and the rung is judged afresh once they approved. */
import { underFresh } from '../../core/checks/fresh.ts';
import { underHold } from '../../core/command/command.ts';
import { decideRung, rungRules } from '../../core/decide/rung.ts';
import { type GateBefore, underGate } from '../../core/gate/before-rung.ts';
import type { Snapshot } from '../../core/record.ts';
import { type FreshServices, readFresh } from '../checks/fresh.ts';
import { readRungFacts } from '../rung-facts.ts';
import { gateId } from '../../core/gate/gate.ts';
import { waitSecondsAt } from '../../core/plan/budget.ts';
import { readGate } from '../ledger/gates.ts';
import type { CutoverRecord } from '../ledger/record.ts';
import type { CutoverRef } from '../ledger/story.ts';
import type { World } from '../world.ts';

export async function judgeAtRung(
  world: World<'dynamodb' | 'elbv2' | FreshServices>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  rung: number,
) {
  const rules = rungRules(record);
  const gate = await gateBefore(world, cutover, record, rung + 1);
  const read = await readRungFacts(world, cutover, record, rung, rules);
  // The time that people took is not time that the rung has waited for evidence.
  const facts = { ...read, dueAt: Math.max(read.dueAt, gate?.approvedAt ?? 0) };
  const { rows, ...told } = decideRung(facts, rules);
  const heldSeconds = Math.round((facts.now - facts.dueAt) / 1000);
  const judged =
    told.decision === 'advance'
      ? underFresh(told, await readFresh(world, record), { ...rules, heldSeconds })
      : told;
  return { facts, rows, ...underGate(underHold(judged, record.hold, facts.now), gate) };
}

/** Undefined where nobody decides about this rung. */
async function gateBefore(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  { terms, plan }: CutoverRecord,
  rung: number,
): Promise<GateBefore | undefined> {
  const percent = plan.rungs[rung];
  const isAsked = percent !== undefined && plan.approvals?.ramp?.atPercents.includes(percent) === true;
  if (!isAsked || terms?.ramp === undefined || !cutover.live) return undefined;
  const row = await readGate(world, gateId(cutover.id, 'ramp', percent));
  const approvedAt = row?.gate.status === 'approved' ? row.gate.closing?.at : undefined;
  const seconds = waitSecondsAt(terms.ramp);
  return { name: 'ramp', percent, seconds, ...(approvedAt !== undefined && { approvedAt }) };
}
