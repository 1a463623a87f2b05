/** Whoever is throttled waits for its turn, as long as it may; and for nothing else. */
import { expect, test } from 'vitest';
import { readTargetStates } from '../../aws/balancer/groups.ts';
import { inTurn } from '../../aws/turn.ts';
import { balancerArns } from '../../lab/cloud/elbv2/ground.ts';
import { aLab, play } from './lab-world.ts';

const named = (name: string) => Object.assign(new Error('no'), { name });

async function tries(errors: readonly string[], untilSeconds: number, pauseMilliseconds = 1_000) {
  const { lab, world } = aLab();
  const startedAt = lab.clock.now();
  const at: number[] = [];
  const patience = { untilMilliseconds: startedAt + untilSeconds * 1000, pauseMilliseconds };
  const call = () => {
    const error = errors[at.length];
    at.push(lab.clock.now() - startedAt);
    return error === undefined ? Promise.resolve('through') : Promise.reject(named(error));
  };
  const end = await play(lab, inTurn(world, patience, call)).catch((error: unknown) => (error as Error).name);
  return { end, at };
}

test('asks again until it is let through, at pauses that differ', async () => {
  const { end, at } = await tries(['Throttling', 'ThrottlingException', 'RequestLimitExceeded'], 60);
  expect(end).toBe('through');
  const pauses = at.slice(1).map((later, index) => later - (at[index] ?? 0));
  expect(pauses).toHaveLength(3);
  for (const pause of pauses) expect(pause >= 1_000 && pause <= 2_000).toBe(true);
  expect(new Set(pauses).size).toBe(3);
});

test('gives up with what AWS said once its time is over, and begins no try long after it', async () => {
  const { end, at } = await tries(
    Array.from({ length: 99 }, () => 'ThrottlingException'),
    6,
  );
  expect(end).toBe('ThrottlingException');
  expect(at.length).toBeGreaterThanOrEqual(4);
  expect(at.at(-1)).toBeLessThan(8_000);
});

test.each(['AccessDenied', 'TimeoutError', 'InternalFailure'])('does not wait for %s', async (name) => {
  expect(await tries([name], 60)).toEqual({ end: name, at: [0] });
});

test('without patience it asks once', async () => {
  expect(await tries(['ThrottlingException'], 0)).toEqual({ end: 'ThrottlingException', at: [0] });
});

const rounds = 20;

test('a way back asks more often than a release, and neither for longer than its function has', async () => {
  const asked = async (haste: 'wayBack' | 'ordinary' | 'none') => {
    const { lab, world } = aLab();
    let count = 0;
    lab.wire.meet({
      before: () => {
        count += 1;
        return { fail: { name: 'ThrottlingException' } };
      },
    });
    for (let round = 0; round < rounds; round++) {
      const startedAt = lab.clock.now();
      const read = readTargetStates(world, balancerArns.groups.a, haste);
      await expect(play(lab, read)).rejects.toThrow('ThrottlingException');
      expect(lab.clock.now() - startedAt).toBeLessThan(10_000);
    }
    return count;
  };
  const [way, release, guard] = [await asked('wayBack'), await asked('ordinary'), await asked('none')];
  expect(way).toBeGreaterThan(1.1 * release);
  expect(release).toBeGreaterThan(2 * guard);
  expect(guard).toBe(3 * rounds);
});
