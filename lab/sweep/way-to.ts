/** What has to be so that a function that is aimed at makes its write: a calm afternoon never sees some of them. */
import type { Random } from '../random.ts';
import { oneOf } from './chances.ts';
import type { DrawnFaults } from './draw-faults.ts';
import { drawMoment, type Times } from './draw-moment.ts';
import type { Choices, HappeningFile } from './recipe.ts';
import type { Write } from './writes.ts';

type Way = (random: Random, times: Times) => Partial<DrawnFaults>;

/** The way to a write of a function, or to all of the function's; what is not here is on everybody's way. */
const ways: Readonly<Record<string, Way>> = {
  rollBack: goesBack,
  confirmRollback: goesBack,
  retireCanary: goesBack,
  onAlarm: goesBackByAlarm,
  lookAtTriggers: goesBack,
  'lookAtTriggers dynamodb:PutItem': (_, { rungs }) => ({
    when: [{ ...fails('elbv2:DescribeRules', '3m', 'lookAtTriggers'), at: `weight>=${rungs[0]} +30s` }],
  }),
  holdAtRung: commands,
  takeCommand: commands,
  'takeCommand sfn:SendTaskSuccess': () => ({}),
  'takeCommand sfn:SendTaskFailure': aborts,
  listenForAlarms: (random) => abortsEarly(random),
  reconcile: stops,
  'reconcile sfn:SendTaskFailure': (random) => ({
    when: [{ at: `+${random.int(10, 40)}s`, stop: 'execution' }],
  }),
  'reconcile sfn:SendTaskSuccess': () => ({
    when: [dies('takeCommand', 'sfn:SendTaskSuccess', 'before', 12)],
  }),
  remindApprovers: () => asksForLong(),
  'remindApprovers sns:Publish': () => ({
    ...asksForLong(),
    when: [fails('sesv2:SendEmail', '2h', 'remindApprovers')],
  }),
  'reconcile elbv2:DeleteRule': stopsLate,
  callPerson: (random, times) => {
    const at = drawMoment(random, times);
    const refused = ['elbv2:ModifyRule', 'elbv2:ModifyListener'];
    return { when: [{ at, ...bad }, ...refused.map((call) => ({ ...fails(call, '25m', 'rollBack'), at }))] };
  },
  loadStaging: () => ({ plan: { 'staging.load': load } }),
  // It writes what could not be started.
  prepareLoadTest: () => ({ plan: { 'staging.load': { ...k6, container: 'k7' } } }),
  judgeLoadTest: () => ({ plan: { 'staging.load': k6 } }),
  refuse: () => ({ weather: { 'account.image': 'missing' } }),
  askToWaive: () => asksToWaive('approve'),
  'askToWaive sns:Publish': () => ({ ...asksToWaive('approve'), when: [fails('sesv2:SendEmail', '2h')] }),
  'askToWaive sfn:SendTaskSuccess': () => asksToWaiveOnceMore('approve'),
  'askToWaive sfn:SendTaskFailure': () => asksToWaiveOnceMore('reject'),
  'askToGoLive sfn:SendTaskSuccess': () => answersOnceMore('askToGoLive', 'go-live', 'approve'),
  'askToGoLive sfn:SendTaskFailure': () => answersOnceMore('askToGoLive', 'go-live', 'reject'),
  'askPeople sfn:SendTaskSuccess': () => answersOnceMore('askPeople', 'sign-off', 'approve'),
  'askPeople sfn:SendTaskFailure': () => answersOnceMore('askPeople', 'sign-off', 'reject'),
  'askToGoLive sns:Publish': () => ({ when: [fails('sesv2:SendEmail', '2h')] }),
  'askPeople sns:Publish': () => ({ when: [fails('sesv2:SendEmail', '2h')] }),
  'tidyUp sfn:SendTaskFailure': goesBackWhileAsked,
};

const load = {
  engine: 'builtin',
  duration: '10s',
  requestsPerSecond: 2,
  path: '/health',
  errorRate: '1%',
  p95: '1s',
};
const k6 = { engine: 'k6', duration: '10s', cluster: 'tools', taskDefinition: 'k6' };

export function wayTo({ function: key, call }: Write, random: Random, times: Times): DrawnFaults {
  const way = (ways[`${key} ${call}`] ?? ways[key])?.(random.fork('when'), times) ?? {};
  const scales = call.startsWith('application-autoscaling:') || key === 'raiseFloors';
  return {
    when: way.when ?? [],
    weather: way.weather ?? {},
    plan: way.plan ?? {},
    production: {
      ...(scales && { scaling: { minimum: random.int(0, 4), maximum: random.int(4, 12) } }),
      ...(call === 'elbv2:ModifyListener' && { at: 'listener' }),
      ...(call === 'elbv2:DeleteRule' && { login: false }),
      ...(lendsTestRule.has(`${key} ${call}`) && { login: true }),
    },
  };
}

/** Where users log in, the canary's door is a rule of the team's, lent and given back. */
const lendsTestRule = new Set(['openDoor elbv2:ModifyRule', 'tidyUp elbv2:ModifyRule']);

function goesBack(random: Random, times: Times) {
  return { when: [{ at: drawMoment(random, times), ...bad }] };
}

/** Who reads metrics is blind for a while, and the alarm's event is first. */
function goesBackByAlarm(random: Random, { rungs, firstHold }: Times) {
  const at = `weight>=${rungs[0]} +${random.int(1, firstHold)}s`;
  return {
    when: [
      { ...fails('cloudwatch:GetMetricData', '8m'), at },
      { at, ...bad },
    ],
  };
}

const bad = { set: { 'canary.errorRate': '60%' } };

function fails(call: string, lasting: string, key?: string): HappeningFile {
  return {
    at: '+0s',
    fail: { ...(key && { function: key }), call, error: 'AccessDeniedException', for: lasting },
  };
}

function dies(key: string, call: string, when: 'before' | 'after', times = 1): HappeningFile {
  return { at: '+0s', crash: { function: key, when: `${when}-write`, call, times } };
}

/** While people are asked about a rung, which is then nobody's question any more. */
function goesBackWhileAsked(random: Random, { rungs, firstHold }: Times): Partial<DrawnFaults> {
  return {
    plan: {
      'approvals.ramp.at': [`${rungs[1]}%`],
      'approvals.ramp.by': ['dana@example.com'],
      'approvals.ramp.within': '30m',
      'approvals.ramp.then': 'rollBack',
    },
    weather: answers([
      ['go-live', 'approve', '0s'],
      ['ramp', 'approve', '20m'],
    ]),
    when: [{ at: `weight>=${rungs[0]} +${firstHold + random.int(20, 240)}s`, ...bad }],
  };
}

function answers(people: readonly (readonly [gate: string, answer: string, after: string])[]): Choices {
  return { people: people.map(([gate, answer, after]) => ({ gate, answer, after })) };
}

/** So long that people are reminded. */
function asksForLong(): Partial<DrawnFaults> {
  return { weather: answers([['go-live', 'approve', '40m']]) };
}

/** Whoever asks dies with the question asked, and finds it answered when it asks again. */
function answersOnceMore(key: string, gate: string, answer: string): Partial<DrawnFaults> {
  return {
    weather: answers([
      ...(gate === 'go-live' ? [] : [['go-live', 'approve', '0s'] as const]),
      [gate, answer, '0s'],
    ]),
    when: [dies(key, 'dynamodb:TransactWriteItems', 'after')],
  };
}

/** A check that did not pass, and somebody who signs for it. */
function asksToWaive(answer: string, after = '1m'): Partial<DrawnFaults> {
  return {
    weather: {
      'account.waf': 'none',
      ...answers([
        ['waive', answer, after],
        ['go-live', 'approve', '0s'],
      ]),
    },
  };
}

function asksToWaiveOnceMore(answer: string): Partial<DrawnFaults> {
  return { ...asksToWaive(answer, '0s'), when: [dies('askToWaive', 'dynamodb:TransactWriteItems', 'after')] };
}

/** So early that the mark is on the ledger before anybody listens for it. */
function abortsEarly(random: Random): Partial<DrawnFaults> {
  const by = oneOf(random, ['5s', '10s', '40s']);
  return {
    weather: answers([['go-live', 'approve', '0s']]),
    when: [
      { at: '+0s', slow: { function: 'listenForAlarms', call: 'dynamodb:UpdateItem', by } },
      { at: `+${random.int(5, 12)}s`, command: 'abort' },
    ],
  };
}

function aborts(random: Random, times: Times) {
  return { when: [{ at: drawMoment(random, times), command: 'abort' }] };
}

/** Something to be ended: a hold, and then the word that ends it. */
function commands(random: Random, times: Times) {
  const at = drawMoment(random, times);
  const start = at.startsWith('+') ? '' : (at.split(' ')[0] ?? '');
  return {
    when: [
      { at, command: oneOf(random, ['hold', 'skip']) },
      {
        at: `${start} +${random.int(30, 900)}s`.trim(),
        command: oneOf(random, ['abort', 'resume', 'skip']),
      },
    ],
  };
}

function stops(random: Random, times: Times) {
  return { when: [{ at: drawMoment(random, times), stop: 'execution' }] };
}

/** With everything armed already, so that all of it has to be cleared away. */
function stopsLate(random: Random, { rungs, firstHold }: Times) {
  return { when: [{ at: `weight>=${rungs[0]} +${random.int(1, firstHold)}s`, stop: 'execution' }] };
}
