import type { Role, ScalingSnapshot, Snapshot } from '../record.ts';
import { canaryTasks } from '../traffic/capacity.ts';

export interface Floor {
  readonly role: Role;
  readonly scaling: ScalingSnapshot;
  /** For the story, as a command. */
  readonly text: string;
}

/**
 * What Auto Scaling may do during the release: nothing downwards. Stable keeps its snapshot capacity as a
 * minimum; the canary's minimum stays, since raising it would start tasks before their time.
 */
export function floors(snapshot: Snapshot): Floor[] {
  const full = canaryTasks(100, snapshot.stable.desiredCount);
  const wanted = [
    { role: 'stable' as const, min: snapshot.stable.desiredCount },
    { role: 'canary' as const, min: 0 },
  ];
  return wanted.flatMap(({ role, min }) => {
    const before = snapshot[role].scaling;
    if (before === undefined) return [];
    const minCapacity = Math.max(before.minCapacity, min);
    const maxCapacity = Math.max(before.maxCapacity, full);
    const text = `suspend scale-in and scheduled scaling of ${snapshot[role].name} and keep at least ${minCapacity} tasks`;
    return [
      { role, scaling: { minCapacity, maxCapacity, scaleInSuspended: true, scheduledSuspended: true }, text },
    ];
  });
}

/**
 * What Auto Scaling gets back at the end. The settings belong to the roles and not to the names: after a
 * promotion the service that now carries the traffic takes over what stable had.
 */
export function floorsAfter(
  snapshot: Snapshot,
  promoted: boolean,
): { readonly service: string; readonly scaling: ScalingSnapshot }[] {
  const heirs = promoted
    ? [
        { heir: snapshot.canary, from: snapshot.stable },
        { heir: snapshot.stable, from: snapshot.canary },
      ]
    : [
        { heir: snapshot.stable, from: snapshot.stable },
        { heir: snapshot.canary, from: snapshot.canary },
      ];
  return heirs.flatMap(({ heir, from }) => {
    if (heir.scaling === undefined) return [];
    return [{ service: heir.name, scaling: from.scaling ?? heir.scaling }];
  });
}
