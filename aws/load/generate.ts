/**
 * A load test with an open model: requests begin at their times, whether or not others have been answered, as users'
 * do. A generator that waits for answers would slow down with the server and so leave out just what was slow
 * ("coordinated omission"), so each latency counts from when its request was due.
 */
import type { LoadFacts } from '../../core/load/judge.ts';
import type { World } from '../world.ts';
import { Outcomes } from './outcomes.ts';

export interface LoadRequest {
  readonly url: string;
  readonly requestsPerSecond: number;
  readonly seconds: number;
}

/** An answer that takes longer counts as none. */
export const loadTimeoutMilliseconds = 10_000;

/** A function may have 1,024 open files. Beyond these, requests wait for a place, and their latency goes on counting. */
const openMax = 800;

export async function generateLoad(
  world: Pick<World, 'clock' | 'http'>,
  load: LoadRequest,
): Promise<LoadFacts> {
  return new Run(world, load).go();
}

/** A redirect is not followed: whoever is sent to log in has not met what is under test. */
function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

class Run {
  readonly #world: Pick<World, 'clock' | 'http'>;
  readonly #load: LoadRequest;
  readonly #outcomes = new Outcomes();
  readonly #open = new Set<Promise<void>>();
  #freed: () => void = () => undefined;
  #sent = 0;
  #lastSentAt = 0;

  constructor(world: Pick<World, 'clock' | 'http'>, load: LoadRequest) {
    this.#world = world;
    this.#load = load;
  }

  async go(): Promise<LoadFacts> {
    const { clock } = this.#world;
    const { requestsPerSecond, seconds } = this.#load;
    const startedAt = clock.now();
    const plannedRequests = requestsPerSecond * seconds;
    // Whoever is so late has shown enough, and a function's time is limited.
    const givenUpAt = startedAt + seconds * 1000 + 2 * loadTimeoutMilliseconds;
    while (this.#sent < plannedRequests && clock.now() < givenUpAt) {
      const afterMilliseconds = (this.#sent * 1000) / requestsPerSecond;
      const early = startedAt + afterMilliseconds - clock.now();
      if (early > 0) await clock.sleep(Math.ceil(early));
      if (this.#open.size >= openMax) await this.#place();
      this.#send(startedAt, afterMilliseconds);
    }
    const sendingSeconds = (this.#lastSentAt - startedAt) / 1000;
    await Promise.all(this.#open);
    return {
      startedAt,
      plannedRequests,
      sentRequests: this.#sent,
      sendingSeconds,
      ...this.#outcomes.facts(),
    };
  }

  /** Only the sending loop waits for one, so there is one to call back. */
  #place(): Promise<void> {
    return new Promise((resolve) => {
      this.#freed = resolve;
    });
  }

  #send(startedAt: number, afterMilliseconds: number): void {
    this.#lastSentAt = this.#world.clock.now();
    this.#sent += 1;
    const asked = this.#ask(startedAt, afterMilliseconds).finally(() => {
      this.#open.delete(asked);
      this.#freed();
    });
    this.#open.add(asked);
  }

  async #ask(startedAt: number, afterMilliseconds: number): Promise<void> {
    const { clock, http } = this.#world;
    const dueAt = startedAt + afterMilliseconds;
    const lateMilliseconds = Math.max(0, clock.now() - dueAt);
    const second = Math.floor(afterMilliseconds / 1000);
    try {
      const { status, tookMilliseconds } = await http({
        url: this.#load.url,
        method: 'GET',
        headers: {},
        timeoutMilliseconds: loadTimeoutMilliseconds,
        bodyBytesMax: 0,
      });
      const milliseconds = lateMilliseconds + tookMilliseconds;
      this.#outcomes.add({ second, milliseconds, outcome: String(status), isFailed: !isSuccess(status) });
    } catch (error) {
      const outcome = error instanceof Error ? error.message : String(error);
      this.#outcomes.add({ second, milliseconds: clock.now() - dueAt, outcome, isFailed: true });
    }
  }
}
