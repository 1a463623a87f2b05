/** What the release is judged by: watching, verification, and how much evidence is enough. */
import * as z from 'zod';
import { count, notBuiltYet, quantity, section } from './fields.ts';
import { day } from './pace.ts';
import { duration, latency, share } from './units.ts';

const minute = 60;

const time = (about: string) =>
  quantity(duration, { about, min: minute, max: day, because: 'metrics come once a minute' });

/** 0% could never be met, and above 50% nothing is left that the limit could protect. */
const errorRate = (about: string) => quantity(share, { about, min: 0.01, max: 50 });

const watchFor = time('How long people watch after the last rung.');

export const watch = z
  .union([
    watchFor.transform((seconds) => ({ for: seconds, errorRate: 1 })),
    section('Watching after the last rung.', {
      for: watchFor.prefault('30m'),
      errorRate: errorRate('The share of 5xx answers that counts as within the SLO.').prefault('1%'),
      dashboards: notBuiltYet('the CloudWatch dashboards to look at.'),
    }),
  ])
  .prefault('30m')
  .meta({
    description: 'How long the new version is watched with all of the traffic: a duration, or a mapping.',
  });

export const holdAtMost = quantity(duration, {
  about: 'How long a rung, watching or verification may wait for evidence before the cutover goes back.',
  min: minute,
  max: day,
}).prefault('15m');

export const minRequestsDefault = 20;

export const minRequests = count('A minute with fewer canary requests says nothing.', 1, 1_000_000).prefault(
  minRequestsDefault,
);

export const verify = section('The last judgement before the old version is let go. Failing it goes back.', {
  for: time('How long.').prefault('1h'),
  errorRate: errorRate('The share of 5xx answers must stay below this.').prefault('1%'),
  p95: quantity(latency, {
    about: 'The 95th percentile of latency must stay below this.',
    min: 1,
    max: 60_000,
  }).prefault('500ms'),
});
