/** Makes a scenario's happenings happen: by the clock, or when users first see a share. */
import { type Lab, labStart } from './lab.ts';
import type { Deed, Happening, Setting } from './scenario/scenario.ts';

const millisecondKeys: Readonly<Record<string, string>> = {
  p50Milliseconds: 'p50Milliseconds',
  p95Milliseconds: 'p95Milliseconds',
};

export function scheduleHappenings(lab: Lab, happenings: readonly Happening[]): void {
  const waiting = happenings.filter((one) => one.at.weightPercent !== undefined);
  for (const { at, deeds } of happenings) {
    if (at.weightPercent === undefined)
      lab.clock.at(labStart + at.afterSeconds * 1000, () => happen(lab, deeds));
  }
  const seen = new Set<Happening>();
  lab.production.onShare((now, canaryPercent) => {
    for (const one of waiting) {
      if (seen.has(one) || canaryPercent < (one.at.weightPercent ?? 0)) continue;
      seen.add(one);
      if (one.at.afterSeconds === 0) happen(lab, one.deeds);
      else lab.clock.at(now + one.at.afterSeconds * 1000, () => happen(lab, one.deeds));
    }
  });
}

function happen(lab: Lab, deeds: readonly Deed[]): void {
  for (const deed of deeds) if (deed.kind === 'set') for (const setting of deed.settings) apply(lab, setting);
}

function apply({ production }: Lab, { of, key, value }: Setting): void {
  if (of === 'users') production.users.requestsPerSecond = value;
  else if (of === 'queue') production.queue.set({ [key]: value });
  else if (key === 'starts') production.setVersion(of, { starts: value === true });
  else if (key === 'errorRatePercent') production.setVersion(of, { errorRate: Number(value) / 100 });
  else if (key === 'healthyPercent') production.setVersion(of, { healthyShare: Number(value) / 100 });
  else if (key === 'startsInSeconds')
    production.setVersion(of, { startsInMilliseconds: Number(value) * 1000 });
  else production.setVersion(of, { [millisecondKeys[key] ?? key]: Number(value) });
}
