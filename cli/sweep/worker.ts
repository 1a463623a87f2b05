/** One core of a sweep: is sent seeds, answers with what came of each. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Base } from '../../lab/sweep/recipe.ts';
import { runSeed } from '../../lab/sweep/sweep.ts';

const base = workerData as Base;

parentPort?.on('message', (seed: number) => {
  void runSeed(base, seed).then((result) => parentPort?.postMessage(result));
});
