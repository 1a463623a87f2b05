/** One core of a sweep: is sent seeds, answers with what came of each. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Base } from '../../lab/sweep/recipe.ts';
import { runSeed } from '../../lab/sweep/sweep.ts';

const base = workerData as Base;

parentPort?.on('message', (seed: number) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  void runSeed(base, seed).then((result) => parentPort?.postMessage(result));
});
