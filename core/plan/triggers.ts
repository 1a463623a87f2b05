/** What takes a cutover back at once. The first three are always on, with the runbook's own numbers. */
import { list, quantity, section, text } from './fields.ts';
import { probe } from './probe.ts';
import { duration, latency, share } from './units.ts';

const minute = 60;
const hour = 3600;

const counted = (about: string, min: number) =>
  quantity(duration, {
    about,
    min,
    max: hour,
    inStepsOf: minute,
    because: 'metrics come once a minute, and a trigger counts them',
  });

const forMinutes = counted('For how long.', minute);

const above = (about: string) =>
  quantity(share, { about, min: 0, max: 99, because: 'more than 100% can never be' });

const http5xx = section('Too many 5xx answers and refused connections.', {
  above: above('The share that rings when it is exceeded.').prefault('5%'),
  for: forMinutes.prefault('2m'),
});

const latencyP95 = section('Answers that take too long.', {
  above: quantity(latency, {
    about: 'The 95th percentile that rings when it is exceeded.',
    min: 1,
    max: 60_000,
  }).prefault('2000ms'),
  for: forMinutes.prefault('5m'),
});

const unhealthy = section('Too many targets that fail their health checks.', {
  above: above('The share of targets that rings when it is exceeded.').prefault('50%'),
  for: forMinutes.prefault('1m'),
});

const queueUrl =
  /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(\d{12})\/[A-Za-z0-9_-]{1,80}(?:\.fifo)?$/;

const queueDepth = section('A queue that keeps rising.', {
  queue: text(
    "The queue's URL.",
    queueUrl,
    "an SQS queue's URL such as https://sqs.eu-west-1.amazonaws.com/123456789012/jobs",
  ),
  risingFor: counted('For how long it is deeper each minute than the minute before.', 2 * minute).prefault(
    '10m',
  ),
});

/** Where a queue is; undefined for anything that is no queue's URL. */
export function queuePlace(url: unknown): { readonly region: string; readonly account: string } | undefined {
  const found = typeof url === 'string' ? queueUrl.exec(url) : null;
  return found === null ? undefined : { region: found[1] ?? '', account: found[2] ?? '' };
}

/** They are read in one call, which takes up to 100 names; far fewer are what a team can still tell apart. */
const alarmsMax = 20;

const alarms = list(
  'Alarms that the team already has, by name.',
  text(
    'An alarm.',
    // CloudWatch takes 1 to 255 characters, and an ARN would be read as the name of an alarm that does not exist.
    /^(?!arn:)[^\p{Cc}]{1,255}$/u,
    "an alarm's name of up to 255 characters (not its ARN)",
  ),
  0,
  alarmsMax,
  `a list of up to ${alarmsMax} names of CloudWatch alarms`,
);

export const triggers = section('What takes the cutover back at once, at any time.', {
  http5xx: http5xx.prefault({}),
  latencyP95: latencyP95.prefault({}),
  queueDepth: queueDepth.optional(),
  unhealthy: unhealthy.prefault({}),
  probe,
  alarms: alarms.prefault([]),
}).prefault({});
