import { describe, expect, test } from 'vitest';
import { type CanaryFacts, decideSteady } from '../../../core/decide/steady.ts';
import { second, start } from '../evidence/some-minutes.ts';

const taskDefinition = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:42';
const old = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:41';

const primary = {
  taskDefinition,
  rolloutState: 'COMPLETED',
  rolloutStateReason: undefined,
  runningCount: 2,
  desiredCount: 2,
};

const calm: CanaryFacts = {
  now: start + 60 * second,
  startedAt: start,
  startSecondsMax: 1200,
  taskDefinition,
  desiredCount: 2,
  primary,
  standingSince: start,
  targetStates: ['healthy', 'healthy'],
  lastEvent: '(service shop-b) has reached a steady state.',
};

const decide = (changes: Partial<CanaryFacts>) => decideSteady({ ...calm, ...changes });

describe('steady', () => {
  test('is our task definition, rolled out, running and healthy everywhere', () => {
    expect(decide({})).toEqual({
      isStanding: true,
      decision: 'steady',
      reason: '2 of 2 tasks run, 2 of 2 targets are healthy',
    });
  });

  test('is not what stands for a moment: tasks that start and die do that too', () => {
    expect(decide({ standingSince: undefined })).toMatchObject({ decision: 'starting', isStanding: true });
    expect(decide({ standingSince: start + 31 * second })).toMatchObject({
      decision: 'starting',
      isStanding: true,
    });
    expect(decide({ standingSince: start + 30 * second }).decision).toBe('steady');
  });

  test.each<[string, Partial<CanaryFacts>]>([
    ['the roll-out still runs', { primary: { ...primary, rolloutState: 'IN_PROGRESS' } }],
    ['ECS says nothing of a roll-out', { primary: { ...primary, rolloutState: undefined } }],
    ['a task is missing', { primary: { ...primary, runningCount: 1 } }],
    ['a task too many', { primary: { ...primary, runningCount: 3 } }],
    ['somebody wants another number of tasks', { primary: { ...primary, desiredCount: 3 } }],
    ['fewer tasks are wanted than we asked for', { desiredCount: 3 }],
    ['a target is still at its first check', { targetStates: ['healthy', 'initial'] }],
    [
      'a target is unhealthy beside enough healthy ones',
      { targetStates: ['healthy', 'healthy', 'unhealthy'] },
    ],
    ['fewer targets than tasks', { targetStates: ['healthy'] }],
    ['no target at all', { targetStates: [] }],
    ['targets that nobody has asked yet', { targetStates: undefined }],
    ['no primary deployment', { primary: undefined }],
  ])('is not: %s', (_title, changes) => {
    expect(decide(changes)).toMatchObject({ decision: 'starting', isStanding: false });
    expect(decide({ ...changes, now: start + 1199 * second }).decision).toBe('starting');
    const late = decide({ ...changes, now: start + 1200 * second });
    expect(late.decision).toBe('rollBack');
    expect(late.reason).toContain('not steady 20 min after 22:00 UTC, at most 20 min are allowed: ');
    expect(late.reason).toContain('(ECS: (service shop-b) has reached a steady state.)');
    expect(late.isStanding).toBe(false);
    const silent = decide({ ...changes, now: start + 1200 * second, lastEvent: undefined });
    expect(silent.reason).not.toContain('ECS:');
  });

  test('can come at the last moment', () => {
    expect(decide({ now: start + 5000 * second }).decision).toBe('steady');
  });
});

describe('going back at once', () => {
  test("ECS's circuit breaker put the old version back, steady as can be", () => {
    expect(decide({ primary: { ...primary, taskDefinition: old } })).toEqual({
      isStanding: false,
      decision: 'rollBack',
      reason:
        'ECS put shop:41 back in place of shop:42: the new tasks did not stay up ' +
        '(ECS: (service shop-b) has reached a steady state.)',
    });
  });

  test('ECS gave up, with its reason', () => {
    const failed = { ...primary, rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start.' };
    expect(decide({ primary: failed })).toEqual({
      isStanding: false,
      decision: 'rollBack',
      reason: 'ECS gave the deployment up: tasks failed to start.',
    });
    expect(decide({ primary: { ...failed, rolloutStateReason: undefined } }).reason).toContain(
      'no reason given',
    );
  });
});
