import { describe, expect, test } from 'vitest';
import { floors, floorsAfter } from '../../../core/release/floors.ts';
import type { ScalingSnapshot } from '../../../core/record.ts';
import { service, snapshotOf } from './some-world.ts';

const stableScaling = { minCapacity: 2, maxCapacity: 8, scaleInSuspended: false, scheduledSuspended: false };
const canaryScaling = { minCapacity: 0, maxCapacity: 2, scaleInSuspended: true, scheduledSuspended: true };

function snapshot(ofStable?: ScalingSnapshot, ofCanary?: ScalingSnapshot) {
  const services = [
    service('shop-a', { scaling: ofStable }),
    service('shop-b', { scaling: ofCanary }),
  ] as const;
  return snapshotOf({ services });
}

describe('during the release', () => {
  test('stable keeps its snapshot capacity, the canary may grow to it, neither shrinks', () => {
    expect(floors(snapshot(stableScaling, canaryScaling))).toEqual([
      {
        role: 'stable',
        scaling: { minCapacity: 4, maxCapacity: 8, scaleInSuspended: true, scheduledSuspended: true },
        text: 'suspend scale-in and scheduled scaling of shop-a and keep at least 4 tasks',
      },
      {
        role: 'canary',
        scaling: { minCapacity: 0, maxCapacity: 4, scaleInSuspended: true, scheduledSuspended: true },
        text: 'suspend scale-in and scheduled scaling of shop-b and keep at least 0 tasks',
      },
    ]);
  });

  test('a floor that is higher already stays', () => {
    const [stable] = floors(snapshot({ ...stableScaling, minCapacity: 6 }));
    expect(stable?.scaling.minCapacity).toBe(6);
  });

  test('what Auto Scaling does not manage is left alone', () => {
    expect(floors(snapshot())).toEqual([]);
    expect(floors(snapshot(undefined, canaryScaling)).map(({ role }) => role)).toEqual(['canary']);
  });
});

describe('afterwards', () => {
  test.each([
    ['back on stable, each has what it had', false, stableScaling, canaryScaling],
    ['promoted, they have changed places', true, canaryScaling, stableScaling],
  ])('%s', (_title, promoted, ofA, ofB) => {
    const after = floorsAfter(snapshot(stableScaling, canaryScaling), promoted);
    expect(new Map(after.map(({ service: name, scaling }) => [name, scaling]))).toEqual(
      new Map([
        ['shop-a', ofA],
        ['shop-b', ofB],
      ]),
    );
  });

  test('who alone was managed keeps its own settings after a promotion', () => {
    expect(floorsAfter(snapshot(undefined, canaryScaling), true)).toEqual([
      { service: 'shop-b', scaling: canaryScaling },
    ]);
    expect(floorsAfter(snapshot(), true)).toEqual([]);
  });
});
