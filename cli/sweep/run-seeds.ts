/** Runs seeds on as many cores as there are. What comes of a seed depends on nothing but the seed: only the order differs. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Base } from '../../lab/sweep/recipe.ts';
import type { CaseResult } from '../../lab/sweep/run-case.ts';
import { runSeed } from '../../lab/sweep/sweep.ts';
import { countOf, type SeedRange } from './range.ts';

/** Starting a worker takes as long as so many cutovers. */
const seedsPerWorkerMin = 20;

/** What a rehearsal makes lives for a moment: with Node's usual 16 a twelfth of the time goes into collecting it. */
const youngMegabytes = 64;

export interface Seeds {
  readonly cores: number;
  /** Resolves when all have run, or when it was stopped. */
  readonly done: Promise<void>;
  stop(): void;
}

export interface Asked {
  readonly range: SeedRange;
  /** Ran before, and is left out now. */
  readonly isDone: (seed: number) => boolean;
}

export function runSeeds(base: Base, asked: Asked, onResult: (result: CaseResult) => void): Seeds {
  const wanted = Math.floor(countOf(asked.range) / seedsPerWorkerMin);
  const cores = Math.max(1, Math.min(availableParallelism(), wanted));
  const queue = new Queue(asked);
  const done = cores === 1 ? runHere(base, queue, onResult) : runOn(cores, base, queue, onResult);
  return { cores, done, stop: () => queue.stop() };
}

class Queue {
  #next: number;
  #last: number;
  readonly #isDone: Asked['isDone'];

  constructor({ range: { from, to }, isDone }: Asked) {
    this.#next = from;
    this.#last = to;
    this.#isDone = isDone;
  }

  take(): number | undefined {
    while (this.#next <= this.#last && this.#isDone(this.#next)) this.#next += 1;
    return this.#next > this.#last ? undefined : this.#next++;
  }

  stop(): void {
    this.#last = -1;
  }
}

async function runHere(base: Base, queue: Queue, onResult: (result: CaseResult) => void): Promise<void> {
  for (let seed = queue.take(); seed !== undefined; seed = queue.take()) onResult(await runSeed(base, seed));
}

async function runOn(
  cores: number,
  base: Base,
  queue: Queue,
  onResult: (result: CaseResult) => void,
): Promise<void> {
  await Promise.all(Array.from({ length: cores }, () => runThere(base, queue, onResult)));
}

function runThere(base: Base, queue: Queue, onResult: (result: CaseResult) => void): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: base,
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  });
  return new Promise((resolve, reject) => {
    const next = () => {
      const seed = queue.take();
      if (seed === undefined) void worker.terminate().then(() => resolve());
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
      else worker.postMessage(seed);
    };
    worker.on('message', (result: CaseResult) => {
      onResult(result);
      next();
    });
    worker.on('error', reject);
    next();
  });
}
