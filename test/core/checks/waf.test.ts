import { describe, expect, test } from 'vitest';
import { judgeWaf, type WafFacts, type WafRule } from '../../../core/checks/waf.ts';

const groupRules = { NoUserAgent_HEADER: 'Block', SizeRestrictions_BODY: 'Block', Allowed: 'Count' };
const count = { mode: 'count', countedAtMostPercent: 1 } as const;

const acl = (rules: readonly WafRule[], changes: Partial<WafFacts> = {}): WafFacts => ({
  name: 'shop',
  defaultAction: 'Allow',
  rules,
  requests: 10_000,
  counted: 5,
  samples: [],
  ...changes,
});

const group = (overrides: Record<string, string>, countsAll = false): WafRule => ({
  name: 'common',
  group: { countsAll, overrides, rules: groupRules },
});

describe('three ways to count', () => {
  test.each<[string, WafRule]>([
    ['a rule of its own', { name: 'rate', action: 'Count' }],
    ['an override of the whole group', group({}, true)],
    [
      'an override for every rule that blocks',
      group({ NoUserAgent_HEADER: 'Count', SizeRestrictions_BODY: 'Count' }),
    ],
    ['a rule that allows', { name: 'office', action: 'Allow' }],
  ])('%s', (_title, rule) => {
    expect(judgeWaf(acl([rule]), count).outcome).toBe('pass');
  });
});

describe('what still blocks is named', () => {
  test.each<[string, WafRule, string]>([
    ['a rule of its own', { name: 'rate', action: 'Block' }, 'rate (Block)'],
    ['a puzzle', { name: 'bots', action: 'Captcha' }, 'bots (Captcha)'],
    [
      'a group without an override',
      group({}),
      'common/NoUserAgent_HEADER (Block), common/SizeRestrictions_BODY (Block)',
    ],
    [
      'a rule that no override reaches',
      group({ NoUserAgent_HEADER: 'Count' }),
      'common/SizeRestrictions_BODY (Block)',
    ],
    [
      'an override that blocks what counted',
      group({ NoUserAgent_HEADER: 'Count', SizeRestrictions_BODY: 'Count', Allowed: 'Block' }),
      'common/Allowed (Block)',
    ],
  ])('%s', (_title, rule, named) => {
    const verdict = judgeWaf(acl([rule]), count);
    expect(verdict).toMatchObject({ outcome: 'fail', reason: expect.stringContaining(named) });
    expect(judgeWaf(acl([rule]), { ...count, mode: 'block' }).outcome).toBe('pass');
  });
});

const hidden = (countsAll: boolean) => ({
  name: 'fms',
  group: { countsAll, overrides: {}, rules: undefined },
});

test('a group that nobody can look into counts only as a whole', () => {
  expect(judgeWaf(acl([hidden(false)]), count).outcome).toBe('fail');
  expect(judgeWaf(acl([hidden(true)]), count).outcome).toBe('pass');
});

test('a misspelt override is ignored by WAF, and told with the name that was meant', () => {
  const rule = group({
    NoUserAgentHEADER: 'Count',
    NoUserAgent_HEADER: 'Count',
    SizeRestrictions_BODY: 'Count',
  });
  expect(judgeWaf(acl([rule]), count)).toMatchObject({
    outcome: 'fail',
    reason: expect.stringContaining(
      'has no rule NoUserAgentHEADER, so its override is ignored; the nearest is NoUserAgent_HEADER',
    ),
  });
});

test('an ACL that blocks by default blocks everybody', () => {
  expect(judgeWaf(acl([], { defaultAction: 'Block' }), count).reason).toContain(
    'blocks whatever no rule allows',
  );
});

describe('whom it would block', () => {
  test.each([
    [100, 'pass'],
    [101, 'fail'],
  ])('%i of 10,000 counted at a limit of 1 %%: %s', (counted, outcome) => {
    expect(judgeWaf(acl([], { counted }), count).outcome).toBe(outcome);
  });

  test('is shown by samples', () => {
    const facts = acl([], { counted: 600, samples: ['POST /v1/messages (common) 80 times'] });
    expect(judgeWaf(facts, count).reason).toContain('such as POST /v1/messages (common) 80 times');
  });

  test.each([undefined, 0])('is not known where %s requests came', (requests) => {
    expect(judgeWaf(acl([], { requests, counted: 0 }), count).outcome).toBe('inconclusive');
  });
});

test('no web ACL at all fails', () => {
  expect(judgeWaf(undefined, count)).toEqual({ outcome: 'fail', reason: 'the balancer has no web ACL' });
});
