import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../lab/clock.ts';

async function run(clock: VirtualClock): Promise<void> {
  while (await clock.step());
}

describe('virtual time', () => {
  test('runs entries by time, and those of one instant in the order they were made', async () => {
    const clock = new VirtualClock(1_000);
    const seen: string[] = [];
    clock.at(3_000, () => seen.push(`c at ${clock.now()}`));
    clock.at(2_000, () => seen.push(`a at ${clock.now()}`));
    clock.at(2_000, () => seen.push(`b at ${clock.now()}`));
    clock.after(500, () => seen.push(`first at ${clock.now()}`));
    await run(clock);
    expect(seen).toEqual(['first at 1500', 'a at 2000', 'b at 2000', 'c at 3000']);
  });

  test('keeps that order over many entries', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    for (let index = 0; index < 2_000; index++) {
      const at = (index * 7_919) % 503;
      clock.at(at, () => seen.push(at));
    }
    await run(clock);
    expect(seen).toHaveLength(2_000);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('never runs an entry synchronously, nor before now', async () => {
    const clock = new VirtualClock(5_000);
    const seen: number[] = [];
    clock.at(1, () => seen.push(clock.now()));
    expect(seen).toEqual([]);
    await run(clock);
    expect(seen).toEqual([5_000]);
  });

  test('forgets what was called off, also as the next time', async () => {
    const clock = new VirtualClock(0);
    const seen: string[] = [];
    const early = clock.at(10, () => seen.push('early'));
    clock.at(20, () => seen.push('late'));
    early.cancel();
    expect(clock.nextAt()).toBe(20);
    await run(clock);
    expect(seen).toEqual(['late']);
    expect(clock.nextAt()).toBeUndefined();
  });

  test('lets everything that a sleeper does at one instant happen before time moves on', async () => {
    const clock = new VirtualClock(0);
    const seen: string[] = [];
    const sleeper = async () => {
      await clock.sleep(10);
      for (let index = 0; index < 100; index++) await Promise.resolve();
      seen.push(`sleeper at ${clock.now()}`);
      await clock.sleep(5);
      seen.push(`again at ${clock.now()}`);
    };
    clock.at(11, () => seen.push('other at 11'));
    const slept = sleeper();
    await run(clock);
    await slept;
    expect(seen).toEqual(['sleeper at 10', 'other at 11', 'again at 15']);
  });

  test('takes entries made by entries', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const tick = () => {
      seen.push(clock.now());
      if (seen.length < 4) clock.after(60_000, tick);
    };
    clock.after(0, tick);
    await run(clock);
    expect(seen).toEqual([0, 60_000, 120_000, 180_000]);
  });
});
