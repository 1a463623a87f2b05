/**
 * Makes a scenario's happenings happen: by the clock, or when users first see a share. What falls on one instant
 * happens in the order of the file.
 */
import { type ArmedFaults, faultsOf } from './faults/armed-faults.ts';
import { doerOf } from './faults/effects.ts';
import { wordsOf, wordsOfHit, wordsOfUnspent } from './faults/words.ts';
import { type Lab, labStart } from './lab.ts';
import type { Deed, Happening } from './scenario/scenario.ts';

/** What a scenario did, in words; the cutover's own story knows nothing of it. */
export interface Happened {
  readonly at: number;
  readonly what: string;
}

/** Schedules all of it. Asked at the end, the answer is what happened, and which faults met nothing. */
export function scheduleHappenings(
  lab: Lab,
  happenings: readonly Happening[],
  executionArn: string,
  onDeed: (deed: Deed) => void = () => undefined,
): () => readonly Happened[] {
  const happened: Happened[] = [];
  const note = (what: string) => happened.push({ at: lab.clock.now(), what });
  const act = doerOf(lab, executionArn);
  const agenda = new Agenda(lab, (happening) => {
    for (const deed of happening.deeds) {
      note(wordsOf(deed));
      onDeed(deed);
      act(deed);
    }
  });
  const faults = faultsOf(lab);
  faults.onHit((hit) => note(wordsOfHit(hit)));
  countWrites(faults, happenings);
  happenings.forEach((happening, index) => {
    const { weightPercent, afterSeconds } = happening.at;
    if (weightPercent === undefined) agenda.add(labStart + afterSeconds * 1000, index, happening);
  });
  onWeights(lab, happenings, agenda);
  agenda.due();
  return () => [
    ...happened,
    ...faults.unspent().map(({ deed, left }) => ({ at: lab.clock.now(), what: wordsOfUnspent(deed, left) })),
  ];
}

function onWeights(lab: Lab, happenings: readonly Happening[], agenda: Agenda): void {
  const waiting = new Map([...happenings.entries()].filter(([, { at }]) => at.weightPercent !== undefined));
  if (waiting.size === 0) return;
  lab.production.onShare((now, canaryPercent) => {
    for (const [index, happening] of waiting) {
      const { weightPercent = 0, afterSeconds } = happening.at;
      if (canaryPercent < weightPercent) continue;
      waiting.delete(index);
      agenda.add(now + afterSeconds * 1000, index, happening);
    }
    agenda.due();
  });
}

/** A crash that is armed in the middle of an invocation must know how many writes that has behind it. */
function countWrites(faults: ArmedFaults, happenings: readonly Happening[]): void {
  for (const deed of happenings.flatMap(({ deeds }) => deeds))
    if (deed.kind === 'crash') faults.count(deed.function);
}

interface Appointment {
  readonly at: number;
  readonly index: number;
  readonly happening: Happening;
}

class Agenda {
  readonly #lab: Lab;
  readonly #happen: (happening: Happening) => void;
  #left: Appointment[] = [];

  constructor(lab: Lab, happen: (happening: Happening) => void) {
    this.#lab = lab;
    this.#happen = happen;
  }

  add(at: number, index: number, happening: Happening): void {
    this.#left.push({ at, index, happening });
    if (at > this.#lab.clock.now()) this.#lab.clock.at(at, () => this.due());
  }

  /** Everything whose time has come, by the order of the file where several meet. */
  due(): void {
    const now = this.#lab.clock.now();
    const due = this.#left.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at || a.index - b.index);
    this.#left = this.#left.filter(({ at }) => at > now);
    for (const { happening } of due) this.#happen(happening);
  }
}
