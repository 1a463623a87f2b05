import { describe, expect, it } from 'vitest';
import { aPlan, problemsOf } from './a-plan.ts';

const duration = (min: string, max: string) => `must be a duration from ${min} to ${max}`;
const perMinute = 'metrics come once a minute';

describe('refused in words', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'step 0',
      { ramp: { step: '0%' } },
      [
        'ramp.step: "0%": must be a whole share from 1% to 99%: weights are whole percents, and a ramp by 0% would never end',
      ],
    ],
    ...['22:00', '2026-12-01T22:00:00', '2026-12-01', 'tomorrow'].map(
      (startAt): [string, Record<string, unknown>, string[]] => [
        `a time without a zone (${startAt})`,
        { startAt },
        [`startAt: "${startAt}": must be a date and a time with its zone, such as 2026-12-01T22:00:00Z`],
      ],
    ),
    ...(['ops-1', '#42', 'OPS-1/../OPS-2', 'https://tickets.example/OPS-1', 42] as const).map(
      (ticket): [string, Record<string, unknown>, string[]] => [
        `a ticket that is a place (${ticket})`,
        { ticket },
        [
          `ticket: ${JSON.stringify(ticket)}: must be a key of Jira's such as OPS-123, or the number of an issue on GitHub in quotes`,
        ],
      ],
    ),
    [
      'end below start',
      { ramp: { start: '50%', end: '20%' } },
      [
        'ramp.end: "20%": is below the start (50%), and must be 100%: a release ends when the new version has all of the traffic',
      ],
    ],
    [
      'an end that is not all',
      { ramp: { end: '80%' } },
      ['ramp.end: "80%": must be 100%: a release ends when the new version has all of the traffic'],
    ],
    [
      'too many rungs',
      { ramp: { step: '1%' } },
      ['ramp.step: "1%": would make 100 rungs, and 50 is the most: use at least 3%'],
    ],
    [
      'too many rungs by default step',
      { ramp: { start: '1%', step: '2%' } },
      ['ramp.step: "2%": would make 51 rungs, and 50 is the most: use at least 3%'],
    ],
    [
      'a canary that is not the first rung',
      { canary: { percent: '2%' }, ramp: { start: '5%' } },
      [
        'canary.percent: "2%": must be where the ramp begins, and ramp.start is 5%: make them equal, or leave one out',
      ],
    ],
    [
      'a canary that is not the first of rungs',
      { canary: { percent: '2%' }, ramp: { rungs: ['1%', '100%'] } },
      [
        'canary.percent: "2%": must be where the ramp begins, and the first of ramp.rungs is 1%: make them equal, or leave one out',
      ],
    ],
    [
      'rungs that fall and do not end at 100',
      { ramp: { rungs: ['1%', '50%', '25%'] } },
      [
        'ramp.rungs[2]: "25%": must be more than the rung before it (50%): a ramp rises',
        'ramp.rungs[2]: "25%": must be 100%: a release ends when the new version has all of the traffic',
      ],
    ],
    [
      'rungs beside a step',
      { ramp: { rungs: ['1%', '100%'], step: '25%' } },
      ['ramp.step: "25%": cannot stand beside rungs: give start, end and step, or rungs'],
    ],
    [
      'a single rung',
      { ramp: { rungs: ['100%'] } },
      ['ramp.rungs: a list of 1: must be a list of 2 to 50 rising shares, the last of them 100%'],
    ],
    [
      'a canary that takes everything',
      { canary: { percent: '100%' } },
      [
        'canary.percent: "100%": must be a whole share from 1% to 99%: weights are whole percents, and a canary does not take everything at once',
      ],
    ],
    [
      'half a percent of weight',
      { canary: { percent: '0.5%' } },
      ['canary.percent: "0.5%": must be a whole share such as 1% or 25%'],
    ],
    [
      'a duration without a unit',
      { ramp: { interval: 5 } },
      [
        'ramp.interval: 5: a number without a unit says nothing: write 5m (a duration is written 30s, 5m or 1h)',
      ],
    ],
    [
      'a duration as bare text',
      { watch: '30' },
      ['watch: "30": a number without a unit says nothing: write 30m (a duration is written 30s, 5m or 1h)'],
    ],
    [
      'a share without a unit',
      { verify: { errorRate: 1 } },
      ['verify.errorRate: 1: a number without a unit says nothing: write 1% (a share is written 5% or 0.5%)'],
    ],
    [
      'a share as a fraction',
      { verify: { errorRate: 0.01 } },
      ['verify.errorRate: 0.01: must be a share such as 5% or 0.5%'],
    ],
    [
      'a latency without a unit',
      { verify: { p95: 500 } },
      [
        'verify.p95: 500: a number without a unit says nothing: write 500ms (a latency is written 500ms or 2s)',
      ],
    ],
    [
      'the wrong unit',
      { canary: { bake: '5%' } },
      ['canary.bake: "5%": must be a duration such as 30s, 5m or 1h'],
    ],
    [
      'a unit in capitals after a space',
      { canary: { bake: '5 M' } },
      [
        'canary.bake: "5 M": must be a duration such as 30s, 5m or 1h, without spaces and in small letters: write 5m',
      ],
    ],
    [
      'an interval shorter than a metric',
      { ramp: { interval: '30s' } },
      [`ramp.interval: "30s": ${duration('1m', '24h')}: ${perMinute}`],
    ],
    [
      'a trigger over half a minute',
      { triggers: { http5xx: { for: '90s' } } },
      [
        `triggers.http5xx.for: "90s": ${duration('1m', '1h')} in steps of 1m: metrics come once a minute, and a trigger counts them`,
      ],
    ],
    [
      'a verification that nothing can pass',
      { verify: { errorRate: '0%' } },
      ['verify.errorRate: "0%": must be a share from 0.01% to 50%'],
    ],
    [
      'no time for evidence',
      { ramp: { interval: '1m' }, holdAtMost: '2m' },
      [
        'holdAtMost: "2m": must be at least 4m: with ramp.interval it must reach 5m, since a rung needs two whole minutes of metrics, which come late',
      ],
    ],
    [
      'silence as evidence',
      { minRequests: 0 },
      ['minRequests: 0: must be a whole number from 1 to 1000000, without a unit'],
    ],
    [
      'a part without content',
      { ramp: null },
      ['ramp: null: must be a mapping with the keys start, end, step, interval, rungs'],
    ],
    [
      'a list for a mapping',
      { verify: [] },
      ['verify: an empty list: must be a mapping with the keys for, errorRate, p95'],
    ],
    [
      'no smoke test at all',
      { smoke: [] },
      ['smoke: an empty list: must be a list of 1 to 20 requests, each with path, status and within'],
    ],
    [
      'smoke tests that outlast their function',
      { smoke: Array.from({ length: 6 }, () => ({ within: '10s' })) },
      ['smoke: a list of 6: may take 60s together, and 50s is the most: shorten within, or ask less'],
    ],
    [
      'smoke tests that leave the host',
      { smoke: [{ path: '//elsewhere.example' }, { path: String.raw`/\elsewhere.example`, status: 42 }] },
      [
        'smoke[0].path: "//elsewhere.example": must be a path that begins with one / and has no spaces, no # and no backslash, such as /health',
        String.raw`smoke[1].path: "/\\elsewhere.example": must be a path that begins with one / and has no spaces, no # and no backslash, such as /health`,
        'smoke[1].status: 42: must be a whole number from 200 to 599, without a unit',
      ],
    ],
    [
      'a service that names no execution',
      { service: 'claude proxy' },
      [
        'service: "claude proxy": must be a name of up to 40 letters, digits, dots, - and _ (executions are named after it)',
      ],
    ],
    ['live as text', { live: 'yes' }, ['live: "yes": must be true or false']],
  ])('%s', (_title, changes, expected) => {
    expect(problemsOf(aPlan(changes))).toEqual(expected);
  });
});
