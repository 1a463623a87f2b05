import type { RuleCondition } from './door.ts';

/**
 * Why requests to a host and paths would not meet a rule, whatever headers they carry. A smoke test that some other
 * rule answers passes without having met the canary.
 */
export function refuseUnmet(
  conditions: readonly RuleCondition[],
  host: string,
  paths: readonly string[],
): string | undefined {
  for (const condition of conditions) {
    const values = valuesOf(condition);
    if (condition.Field === 'host-header' && !values.some((value) => matches(value.toLowerCase(), host))) {
      return `requests to ${host} do not meet the rule's host ${values.join(' or ')}; correct target.productionUrl`;
    }
    const missed =
      condition.Field === 'path-pattern'
        ? paths.find((path) => !values.some((value) => matches(value, path)))
        : undefined;
    if (missed !== undefined) {
      return `a smoke test of ${missed} does not meet the rule's path ${values.join(' or ')}, so it would not meet the canary; correct smoke`;
    }
  }
  return undefined;
}

function valuesOf({ Values, HostHeaderConfig, PathPatternConfig }: RuleCondition): readonly string[] {
  const config = HostHeaderConfig ?? PathPatternConfig;
  // Regular expressions are the balancer's dialect: taken as met rather than judged by another one.
  if ((config?.RegexValues?.length ?? 0) > 0) return ['*'];
  return config?.Values ?? Values ?? [];
}

/** `*` any characters, `?` one, as in https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
function matches(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === '*') {
      [star, resume] = [at, index];
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
