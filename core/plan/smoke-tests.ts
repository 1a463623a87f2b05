import type { SmokeTest } from './plan.ts';
import type { PlanFile } from './schema.ts';

/** What stands at its default is left out: an old plan keeps its digest. */
export function smokeTestsOf(file: PlanFile['smoke']): readonly SmokeTest[] {
  return file.map(({ method, path, headers, body, status, within, tls, retries, redirects, ...more }) => ({
    ...(method !== 'GET' && { method }),
    path,
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && { body }),
    status,
    withinMilliseconds: within,
    ...(more.contains !== undefined && { contains: more.contains }),
    ...(more.condition !== undefined && { condition: more.condition }),
    ...(retries > 0 && { retries }),
    ...(redirects > 0 && { redirects }),
    ...(tls !== undefined && { tls: { atLeast: tls.atLeast, validForSeconds: tls.validFor } }),
  }));
}
