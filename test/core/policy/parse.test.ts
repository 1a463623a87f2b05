/** A policy's file becomes what plans are held against, and is refused at the place where it is not sound. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { problemText } from '../../../core/plan/problem.ts';
import { parsePolicy } from '../../../core/policy/parse.ts';

const file = parse(readFileSync(new URL('../../../policy.yml', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;
const principal = (id: string) => `arn:aws:iam::123456789012:user/${id}`;
const dana = { email: 'dana@example.com', iamPrincipal: principal('dana'), slackId: 'U024BE7LK' };
const lead = { email: 'lead@example.com' };
const robin = { email: 'robin@example.com', iamPrincipal: principal('robin'), slackId: 'U024BE7LR' };

const base = {
  ...file,
  approvers: { dana, lead },
  starters: { robin },
  groups: { leads: ['lead'] },
  gates: {},
};
const policyOf = (changes: object) => {
  const parsed = parsePolicy({ ...base, ...changes });
  if ('problems' in parsed) throw new Error(parsed.problems.map(problemText).join('\n'));
  return parsed.policy;
};
const problemsOf = (changes: object) => {
  const parsed = parsePolicy({ ...base, ...changes });
  return 'problems' in parsed ? parsed.problems.map(problemText) : [];
};
// oxlint-disable-next-line unicorn/no-thenable -- the policy's word
const silence = (then: string, rest: object = {}) => ({ ...rest, then });

describe('people', () => {
  test('are all known, and only approvers approve', () => {
    const { people, approvers } = policyOf({});
    expect(people).toStrictEqual({
      robin: { id: 'robin', email: robin.email, slackId: robin.slackId, iamPrincipals: [robin.iamPrincipal] },
      dana: { id: 'dana', email: dana.email, slackId: dana.slackId, iamPrincipals: [dana.iamPrincipal] },
      lead: { id: 'lead', email: lead.email, iamPrincipals: [] },
    });
    expect(approvers).toEqual(['dana', 'lead']);
  });

  test.each<[string, object, RegExp]>([
    [
      'names that differ in their case only',
      { starters: { Dana: robin } },
      /^starters\.Dana.*shares dana with dana/,
    ],
    [
      'one principal',
      { starters: { robin: { ...robin, iamPrincipal: principal('dana') } } },
      /^starters\.robin.*shares arn/,
    ],
    [
      'a group that is called like an approver',
      { groups: { lead: ['dana'] } },
      /^groups\.lead: .*is the name of an approver, too/,
    ],
    [
      'a group of somebody else',
      { groups: { leads: ['mallory'] } },
      /^groups\.leads\[0\]: .*is none of approvers \(dana, lead\)/,
    ],
    [
      'a group where nobody approves',
      { approvers: {}, groups: { leads: ['dana'] } },
      /^groups\.leads\[0\]: .*\(there are none\)/,
    ],
  ])('%s: refused', (_title, changes, expected) => {
    expect(problemsOf(changes)).toContainEqual(expect.stringMatching(expected));
  });

  test('whose entries are no text are refused by their form, and nothing else falls over', () => {
    expect(problemsOf({ approvers: { dana: { email: 7 } }, groups: { leads: [7] } })).not.toEqual([]);
  });
});

describe('gates', () => {
  test('ask for the least that stands there, and for nothing that does not', () => {
    const { gates } = policyOf({ gates: { 'go-live': {}, ramp: silence('rollBack', { at: ['26%'] }) } });
    expect(gates).toStrictEqual({
      'go-live': { need: 1, identity: 'weak', mustRollBack: false, atPercents: [] },
      ramp: { need: 1, identity: 'weak', mustRollBack: true, atPercents: [26] },
    });
    const full = { by: ['dana', 'leads'], need: 2, identity: 'strong', within: '1h' };
    expect(policyOf({ gates: { 'sign-off': full } }).gates['sign-off']).toStrictEqual({
      by: ['dana', 'leads'],
      need: 2,
      identity: 'strong',
      withinSeconds: 3600,
      mustRollBack: false,
      atPercents: [],
    });
  });

  test.each<[string, object, string]>([
    [
      'a stranger',
      { 'go-live': { by: ['dana', 'mallory'] } },
      'gates.go-live.by[1]: "mallory": is neither an approver nor a group (dana, lead, leads)',
    ],
    [
      'rungs for another gate',
      { 'go-live': { at: ['26%'] } },
      'gates.go-live.at: a list of 1: is for the gate ramp only',
    ],
    ['a ramp without rungs', { ramp: {} }, 'gates.ramp.at: nothing: must say before which rungs'],
    [
      'silence at go-live',
      { 'go-live': silence('rollBack') },
      'gates.go-live.then: "rollBack": is not for go-live: silence refuses there',
    ],
    [
      'silence at waive',
      { waive: silence('rollBack') },
      'gates.waive.then: "rollBack": is not for waive: silence refuses there',
    ],
  ])('%s: refused', (_title, gates, expected) => {
    expect(problemsOf({ gates })).toEqual([expected]);
  });

  test('that nobody could open are refused', () => {
    const nobody = { approvers: {}, groups: {} };
    expect(problemsOf({ ...nobody, gates: { 'go-live': {} } })).toEqual([
      expect.stringMatching(/^gates\.go-live: .*can never open: there are no approvers$/),
    ]);
    expect(problemsOf({ ...nobody, gates: { 'go-live': { by: ['dana'] } } })).toEqual([
      expect.stringMatching(/^gates\.go-live\.by\[0\]: .*\(there are none\)$/),
    ]);
  });
});

const most = (triggers: object) => policyOf({ triggers }).triggers.minRequestsPerMinute;

describe('triggers', () => {
  const http5xx = { above: '5%', for: '2m' };
  const latencyP95 = { above: '2000ms', for: '5m' };

  test('that need requests bound how many a plan may ask for, each of them', () => {
    const usual = most({ http5xx, latencyP95 });
    expect(usual).toBeGreaterThan(0);
    expect([most({ http5xx }), most({ latencyP95 })]).toEqual([usual, usual]);
    expect(most({ http5xx, minRequests: 100 })).toBe(100);
  });

  test('that are not bounded bound nothing', () => {
    expect(policyOf({ triggers: {} }).triggers).toStrictEqual({ alarms: [] });
  });
});

describe('channels', () => {
  const slackIds = { dana: dana.slackId, robin: robin.slackId };

  test('know who is who in Slack, starters too, and leave out who has no id there', () => {
    expect(policyOf({}).channels.slackIds).toStrictEqual(slackIds);
  });

  test('are those that are named, and none that are not', () => {
    const topic = 'arn:aws:sns:eu-west-1:123456789012:releases';
    const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:cutover/hook-AbCdEf';
    const webhook = { url: 'https://hooks.example.com/releases', secret };
    expect(policyOf({ messages: { topic } }).channels).toStrictEqual({ topicArn: topic, slackIds });
    expect(policyOf({ messages: { webhook } }).channels).toStrictEqual({ webhook, slackIds });
    expect(policyOf({ messages: {} }).channels).toStrictEqual({ slackIds });
  });
});

test('what is no document at all is refused', () => {
  for (const document of [undefined, null, 'policy', 7, []])
    expect(parsePolicy(document)).toHaveProperty('problems');
});
