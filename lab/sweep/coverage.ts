/** Counts which fault has really struck which write: a fault that never met its call is not a hit. */
import type { CallDeed, Hit } from '../faults/armed-faults.ts';
import { expectedWrites, isDrawn } from './writes.ts';

/** The ways in which a write can go wrong; each must be met at every write. */
export const writeFaults = ['fail', 'fail with effect', 'slow', 'crash before', 'crash after'] as const;
export type WriteFault = (typeof writeFaults)[number];

/** Faults that are not of a call: each must have happened. */
export const worldFaults = ['drift', 'delay', 'lose', 'stop', 'start', 'command'] as const;
export type WorldFault = (typeof worldFaults)[number];

/** What one rehearsal has met, or many together. */
export interface Met {
  /** Hits by `function service:Action` and fault; a write that was made and never struck has none. */
  readonly writes: Readonly<Record<string, Partial<Record<WriteFault, number>>>>;
  readonly world: Partial<Record<WorldFault, number>>;
}

export const nothingMet: Met = { writes: {}, world: {} };

export function addMet(a: Met, b: Met): Met {
  const writes: Record<string, Partial<Record<WriteFault, number>>> = { ...a.writes };
  for (const [write, hits] of Object.entries(b.writes)) writes[write] = added(writes[write] ?? {}, hits);
  return { writes, world: added(a.world, b.world) };
}

function added<K extends string>(
  a: Partial<Record<K, number>>,
  b: Partial<Record<K, number>>,
): Partial<Record<K, number>> {
  const sum = { ...a };
  for (const [key, count] of Object.entries(b) as [K, number][]) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

export function writeFaultOf(deed: CallDeed): WriteFault {
  if (deed.kind === 'crash') return deed.when === 'before-write' ? 'crash before' : 'crash after';
  return deed.kind === 'fail' && deed.effect ? 'fail with effect' : deed.kind;
}

export function writeOf({ call }: Pick<Hit, 'call'>): string {
  return `${call.caller.functionName} ${call.service}:${call.action}`;
}

export interface CoverageRow {
  readonly function: string;
  readonly call: string;
  readonly hits: Readonly<Record<WriteFault, number>>;
}

export interface Coverage {
  readonly writes: readonly CoverageRow[];
  readonly world: Readonly<Record<WorldFault, number>>;
  /** In words: what was never met. */
  readonly zeros: readonly string[];
}

/** What a Task asks of a service without a function of ours in between. */
const byStepFunctions = 'Step Functions ';

export function coverageOf(met: Met): Coverage {
  const expected = expectedWrites().map((write) => `${write.function} ${write.call}`);
  const ours = Object.keys(met.writes).filter((name) => !name.startsWith(byStepFunctions));
  const names = [...new Set([...expected, ...ours])].toSorted();
  const writes = names.map((name) => {
    const [key = '', call = ''] = name.split(' ');
    const hits = Object.fromEntries(
      writeFaults.map((fault) => [fault, met.writes[name]?.[fault] ?? 0]),
    ) as Record<WriteFault, number>;
    return { function: key, call, hits };
  });
  const world = Object.fromEntries(worldFaults.map((fault) => [fault, met.world[fault] ?? 0])) as Record<
    WorldFault,
    number
  >;
  const zeros = [
    ...writes
      .filter(isDrawn)
      .flatMap(({ function: key, call, hits }) =>
        writeFaults.filter((fault) => hits[fault] === 0).map((fault) => `${fault} × ${key} ${call}`),
      ),
    ...worldFaults.filter((fault) => world[fault] === 0),
  ];
  return { writes, world, zeros };
}
