/** A rule's conditions: counted as the API counts them, and matched against a request. */
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { invalid } from './errors.ts';

/** What the balancer sees of a request. */
export interface Seen {
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

const valuesMax = 5;

export function checkConditions(conditions: readonly RuleCondition[] | undefined): readonly RuleCondition[] {
  if (conditions === undefined || conditions.length === 0) throw invalid('A condition must be specified');
  for (const condition of conditions) {
    if (valuesOf(condition).length === 0) throw invalid('A condition value must be specified');
  }
  const count = conditions.reduce((sum, condition) => sum + valuesOf(condition).length, 0);
  if (count > valuesMax) throw invalid(`A rule can only have '${valuesMax}' condition values`);
  return conditions;
}

function configOf(condition: RuleCondition): {
  Values?: readonly unknown[] | undefined;
  RegexValues?: readonly string[] | undefined;
} {
  return (
    condition.HostHeaderConfig ??
    condition.PathPatternConfig ??
    condition.HttpHeaderConfig ??
    condition.HttpRequestMethodConfig ??
    condition.QueryStringConfig ??
    condition.SourceIpConfig ??
    {}
  );
}

function valuesOf(condition: RuleCondition): readonly unknown[] {
  const { Values, RegexValues } = configOf(condition);
  return [...(condition.Values ?? []), ...(Values ?? []), ...(RegexValues ?? [])];
}

/** All conditions hold. `source-ip` and `query-string` are stored but never match: the lab's clients have neither. */
export function matches(conditions: readonly RuleCondition[], request: Seen): boolean {
  return conditions.every((condition) => {
    const subject = subjectOf(condition, request);
    return subject !== undefined && patternsOf(condition).some((pattern) => pattern.test(subject));
  });
}

function subjectOf(condition: RuleCondition, request: Seen): string | undefined {
  switch (condition.Field) {
    case 'host-header':
      return request.host;
    case 'path-pattern':
      return request.path;
    case 'http-request-method':
      return request.method;
    case 'http-header': {
      const name = condition.HttpHeaderConfig?.HttpHeaderName?.toLowerCase();
      return Object.entries(request.headers).find(([header]) => header.toLowerCase() === name)?.[1];
    }
    case undefined:
    default:
      return undefined;
  }
}

function patternsOf(condition: RuleCondition): RegExp[] {
  // Paths and methods are compared with their case, hosts and header values without.
  const flags = condition.Field === 'path-pattern' || condition.Field === 'http-request-method' ? 's' : 'si';
  const { Values = [], RegexValues = [] } = configOf(condition);
  const wild = [...(condition.Values ?? []), ...Values].map(
    (value) => new RegExp(`^${wildcards(String(value))}$`, flags),
  );
  return [...wild, ...RegexValues.map((source) => new RegExp(source, flags))];
}

function wildcards(value: string): string {
  return value
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
}
