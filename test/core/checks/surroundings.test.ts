/** What lies around the release: certificates, queues, alarms, dashboards, logs, metrics, people, calendars. */
import { describe, expect, test } from 'vitest';
import { judgeHttp } from '../../../core/checks/answers.ts';
import { type Certificate, judgeCertificates } from '../../../core/checks/certificate.ts';
import { judgeCoverage } from '../../../core/checks/coverage.ts';
import { judgeCalendar, judgeDuties } from '../../../core/checks/people.ts';
import { judgeQueue } from '../../../core/checks/queue.ts';
import { type AlarmFacts, judgeAlarms, judgeDashboards, judgeLogs } from '../../../core/checks/telemetry.ts';

const hour = 3_600_000;

describe('certificate', () => {
  const good: Certificate = {
    arn: 'a',
    domain: 'shop.example.com',
    status: 'ISSUED',
    notAfter: 100 * hour,
    isInUse: true,
  };
  const judge = (change: Partial<Certificate>) =>
    judgeCertificates([good, { ...good, ...change }], { endsAt: 2 * hour, validForSeconds: 3600 });

  test.each<[string, Partial<Certificate>, string]>([
    ['issued and long', {}, 'pass'],
    ['ends just after', { notAfter: 3 * hour + 1 }, 'pass'],
    ['ends just then', { notAfter: 3 * hour }, 'fail'],
    ['expired', { status: 'EXPIRED' }, 'fail'],
    ['pending', { status: 'PENDING_VALIDATION', notAfter: undefined }, 'fail'],
    ['without an end', { notAfter: undefined }, 'inconclusive'],
    ['used by nobody', { isInUse: false }, 'fail'],
  ])('%s', (_title, change, outcome) => {
    expect(judge(change).outcome).toBe(outcome);
  });

  test('none at all fails', () => {
    expect(judgeCertificates([], { endsAt: 0, validForSeconds: 0 }).outcome).toBe('fail');
  });
});

describe('queue', () => {
  const facts = { name: 'jobs', visible: 10, inFlight: 2, deadLetters: 0, consumedBy: [] };
  const limits = { depthAtMost: 10, deadLettersAtMost: 0 };

  test.each<[string, object, string]>([
    ['at its limit', {}, 'pass'],
    ['over its limit', { visible: 11 }, 'fail'],
    ['with a dead letter', { deadLetters: 1 }, 'fail'],
    ['without a dead-letter queue', { deadLetters: 'noQueue' }, 'pass'],
    ['without a number of those that wait', { visible: undefined }, 'inconclusive'],
    ['without a number of those in flight', { inFlight: undefined }, 'inconclusive'],
    ['without a number of its dead letters', { deadLetters: undefined }, 'inconclusive'],
    ['too deep, and the rest unknown', { visible: 1001, deadLetters: undefined }, 'fail'],
  ])('%s', (_title, change, outcome) => {
    expect(judgeQueue({ ...facts, ...change }, limits).outcome).toBe(outcome);
  });

  test('says loudly that weights do not govern who reads it', () => {
    expect(judgeQueue({ ...facts, consumedBy: ['JOBS_URL'] }, limits).reason).toContain('whatever share');
  });
});

describe('alarms', () => {
  const quiet: AlarmFacts = { name: 'a', state: 'OK', actionsEnabled: true, isHeard: true };

  test.each<[string, AlarmFacts[], string]>([
    ['quiet', [quiet], 'pass'],
    ['missing', [], 'fail'],
    ['ringing', [{ ...quiet, state: 'ALARM' }], 'fail'],
    ['without data', [{ ...quiet, state: 'INSUFFICIENT_DATA' }], 'inconclusive'],
    ['perhaps blind', [{ ...quiet, evaluationState: 'PARTIAL_DATA' }], 'inconclusive'],
    ['with its actions off', [{ ...quiet, actionsEnabled: false }], 'fail'],
    ['muted', [{ ...quiet, isMuted: true }], 'fail'],
    ['muted and without data', [{ ...quiet, isMuted: true, state: 'INSUFFICIENT_DATA' }], 'fail'],
    ['not muted', [{ ...quiet, isMuted: false }], 'pass'],
    ['that nobody would hear', [{ ...quiet, isHeard: false }], 'inconclusive'],
  ])('%s', (_title, alarms, outcome) => {
    expect(judgeAlarms(['a'], alarms).outcome).toBe(outcome);
  });

  test('one that fails outranks one that is unclear, and both are named', () => {
    const verdict = judgeAlarms(['a', 'b'], [{ ...quiet, state: 'INSUFFICIENT_DATA' }]);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.reason).toBe('alarm a is in INSUFFICIENT_DATA; alarm b does not exist');
  });
});

test('dashboards must be there and show something', () => {
  const one = { name: 'shop', exists: true, widgets: 3, pictures: 2 };
  expect(judgeDashboards([one])).toEqual({ outcome: 'pass', reason: 'shop (3 widgets, 2 pictures kept)' });
  expect(judgeDashboards([one, { ...one, exists: false }]).outcome).toBe('fail');
  expect(judgeDashboards([{ ...one, widgets: 0 }]).outcome).toBe('fail');
});

test('logs must have arrived in every group', () => {
  const around = { now: 10 * hour, withinSeconds: 300 };
  const flowing = { group: '/a', exists: true, newestAt: 10 * hour - 20_000 };
  expect(judgeLogs([flowing], around)).toEqual({ outcome: 'pass', reason: 'arrived: /a 20 s ago' });
  expect(judgeLogs([flowing, { group: '/b', exists: true, newestAt: undefined }], around).reason).toBe(
    'nothing arrived in /b in the last 5 min',
  );
  expect(judgeLogs([{ group: '/b', exists: false, newestAt: undefined }], around).reason).toBe(
    'log group /b does not exist',
  );
});

describe('coverage', () => {
  const now = 10 * hour;
  const minute = (ago: number, change: object = {}) => ({
    at: now - ago * 60_000,
    requests: 3000,
    errors: 0,
    p95Milliseconds: 200,
    ...change,
  });
  const judge = (minutes: ReturnType<typeof minute>[], canaryPercent = 1) =>
    judgeCoverage({ now, minutes, canaryPercent, minRequestsPerMinute: 20 });

  test('requests with latencies, not too old', () => {
    expect(judge([minute(3), minute(2)])).toEqual({
      outcome: 'pass',
      reason: 'about 3000 requests a minute with latencies',
    });
    expect(judge([minute(7)]).outcome).toBe('pass');
    expect(judge([minute(8)]).reason).toContain('blind');
    expect(judge([]).outcome).toBe('fail');
    expect(judge([minute(2, { p95Milliseconds: undefined })]).reason).toContain('no latencies');
  });

  test('says which trigger would have nothing to judge by', () => {
    const minutes = [minute(2)];
    const withOthers = (others: Record<string, number>) =>
      judgeCoverage({ now, minutes, canaryPercent: 1, minRequestsPerMinute: 20, others });
    expect(withOthers({ 'healthy targets': 12, 'the depth of jobs': 12 }).outcome).toBe('pass');
    expect(withOthers({ 'healthy targets': 12, 'the depth of jobs': 0 })).toEqual({
      outcome: 'inconclusive',
      reason: 'CloudWatch has no numbers for the depth of jobs: that trigger would be blind',
    });
  });

  test('warns where the canary will get too little to be judged by', () => {
    expect(judge([minute(2, { requests: 60 })])).toMatchObject({
      outcome: 'pass',
      reason: expect.stringContaining('about 0.6 a minute'),
    });
  });
});

describe('on call', () => {
  const window = { from: 100, to: 200 };

  test.each<[string, { from?: number; to?: number }[], string]>([
    ['always somebody', [{}], 'pass'],
    ['until the end', [{ from: 50, to: 200 }], 'pass'],
    [
      'a handover without a gap',
      [
        { from: 150, to: 300 },
        { from: 0, to: 150 },
      ],
      'pass',
    ],
    [
      'a gap at the handover',
      [
        { from: 151, to: 300 },
        { from: 0, to: 150 },
      ],
      'fail',
    ],
    ['nobody at the start', [{ from: 101 }], 'fail'],
    ['nobody at the end', [{ to: 199 }], 'fail'],
    ['nobody', [], 'fail'],
  ])('%s', (_title, duties, outcome) => {
    expect(
      judgeDuties(
        duties.map((one) => ({ who: 'Olga', ...one })),
        window,
      ).outcome,
    ).toBe(outcome);
  });
});

test('a calendar that closes before the end is closed, and says when it changes', () => {
  const open = { at: 0, isOpen: true };
  expect(judgeCalendar([open, { at: 2 * hour, isOpen: true }], 0).outcome).toBe('pass');
  expect(judgeCalendar([open, { at: 2 * hour, isOpen: false }], 0).reason).toContain(
    'when the release is planned to end',
  );
  const until = judgeCalendar(
    [
      { ...open, next: '1970-01-01T01:00:00Z' },
      { at: 2 * hour, isOpen: false },
    ],
    0,
  );
  expect(until.reason).toMatch(/when the release is planned to end; .* closes at 1970-01-01T01:00:00Z, and/);
  const later = { at: 2 * hour, isOpen: true };
  const shutBetween = [
    { ...open, next: '1970-01-01T01:00:00Z' },
    { at: 2 * hour, isOpen: true },
  ];
  expect(judgeCalendar(shutBetween, 0)).toMatchObject({
    outcome: 'fail',
    reason: expect.stringContaining('closes at 1970-01-01T01:00:00Z'),
  });
  expect(judgeCalendar([{ ...open, next: '1970-01-01T02:00:00Z' }, later], 0).outcome).toBe('pass');
  expect(
    judgeCalendar(
      [
        { at: 0, isOpen: false, next: 'Monday' },
        { at: 2 * hour, isOpen: false },
      ],
      0,
    ).reason,
  ).toBe('the change calendar is closed now (changes Monday)');
});

describe('http', () => {
  const check = {
    name: 'status',
    url: 'https://status.example.com/api?token=secret',
    status: 200,
    withinMilliseconds: 100,
    condition: 'body.ok',
  };

  test.each<[string, Parameters<typeof judgeHttp>[1], string]>([
    ['true', { status: 200, tookMilliseconds: 5, condition: true }, 'pass'],
    ['not true', { status: 200, tookMilliseconds: 5, condition: false }, 'fail'],
    ['not to be worked out', { status: 200, tookMilliseconds: 5, condition: { wrong: 'x' } }, 'error'],
    ['another status', { status: 503, tookMilliseconds: 5, condition: true }, 'fail'],
    ['no answer', { unanswered: 'ENOTFOUND' }, 'error'],
  ])('%s', (_title, facts, outcome) => {
    const verdict = judgeHttp(check, facts);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.reason).not.toContain('secret');
  });
});

test('a log that was not read to its end is neither there nor silent', () => {
  const unread = { group: '/b', exists: true, newestAt: undefined, isUnread: true } as const;
  expect(judgeLogs([unread], { now: 0, withinSeconds: 300 })).toEqual({
    outcome: 'inconclusive',
    reason: '/b could not be read to the end of the last 5 min',
  });
});
