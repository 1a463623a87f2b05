/** Somebody goes back by hand in the middle of a cutover, or long after: users are on stable, and the books are right. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { findOut } from '../../aws/by-hand/known.ts';
import { type Prepared, prepareRollback, rollBackByHand } from '../../aws/by-hand/rollback.ts';
import { buildLab, type Lab } from '../../lab/lab.ts';
import { handWorld, workOut } from '../../lab/by-hand.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import type { Snapshot } from '../../core/record.ts';
import { quickly } from './quick.ts';
import { samplePlan, tell } from './story.ts';

const { target } = await planned();

async function planned() {
  const parsed = parsePlan(await samplePlan());
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.plan;
}

interface Done extends Prepared {
  readonly couldNot: readonly string[];
}

async function byHand(lab: Lab, asked: Partial<Parameters<typeof findOut>[1]> = { target }): Promise<Done> {
  const world = handWorld(lab);
  const found = await findOut(world, { ledger: true, ...asked });
  if ('refusal' in found) throw new Error(found.refusal);
  const prepared = await prepareRollback(world, found);
  return { ...prepared, couldNot: await rollBackByHand(world, prepared) };
}

/** At the first instant at which users see this share, and so much later. */
function once(percent: number, seconds: number, act: (lab: Lab) => Promise<unknown>) {
  const seen: { done?: Promise<unknown> } = {};
  const prepare = (lab: Lab) =>
    lab.production.onShare((_at, share) => {
      if (share !== percent || seen.done !== undefined) return;
      seen.done = new Promise((resolve, reject) =>
        lab.clock.after(seconds * 1000, () => void act(lab).then(resolve, reject)),
      );
    });
  return { seen, prepare };
}

describe('in the middle of a cutover', () => {
  test.each([{ target }, { cutoverId: 'rehearsal-1' }])(
    'moves the epoch, and the machine ends by itself: %o',
    async (asked) => {
      const { seen, prepare } = once(50, 20, (lab) => byHand(lab, asked));
      const { result, shares, rulesBefore, rulesAfter } = await quickly('calm', [], prepare);
      expect(await seen.done).toMatchObject({ healthy: 4, couldNot: [], unknown: [] });
      expect(shares).toEqual([0, 50, 0]);
      expect(result.outcome).toBe('rolledBack');
      expect(result.invariants.broken).toEqual([]);
      expect(rulesAfter).toEqual(rulesBefore);
      expect(result.story.map(({ text }) => text)).toContainEqual(
        'Rolled back by hand. Everything goes to claude-proxy-a',
      );
    },
  );

  test('where the ledger is dead it goes back from a snapshot on file, and says what it could not do', async () => {
    const all = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'Query'];
    const dead = all.map((call) => ({
      at: 'weight>=50',
      fail: { call: `dynamodb:${call}`, error: 'InternalServerError', for: '5m' },
    }));
    const { seen, prepare } = once(50, 20, async (lab) => {
      await expect(byHand(lab)).rejects.toThrow(/could not be read .*--stable/);
      return byHand(lab, { target, snapshot: snapshotIn(lab) });
    });
    const { result, shares } = await quickly('calm', dead, prepare);
    const done = (await seen.done) as Done;
    expect(done.unknown.join()).toContain('could not be read');
    expect(done.couldNot.join()).toContain('could write again');
    expect(shares).toEqual([0, 50, 0]);
    expect(result.invariants.broken).toEqual([]);
  });

  test('a second one changes nothing', async () => {
    const { seen, prepare } = once(50, 20, async (lab) => [await byHand(lab), await byHand(lab)]);
    const { shares, result } = await quickly('calm', [], prepare);
    const [first, second] = (await seen.done) as Done[];
    expect([first?.moves.length, second?.moves.length]).toEqual([1, 0]);
    expect(shares).toEqual([0, 50, 0]);
    expect(result.invariants.broken).toEqual([]);
  });

  test('after watching has ended, where the machine only finishes, a person still goes back', async () => {
    const rang: { seen?: Promise<unknown> } = {};
    const { lab, shares } = await quickly('calm', [], (built) => {
      built.ledger.onChange(({ after }) => {
        if (after?.['phase'] === 'promoting') rang.seen ??= workAfter(built, () => byHand(built));
      });
    });
    expect(await rang.seen).toMatchObject({ couldNot: [] });
    expect(shares.at(-1)).toBe(0);
    expect(lab.production.glance().stable.healthy).toBe(4);
  });
});

/** Once the change has been answered, and not in the middle of it. */
function workAfter<T>(lab: Lab, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => lab.clock.after(10, () => void work().then(resolve, reject)));
}

function divided(production = {}, percent = 26): Lab {
  const lab = buildLab({ seed: 1, production });
  lab.production.drift(percent);
  return lab;
}

describe('with no ledger left', () => {
  test('nobody guesses which side is stable', async () => {
    const lab = divided();
    const found = await workOut(lab, findOut(handWorld(lab), { target, ledger: true }));
    expect(found).toMatchObject({
      refusal: expect.stringContaining('--stable'),
      groups: [
        { name: 'claude-proxy-a', percents: [74], healthy: 4 },
        { name: 'claude-proxy-b', percents: [26], healthy: 0 },
      ],
    });
    await expect(workOut(lab, byHand(lab, { target, stable: 'claude-proxy' }))).rejects.toThrow(/no group/);
  });

  test('the balancer alone has to live', async () => {
    const lab = divided();
    const services = new Set<string>();
    lab.wire.onCall(({ service }) => services.add(service));
    const done = await workOut(lab, byHand(lab, { target, stable: 'claude-proxy-a', ledger: false }));
    expect([...services]).toEqual(['elbv2']);
    expect(done.couldNot.join()).toContain('could write again');
    await settle(lab);
    expect(lab.production.glance().canaryPercent).toBe(0);
  });

  test.each([
    ['a weighted rule', {}],
    ['with a login before it', { rules: { isAuthenticated: true } }],
    ['with sticky sessions', { rules: { stickySeconds: 3600 } }],
  ])('what is printed for a shell does what is done: %s', async (_title, production) => {
    const lab = divided(production);
    const known = await workOut(
      lab,
      findOut(handWorld(lab), { target, stable: 'claude-proxy-a', ledger: false }),
    );
    if ('refusal' in known) throw new Error(known.refusal);
    const { commands } = await workOut(lab, prepareRollback(handWorld(lab), known));
    const typed = commands.find((command) => command.includes('modify-rule')) ?? '';
    const { ModifyRule, DescribeRules } = lab.production.services.elbv2.actions;
    const words = wordsOf(typed);
    const after = (flag: string) => words[words.indexOf(flag) + 1] ?? '';
    expect(words.slice(0, 5)).toEqual(['aws', 'elbv2', 'modify-rule', '--region', 'eu-west-1']);
    ModifyRule({ RuleArn: after('--rule-arn'), Actions: JSON.parse(after('--actions')) });
    const typedRules = structuredClone(DescribeRules({ RuleArns: [...target.rules] }).Rules);
    const other = divided(production);
    await workOut(other, byHand(other, { target, stable: 'claude-proxy-a' }));
    expect(typedRules).toEqual(
      other.production.services.elbv2.actions.DescribeRules({ RuleArns: [...target.rules] }).Rules,
    );
  });
});

/** As a shell splits a line, without a shell that would run anything. */
function wordsOf(command: string): string[] {
  const out = execFileSync('/bin/sh', ['-c', `set -- ${command}; printf '%s\\n' "$@"`], { encoding: 'utf8' });
  return out.trimEnd().split('\n');
}

async function settle(lab: Lab): Promise<void> {
  const until = lab.clock.now() + 60_000;
  while ((lab.clock.nextAt() ?? Infinity) < until) await lab.clock.step();
}

function side(name: string, targetGroupArn: string) {
  return { name, targetGroupArn, taskDefinition: '', desiredCount: 4 };
}

function snapshotIn(lab: Lab): Snapshot {
  const { actions } = lab.production.services.elbv2;
  const [rule] = actions.DescribeRules({ RuleArns: [...target.rules] }).Rules ?? [];
  const { groups } = lab.production.names;
  const rules = [
    { arn: target.rules[0] ?? '', listenerArn: '', conditions: [], actions: rule?.Actions ?? [] },
  ];
  return {
    takenAt: '',
    loadBalancer: '',
    rules,
    stable: side('claude-proxy-a', groups.a),
    canary: side('claude-proxy-b', groups.b),
  };
}

test('long after a promotion it asks the ledger under the old id', async () => {
  const { lab } = await tell({}, { plan: quickPlan });
  const world = handWorld(lab);
  const found = await workOut(lab, findOut(world, { cutoverId: 'rehearsal-1', ledger: true }));
  expect(found).toMatchObject({
    snapshot: { stable: { name: 'claude-proxy-a', desiredCount: 4 } },
    isAnswered: true,
  });
  expect(found).not.toHaveProperty('row');
});

function quickPlan(document: Record<string, unknown>): void {
  document['canary'] = { percent: '50%', bake: '1m', settle: '0s' };
  document['ramp'] = { rungs: ['50%', '100%'], interval: '1m' };
  document['watch'] = '1m';
  document['verify'] = { for: '1m', errorRate: '1%', p95: '500ms' };
}
