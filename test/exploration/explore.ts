/**
 * Every schedule of a story, breadth first: a state that was reached before is not gone on from, and the first schedule
 * that breaks a property is a shortest one.
 */
import { Cloud } from './cloud.ts';
import { Code, type Tamper } from './code.ts';
import { groundOf } from './ground.ts';
import { deployed, type Machine } from './machine.ts';
import { type Explored, type Move, Moves } from './moves.ts';
import { type Broken, Properties } from './properties.ts';
import { keyOf, type State } from './state.ts';
import { nothing, runnersOf, type Story } from './story.ts';

/** A guard that is switched off, for the tests of the exploration itself. */
export interface Defect {
  readonly tamper?: Tamper;
  readonly machine?: Partial<Machine>;
}

export interface Found extends Broken {
  /** What happened, in order. */
  readonly schedule: readonly string[];
}

export interface Exploration {
  readonly states: number;
  readonly moves: number;
  /** Points between two calls of a function, all ways to get there apart. */
  readonly nodes: number;
  /** Schedules that differ, states that they share counted once for each: how many there are to the ends. */
  readonly schedules: bigint;
  /** How it can end, each with a shortest schedule. */
  readonly ends: ReadonlyMap<string, readonly string[]>;
  readonly found?: Found;
}

interface Visit {
  readonly state: State;
  readonly from: number;
  readonly move: Move | undefined;
}

export async function explore(story: Story, defect: Defect = {}): Promise<Exploration> {
  const ground = await groundOf({ percent: story.percent, hasSecondRule: story.hasSecondRule ?? false });
  const cloud = new Cloud(ground);
  const code = new Code(cloud, defect.tamper);
  const all: Explored = { cloud, code, machine: { ...deployed, ...defect.machine }, story };
  return walk(all);
}

async function walk(all: Explored): Promise<Exploration> {
  const { cloud, code, story } = all;
  const moves = new Moves(all);
  const properties = new Properties(all);
  const start: State = {
    ...cloud.start(),
    isDown: false,
    runners: runnersOf(story),
    invocations: [],
    wire: [],
    left: { ...nothing, ...story.budget },
    isHome: false,
  };
  const visits: Visit[] = [{ state: start, from: -1, move: undefined }];
  const known = new Map([[keyOf(start), 0]]);
  const following: number[][] = [];
  const ends = new Map<string, number>();
  let made = 0;
  const report = (found?: Found): Exploration => ({
    states: visits.length,
    moves: made,
    nodes: code.size,
    schedules: found === undefined ? countPaths(following) : 0n,
    ends: new Map([...ends].map(([end, index]) => [end, scheduleTo(visits, index)])),
    ...(found && { found }),
  });
  for (let index = 0; index < visits.length; index++) {
    const { state } = visits[index] as Visit;
    const next = await moves.from(state);
    made += next.length;
    const here: number[] = [];
    following.push(here);
    if (next.length === 0 && !ends.has(endOf(all, state))) ends.set(endOf(all, state), index);
    const stuck = next.length === 0 ? properties.atRest(state) : undefined;
    if (stuck !== undefined) return report({ ...stuck, schedule: scheduleTo(visits, index) });
    for (const move of next) {
      const broken = properties.broken({ from: state, move });
      if (broken !== undefined)
        return report({ ...broken, schedule: [...scheduleTo(visits, index), move.text()] });
      const key = keyOf(move.to);
      let to = known.get(key);
      if (to === undefined) {
        to = visits.push({ state: move.to, from: index, move }) - 1;
        known.set(key, to);
      }
      here.push(to);
    }
  }
  return report();
}

function scheduleTo(visits: readonly Visit[], index: number): readonly string[] {
  const sentences: string[] = [];
  for (let visit = visits[index]; visit?.move !== undefined; visit = visits[visit.from])
    sentences.unshift(visit.move.text());
  return sentences;
}

function endOf({ cloud }: Explored, state: State): string {
  return `${state.runners.map(({ at }) => at).join(' + ')}, ${cloud.share(state.rules)} %`;
}

/** States only lead to states with less left to happen, so there are no circles. */
function countPaths(following: readonly (readonly number[])[]): bigint {
  const counts = new Map<number, bigint>();
  const stack = [0];
  while (stack.length > 0) {
    const index = stack.at(-1) as number;
    const next = following[index] ?? [];
    const open = next.filter((one) => !counts.has(one));
    if (open.length > 0) {
      stack.push(...open);
      continue;
    }
    stack.pop();
    counts.set(index, next.length === 0 ? 1n : next.reduce((sum, one) => sum + (counts.get(one) ?? 0n), 0n));
  }
  return counts.get(0) ?? 0n;
}
