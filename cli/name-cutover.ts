import type { Plan } from '../core/plan/plan.ts';

/** `claude-proxy-2.4.0-20261201T220000`: no two in one second, and what kind it is is seen in its name. */
export function nameFor({ service, release }: Plan, now: number, ending: string): string {
  const [, tag = ''] = /:([^:/@]+)(?:@|$)/.exec(release.image ?? '') ?? [];
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const label = (tag === '' ? service : `${service}-${tag}`)
    .replaceAll(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  return `${label.slice(0, 55)}-${time}${ending}`;
}
