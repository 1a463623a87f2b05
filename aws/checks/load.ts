/** The load test of staging. It is no reading: a dry run, and whoever looks by hand, hear what it would send. */
import { judgeLoad } from '../../core/load/judge.ts';
import { untried } from '../../core/verdict.ts';
import { durationText } from '../../core/plan/units.ts';
import { generateLoad } from '../load/generate.ts';
import type { Reader, Readers } from './reader.ts';

const readLoad: Reader<never> = async (world, { plan, live }) => {
  const { staging } = plan;
  if (staging?.load === undefined) throw new Error('the plan has no staging.load');
  const { load } = staging;
  if (load.engine === 'k6') {
    // The state machine runs it; by hand nothing is started.
    const would = `run ${load.taskDefinition} in ${load.cluster} against ${staging.url} for ${durationText(load.seconds)}`;
    return { verdict: untried(would) };
  }
  const url = new URL(load.path, staging.url).href;
  if (!live) {
    const would = `send ${load.requestsPerSecond} requests/s to ${url} for ${durationText(load.seconds)}`;
    return { verdict: untried(would) };
  }
  const facts = await generateLoad(world, { ...load, url });
  return { verdict: judgeLoad(load, facts), facts };
};

export const loadReaders: Readers<never> = { load: readLoad };
