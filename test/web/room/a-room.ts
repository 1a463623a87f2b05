/** A rehearsal with its control room, on a wall clock that the test lets pass. */
import type { Wall } from '../../../lab/api/wall.ts';
import { type Lab, ledgerTable } from '../../../lab/lab.ts';
import { rehearse } from '../../../lab/rehearsal.ts';
import { reportOf } from '../../../lab/report.ts';
import type { RehearsalResult } from '../../../lab/result.ts';
import { RoomPace } from '../../../lab/room/pace.ts';
import { serveRoom } from '../../../lab/room/serve.ts';
import { parseScenario } from '../../../lab/scenario/parse.ts';
import { reportPage } from '../../../web/report/page.ts';
import { type Document, samplePlan } from '../../scenarios/story.ts';

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

class HandWall implements Wall {
  #now = 0;
  readonly #timers = new Set<Timer>();
  #set: () => void = () => undefined;

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void) {
    const timer = { at: this.#now + milliseconds, action };
    this.#timers.add(timer);
    this.#set();
    return { cancel: () => this.#timers.delete(timer) };
  }

  /** Lets time pass to the next moment that somebody waits for; resolves when somebody waits again. */
  async pass(): Promise<void> {
    const set = new Promise<void>((resolve) => (this.#set = resolve));
    const [next] = [...this.#timers].toSorted((a, b) => a.at - b.at);
    if (next !== undefined) {
      this.#timers.delete(next);
      this.#now = next.at;
      next.action();
    }
    await set;
  }
}

/** Tells when somebody has said something. */
class HeardPace extends RoomPace {
  onWord: () => void = () => undefined;

  override nudge(): void {
    super.nudge();
    this.onWord();
  }
}

/** Short, with two shares; what a room shows does not depend on how long it takes. */
function short(document: Document): void {
  document['canary'] = { percent: '5%', bake: '2m', settle: '0s' };
  document['ramp'] = { rungs: ['5%', '50%', '100%'], interval: '3m' };
  document['watch'] = '2m';
  document['verify'] = { for: '2m', errorRate: '1%', p95: '500ms' };
}

export interface ARoom {
  readonly url: string;
  readonly lab: Lab;
  /** Resolves when the next word of a person has arrived. */
  heard(): Promise<void>;
  /** Until the story has a sentence like this, or all is over. */
  passUntil(sentence: RegExp): Promise<void>;
  /** To its end; the page then shows it. */
  finish(): Promise<RehearsalResult>;
  close(): Promise<void>;
}

export async function aRoom(scenario: unknown, onPass: () => Promise<void> = async () => {}): Promise<ARoom> {
  const parsed = parseScenario(scenario);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const wall = new HandWall();
  const pace = new HeardPace(wall, 1);
  const seen: { lab?: Lab; isOver?: true } = {};
  const plan = await samplePlan(short);
  const over = rehearse({
    plan,
    scenario: parsed.scenario,
    seed: 1,
    live: true,
    replay: '',
    pace,
    prepare: (built) => (seen.lab = built),
  });
  void over.finally(() => (seen.isOver = true));
  const lab = seen.lab as Lab;
  const cutover = { id: 'rehearsal-1', live: true };
  const room = await serveRoom({ lab, cutover, service: 'claude-proxy', pace, port: 0 });
  const isOver = () => seen.isOver === true;
  const passUntil = async (sentence: RegExp) => {
    pace.begin();
    while (!isOver() && !storyOf(lab).some((text) => sentence.test(text))) {
      await onPass();
      await Promise.race([wall.pass(), over]);
    }
  };
  return {
    url: room.url,
    lab,
    heard: () =>
      new Promise((resolve) => {
        pace.onWord = resolve;
      }),
    passUntil,
    finish: async () => {
      await passUntil(/$^/);
      const result = await over;
      room.finish(reportPage(reportOf(lab, result), { ...result, title: '', replay: '' }));
      return result;
    },
    close: () => room.close(),
  };
}

function storyOf(lab: Lab): string[] {
  return lab.ledger
    .rows(ledgerTable)
    .filter(({ sk }) => (sk as string).startsWith('STORY#'))
    .map(({ text }) => text as string);
}
