/** Every way in which a plan could be looser than the policy is refused at its place in the plan. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { problemText } from '../../../core/plan/problem.ts';
import { policyProblems } from '../../../core/policy/bound.ts';
import { parsePolicy } from '../../../core/policy/parse.ts';
import { quorumProblems, starterOf, termsOf } from '../../../core/policy/terms.ts';
import { aPlan, planOf, withTarget, withTaskDefinition } from '../plan/a-plan.ts';

const person = (id: string) => ({
  email: `${id}@example.com`,
  iamPrincipal: `arn:aws:iam::123456789012:user/${id}`,
});
const sample = parse(readFileSync(new URL('../../../policy.yml', import.meta.url), 'utf8')) as {
  readonly messages: { readonly slack: Readonly<Record<string, unknown>> };
};
const strict = {
  ...sample,
  approvers: { dana: person('dana'), sam: person('sam'), lead: person('lead') },
  starters: { robin: person('robin') },
  groups: { leads: ['lead'] },
  gates: {
    'go-live': { by: ['dana', 'sam'], need: 2, identity: 'medium', within: '1h' },
    // oxlint-disable-next-line unicorn/no-thenable -- the policy's word
    ramp: { at: ['26%'], then: 'rollBack' },
    waive: { by: ['lead'], identity: 'strong' },
  },
  triggers: {
    http5xx: { above: '5%', for: '2m' },
    latencyP95: { above: '2000ms', for: '5m' },
    unhealthy: { above: '50%', for: '1m' },
    queueDepth: { risingFor: '10m' },
    alarms: ['slo'],
  },
};
const live = { by: ['dana', 'sam'], need: 2, identity: 'medium', within: '1h' };
const ramp = { at: ['26%'], by: ['lead'] };
const triggers = {
  alarms: ['slo'],
  queueDepth: { queue: 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs' },
};

function policyOf(document: object) {
  const parsed = parsePolicy(document);
  if ('problems' in parsed) throw new Error(parsed.problems.map(problemText).join('\n'));
  return parsed.policy;
}

const problemsOf = (document: object) => policyProblems(planOf(document), policyOf(strict)).map(problemText);
const gated = (approvals: object, rest: object = {}) =>
  aPlan({ approvals: { 'go-live': live, ramp, ...approvals }, triggers, ...rest });

test('the sample policy is sound, and a plan that is as strict is within it', () => {
  expect(parsePolicy(sample)).toHaveProperty('policy');
  expect(problemsOf(gated({}))).toEqual([]);
  const stricter = {
    'go-live': { ...live, identity: 'strong', within: '10m' },
    'sign-off': { by: ['leads'] },
    waive: { by: ['lead'], identity: 'strong' },
  };
  expect(
    problemsOf(gated(stricter, { triggers: { ...triggers, http5xx: { above: '1%', for: '1m' } } })),
  ).toEqual([]);
});

test.each<[string, object, RegExp]>([
  [
    'without the gate',
    aPlan({ approvals: { ramp }, triggers }),
    /^approvals\.go-live: nothing: must be there/,
  ],
  ['without any gate', aPlan({ triggers }), /^approvals\.go-live: nothing/],
  [
    'other people',
    gated({ 'go-live': { ...live, by: ['dana', 'sam', 'lead'] } }),
    /^approvals\.go-live\.by\[2\]: "lead": must be among/,
  ],
  [
    'others by group',
    gated({ 'go-live': { ...live, by: ['dana', 'sam', 'leads'] } }),
    /^approvals\.go-live\.by\[2\]/,
  ],
  [
    'others by escalation',
    gated({ 'go-live': { ...live, escalate: { to: ['lead'], after: '5m' } } }),
    /^approvals\.go-live\.escalate\.to\[0\]/,
  ],
  [
    'others who waive',
    gated({ waive: { by: ['dana'], identity: 'strong' } }),
    /^approvals\.waive\.by\[0\]: "dana": must be among lead/,
  ],
  ['a waiver on weaker proof', gated({ waive: { by: ['lead'] } }), /^approvals\.waive\.identity/],
  ['fewer', gated({ 'go-live': { ...live, need: 1 } }), /^approvals\.go-live\.need: 1: must be at least 2/],
  ['weaker proof', gated({ 'go-live': { ...live, identity: 'weak' } }), /^approvals\.go-live\.identity/],
  [
    'more time',
    gated({ 'go-live': { ...live, within: '2h' } }),
    /^approvals\.go-live\.within: "2h": must be at most 1h/,
  ],
  // oxlint-disable-next-line unicorn/no-thenable -- the plan's word
  ['silence that holds', gated({ ramp: { ...ramp, then: 'hold' } }), /^approvals\.ramp\.then/],
  ['another rung', gated({ ramp: { ...ramp, at: ['51%'] } }), /^approvals\.ramp\.at: "51%": must have 26%/],
  [
    'a ramp without that rung',
    gated({ ramp: { ...ramp, at: ['50%'] } }, { ramp: { rungs: ['1%', '50%', '100%'] } }),
    /must have that rung after its first/,
  ],
  [
    'a stranger',
    gated({ 'sign-off': { by: ['mallory'] } }),
    /^approvals\.sign-off\.by\[0\]: "mallory": is neither/,
  ],
  [
    'more than there are',
    gated({ 'sign-off': { by: ['leads'], need: 2 } }),
    /^approvals\.sign-off\.need: 2: can never be reached/,
  ],
  [
    '5xx higher',
    gated({}, { triggers: { ...triggers, http5xx: { above: '6%' } } }),
    /^triggers\.http5xx\.above: "6%": must be at most 5%/,
  ],
  ['5xx longer', gated({}, { triggers: { ...triggers, http5xx: { for: '3m' } } }), /^triggers\.http5xx\.for/],
  [
    'latency higher',
    gated({}, { triggers: { ...triggers, latencyP95: { above: '3s' } } }),
    /^triggers\.latencyP95\.above/,
  ],
  [
    'latency longer',
    gated({}, { triggers: { ...triggers, latencyP95: { for: '6m' } } }),
    /^triggers\.latencyP95\.for/,
  ],
  [
    'unhealthy higher',
    gated({}, { triggers: { ...triggers, unhealthy: { above: '60%' } } }),
    /^triggers\.unhealthy\.above/,
  ],
  [
    'unhealthy longer',
    gated({}, { triggers: { ...triggers, unhealthy: { for: '2m' } } }),
    /^triggers\.unhealthy\.for/,
  ],
  [
    'so many requests a minute that no minute counts',
    gated({}, { minRequests: 1_000_000 }),
    /^minRequests: 1000000: must be at most 20: in quieter minutes http5xx and latencyP95 see nothing/,
  ],
  ['no queue', gated({}, { triggers: { alarms: ['slo'] } }), /^triggers\.queueDepth: nothing/],
  [
    'the queue longer',
    gated({}, { triggers: { ...triggers, queueDepth: { ...triggers.queueDepth, risingFor: '11m' } } }),
    /^triggers\.queueDepth\.risingFor/,
  ],
  [
    'an alarm left out',
    gated({}, { triggers: { ...triggers, alarms: [] } }),
    /^triggers\.alarms: an empty list: must name slo/,
  ],
  ['another cluster', withTarget({ cluster: 'other' }), /^target\.services/],
  [
    'another rule',
    withTarget({ rules: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/x/1/2/3'] }),
    /^target\.rules\[0\]/,
  ],
  ['another family', withTaskDefinition({ family: 'other' }), /^release\.taskDefinition\.family/],
  [
    'another role',
    withTaskDefinition({ taskRoleArn: 'arn:aws:iam::123456789012:role/admin' }),
    /^release\.taskDefinition\.taskRoleArn/,
  ],
  [
    'another image',
    withTaskDefinition({ containerDefinitions: [{ name: 'x', image: 'evil/miner:1' }] }),
    /containerDefinitions\[0\]\.image/,
  ],
])('looser: %s', (_title, document, expected) => {
  expect(problemsOf(document)).toContainEqual(expect.stringMatching(expected));
});

test.each<[string, object, RegExp]>([
  [
    'one person under two names',
    { approvers: { dana: person('dana'), d2: { email: 'Dana+ops@example.com' } } },
    /^approvers\.d2.*shares dana@example\.com with dana/,
  ],
  [
    'an approver who is a starter, too',
    {
      approvers: { dana: person('dana') },
      starters: { dee: { ...person('dee'), iamPrincipal: 'arn:aws:iam::123456789012:user/dana' } },
    },
    /^starters\.dee.*shares/,
  ],
  [
    'a role that anybody may assume',
    { approvers: { dana: { email: 'd@example.com', iamPrincipal: 'arn:aws:iam::123456789012:role/Admin' } } },
    /a role alone is no person/,
  ],
  ['a gate without people', { gates: { 'go-live': {} } }, /can never open/],
  [
    'a stranger in a group',
    { approvers: { dana: person('dana') }, groups: { leads: ['lead'] } },
    /^groups\.leads\[0\]/,
  ],
  ['an unknown key', { approver: {} }, /unknown key; the nearest known one is approvers/],
])('a policy is refused: %s', (_title, document, expected) => {
  const parsed = parsePolicy(document);
  const problems = 'problems' in parsed ? parsed.problems.map(problemText) : [];
  expect(problems).toContainEqual(expect.stringMatching(expected));
});

test('whoever nobody signed for needs one approval more, and where nobody is left the plan is refused', () => {
  const policy = policyOf(strict);
  const terms = termsOf(planOf(gated({})), policy);
  const by = (principal?: string) =>
    quorumProblems(terms, starterOf(principal, policy), policy).map(problemText);
  expect(by('arn:aws:iam::123456789012:user/robin')).toEqual([]);
  expect(by('arn:aws:iam::123456789012:user/dana')).toEqual([
    expect.stringMatching(/^approvals\.go-live\.need: 2: can never be reached: dana started it/),
  ]);
  expect(by()).toHaveLength(2);
  expect(by('arn:aws:iam::123456789012:user/mallory')).toHaveLength(2);
});

test('a policy may let a plan ask for busier minutes', () => {
  const busier = policyOf({ ...strict, triggers: { ...strict.triggers, minRequests: 100 } });
  const problems = (minRequests: number) =>
    policyProblems(planOf(gated({}, { minRequests })), busier).map(problemText);
  expect(problems(100)).toEqual([]);
  expect(problems(101)).toEqual([expect.stringMatching(/^minRequests: 101: must be at most 100/)]);
});

describe('people whose proof is too weak for the gate', () => {
  const { buttons: _buttons, ...mute } = sample.messages.slack;
  const approvers = {
    dana: person('dana'),
    sam: { email: 'sam@example.com', slackId: 'U024BE7LK' },
    lead: { email: 'lead@example.com' },
  };
  const gates = {};
  const problems = (gate: object, slack: object = sample.messages.slack) => {
    const policy = policyOf({ ...strict, approvers, gates, messages: { slack } });
    const terms = termsOf(planOf(gated({ 'go-live': gate, ramp: undefined })), policy);
    return quorumProblems(terms, { person: 'robin' }, policy).map(problemText);
  };
  const all = { by: ['dana', 'sam', 'lead'], need: 2 };

  test('cannot reach its quorum, and the plan is refused instead of waiting for them', () => {
    expect(problems({ ...all, identity: 'strong' })).toEqual([
      'approvals.go-live.need: 2: can never be reached: strong proof is asked for, which sam and lead have not ' +
        '(iamPrincipal), and dana may (policy.yml)',
    ]);
    expect(problems({ by: ['lead'], identity: 'medium' })).toEqual([
      expect.stringMatching(
        /medium proof is asked for, which lead has not \(slackId or iamPrincipal\), and nobody/,
      ),
    ]);
  });

  test('count where a click is enough, and Slack has buttons', () => {
    expect(problems({ ...all, identity: 'medium' })).toEqual([]);
    expect(problems({ ...all, identity: 'medium' }, mute)).toEqual([
      expect.stringMatching(/which sam and lead have not \(iamPrincipal; Slack has no buttons\)/),
    ]);
  });

  test('count where a link is enough', () => {
    expect(problems({ ...all, need: 3, identity: 'weak' })).toEqual([]);
  });
});
