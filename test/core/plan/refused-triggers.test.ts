import { describe, expect, it } from 'vitest';
import { aPlan, problemsOf } from './a-plan.ts';

const counted = 'in steps of 1m: metrics come once a minute, and a trigger counts them';
const queueShape = "must be an SQS queue's URL such as https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
const alarmShape = "must be an alarm's name of up to 255 characters (not its ARN)";

describe('a trigger that cannot be watched is refused', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'a latency without a unit',
      { latencyP95: { above: 2000 } },
      [
        'triggers.latencyP95.above: 2000: a number without a unit says nothing: write 2000ms (a latency is written 500ms or 2s)',
      ],
    ],
    [
      'half a minute too many',
      { latencyP95: { for: '150s' }, unhealthy: { for: '30s' } },
      [
        `triggers.latencyP95.for: "150s": must be a duration from 1m to 1h ${counted}`,
        `triggers.unhealthy.for: "30s": must be a duration from 1m to 1h ${counted}`,
      ],
    ],
    [
      'a limit that nothing can exceed',
      { unhealthy: { above: '100%' } },
      ['triggers.unhealthy.above: "100%": must be a share from 0% to 99%: more than 100% can never be'],
    ],
    [
      'a queue without its URL',
      { queueDepth: { risingFor: '10m' } },
      [`triggers.queueDepth.queue: nothing: ${queueShape}`],
    ],
    [
      'a queue by name',
      { queueDepth: { queue: 'jobs' } },
      [`triggers.queueDepth.queue: "jobs": ${queueShape}`],
    ],
    [
      "a queue by another service's URL",
      { queueDepth: { queue: 'https://sqs.evil.example/123456789012/jobs' } },
      [`triggers.queueDepth.queue: "https://sqs.evil.example/123456789012/jobs": ${queueShape}`],
    ],
    [
      'a queue elsewhere, whose metrics are not here',
      { queueDepth: { queue: 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs' } },
      [
        'triggers.queueDepth.queue: "https://sqs.us-east-1.amazonaws.com/123456789012/jobs": must be in the account and Region of target.rules (123456789012, eu-west-1): its metrics are read there',
      ],
    ],
    [
      'a queue of somebody else',
      { queueDepth: { queue: 'https://sqs.eu-west-1.amazonaws.com/210987654321/jobs' } },
      [
        'triggers.queueDepth.queue: "https://sqs.eu-west-1.amazonaws.com/210987654321/jobs": must be in the account and Region of target.rules (123456789012, eu-west-1): its metrics are read there',
      ],
    ],
    [
      'a rise of one minute, which any queue has',
      { queueDepth: { queue: 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs', risingFor: '1m' } },
      [`triggers.queueDepth.risingFor: "1m": must be a duration from 2m to 1h ${counted}`],
    ],
    [
      'alarms by ARN, empty, or not as a text',
      { alarms: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:slo', '', 7] },
      [
        `triggers.alarms[0]: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:slo": ${alarmShape}`,
        `triggers.alarms[1]: "": ${alarmShape}`,
        `triggers.alarms[2]: 7: ${alarmShape}`,
      ],
    ],
    [
      'one alarm twice',
      { alarms: ['slo', 'slo'] },
      ['triggers.alarms[1]: "slo": stands in the list already: name each alarm once'],
    ],
    [
      'one alarm without a list',
      { alarms: 'slo' },
      ['triggers.alarms: "slo": must be a list of up to 20 names of CloudWatch alarms'],
    ],
    [
      'more alarms than anybody looks at',
      { alarms: Array.from({ length: 21 }, (_, index) => `slo-${index}`) },
      ['triggers.alarms: a list of 21: must be a list of up to 20 names of CloudWatch alarms'],
    ],
    [
      'a trigger that is switched off',
      { unhealthy: false },
      ['triggers.unhealthy: false: must be a mapping with the keys above, for'],
    ],
  ])('%s', (_title, triggers, expected) => {
    expect(problemsOf(aPlan({ triggers }))).toEqual(expected);
  });

  it.each([
    ['a FIFO queue', { queueDepth: { queue: 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo' } }],
    ['names with spaces and slashes', { alarms: ['team a / slo (fast burn)', 'ärger'] }],
    ['no alarm', { alarms: [] }],
  ])('%s is allowed', (_title, triggers) => {
    expect(problemsOf(aPlan({ triggers }))).toEqual([]);
  });
});
