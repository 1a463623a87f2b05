/** What a rollback by hand can find out: first the ledger, then a snapshot on file, then who is told to be stable. */
import type { Plan } from '../../core/plan/plan.ts';
import type { Snapshot } from '../../core/record.ts';
import {
  chosenGroup,
  type GroupSeen,
  groupName,
  groupsIn,
  makeshift,
  percentsOf,
} from '../../core/by-hand/stable.ts';
import { countHealthy } from '../balancer/groups.ts';
import { readRules } from '../balancer/rules.ts';
import { named } from '../failures.ts';
import { lockedArns, type LockRow, readLock } from '../ledger/lock.ts';
import { leadingArn } from '../ledger/pass.ts';
import { type CutoverRecord, findRecord } from '../ledger/record.ts';
import type { World } from '../world.ts';

export interface Asked {
  /** One of both. */
  readonly cutoverId?: string | undefined;
  readonly target?: Plan['target'] | undefined;
  readonly snapshot?: Snapshot | undefined;
  /** A target group by name or ARN. */
  readonly stable?: string | undefined;
  /** False: the ledger is not asked at all. */
  readonly ledger: boolean;
}

export interface Known {
  readonly snapshot: Snapshot;
  /** From where it is known which side is stable. */
  readonly from: string;
  /** Who holds the leading rule's lock, where the ledger says so. */
  readonly row?: LockRow;
  /** Whether the ledger was asked and answered: then it is known that nobody holds a lock where `row` is absent. */
  readonly isAnswered: boolean;
  /** What could not be found out. */
  readonly unknown: readonly string[];
}

export type Found = Known | { readonly refusal: string; readonly groups?: readonly GroupSeen[] };

export async function findOut(world: World<'dynamodb' | 'elbv2'>, asked: Asked): Promise<Found> {
  const unknown: string[] = [];
  const ledger = await askLedger(world, asked, unknown);
  const { row } = ledger;
  const known = (snapshot: Snapshot, from: string) => ({
    snapshot,
    from,
    unknown,
    isAnswered: asked.ledger && unknown.length === 0,
    ...(row && { row }),
  });
  if (asked.snapshot !== undefined) return known(asked.snapshot, 'the snapshot on file');
  if (asked.stable !== undefined) return knownByName(world, asked, asked.stable, known);
  const { record, refusal } = ledger;
  if (refusal !== undefined) return { refusal };
  if (record?.snapshot !== undefined) return known(record.snapshot, `the ledger's snapshot of ${ledger.id}`);
  const why = unknown.length > 0 ? unknown.join('; ') : 'the ledger knows of no cutover on these rules';
  if (asked.target === undefined)
    return { refusal: `${why}: name the plan instead of the id, and with --stable the group to go back to` };
  const rules = await readRules(world, asked.target.rules);
  return {
    refusal: `${why}: say with --stable which of these groups is to get everything`,
    groups: await Promise.all(
      groupsIn(rules).map(async (arn) => ({
        arn,
        name: groupName(arn),
        percents: percentsOf(arn, rules),
        healthy: await countHealthy(world, arn),
      })),
    ),
  };
}

async function knownByName(
  world: World<'elbv2'>,
  { target, cutoverId }: Asked,
  stable: string,
  known: (snapshot: Snapshot, from: string) => Known,
): Promise<Found> {
  if (target === undefined)
    return { refusal: `--stable needs the rules: name the plan instead of ${cutoverId}` };
  const rules = await readRules(world, target.rules);
  const arn = chosenGroup(groupsIn(rules), stable);
  if (arn === undefined) {
    const names = groupsIn(rules).map(groupName).join(', ');
    return {
      refusal: `--stable ${stable} is no group of these rules (${names}); a group outside is named by its ARN`,
    };
  }
  return known(makeshift(rules, arn, new Date(world.clock.now()).toISOString()), 'your own word');
}

interface FromLedger {
  readonly id?: string;
  readonly record?: CutoverRecord | undefined;
  readonly row?: LockRow | undefined;
  readonly refusal?: string;
}

/** A ledger that does not answer is a sentence and no obstacle. */
async function askLedger(world: World<'dynamodb'>, asked: Asked, unknown: string[]): Promise<FromLedger> {
  if (!asked.ledger) return {};
  try {
    return await readLedger(world, asked);
  } catch (error) {
    const { name, message } = named(error);
    unknown.push(`the ledger ${world.settings.ledgerTable} could not be read (${name}: ${message})`);
    return {};
  }
}

async function readLedger(world: World<'dynamodb'>, asked: Asked): Promise<FromLedger> {
  const { cutoverId, target, snapshot } = asked;
  if (cutoverId !== undefined) {
    const record = await findRecord(world, { id: cutoverId, live: true });
    const leading = snapshot ?? record?.snapshot;
    const row = leading && (await readLock(world, leadingArn(leading)));
    if (row !== undefined && row.cutoverId !== cutoverId)
      return {
        refusal: `cutover ${row.cutoverId} holds these rules by now, not ${cutoverId}: npx cutover rollback ${row.cutoverId}`,
      };
    return { id: cutoverId, record, row };
  }
  const row = target && (await readLock(world, lockedArns({ target })[0]));
  if (row === undefined) return {};
  return { id: row.cutoverId, record: await findRecord(world, { id: row.cutoverId, live: true }), row };
}
