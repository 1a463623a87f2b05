/**
 * The canary's own door: a listener rule above the production rule that only a request with a secret header
 * passes, so that smoke tests meet the canary and the crowd does not.
 */

export interface RuleCondition {
  readonly Field?: string | undefined;
  readonly Values?: readonly string[] | undefined;
  readonly HostHeaderConfig?: ConditionValues | undefined;
  readonly PathPatternConfig?: ConditionValues | undefined;
  readonly HttpHeaderConfig?:
    | (ConditionValues & { readonly HttpHeaderName?: string | undefined })
    | undefined;
  readonly QueryStringConfig?: { readonly Values?: readonly unknown[] | undefined } | undefined;
  readonly HttpRequestMethodConfig?: ConditionValues | undefined;
  readonly SourceIpConfig?: ConditionValues | undefined;
}

interface ConditionValues {
  readonly Values?: readonly string[] | undefined;
  readonly RegexValues?: readonly string[] | undefined;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
export const conditionValuesMax = 5;

export interface DoorRule {
  readonly priority: number;
  readonly conditions: readonly RuleCondition[];
}

/**
 * Where the door goes: directly above the production rule where that priority is free, else the next free one
 * further up. A listener's default action is below every rule, so there the door takes the first free priority.
 */
export function planDoor(
  production: { readonly priority: number | undefined; readonly conditions: readonly RuleCondition[] },
  taken: ReadonlySet<number>,
  header: { readonly name: string; readonly value: string },
): DoorRule | { readonly refusal: string } {
  const conditions = [
    ...production.conditions.map(withoutLegacyValues),
    { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: header.name, Values: [header.value] } },
  ];
  const values = conditions.reduce((sum, condition) => sum + countValues(condition), 0);
  if (values > conditionValuesMax) {
    return {
      refusal:
        `the production rule's conditions and the door's header are ${values} values, and a rule holds ` +
        `${conditionValuesMax}; name a test rule of your own in target.canaryDoor.rule`,
    };
  }
  const priority = freePriority(production.priority, taken);
  if (priority === undefined) {
    return {
      refusal:
        `no priority above ${production.priority === undefined ? 'the default action' : `the production rule's ${production.priority}`} is free; free one, ` +
        'or name a test rule of your own in target.canaryDoor.rule',
    };
  }
  return { priority, conditions };
}

/** Rule priorities are 1 to 50,000, lowest first. */
function freePriority(production: number | undefined, taken: ReadonlySet<number>): number | undefined {
  if (production === undefined) {
    for (let priority = 1; priority <= 50_000; priority++) if (!taken.has(priority)) return priority;
    return undefined;
  }
  for (let priority = production - 1; priority >= 1; priority--) if (!taken.has(priority)) return priority;
  return undefined;
}

function countValues(condition: RuleCondition): number {
  const configs = [
    condition.HostHeaderConfig,
    condition.PathPatternConfig,
    condition.HttpHeaderConfig,
    condition.HttpRequestMethodConfig,
    condition.SourceIpConfig,
  ];
  const inConfigs = configs.reduce(
    (sum, config) => sum + (config?.Values?.length ?? 0) + (config?.RegexValues?.length ?? 0),
    condition.QueryStringConfig?.Values?.length ?? 0,
  );
  return inConfigs > 0 ? inConfigs : (condition.Values?.length ?? 0);
}

/** The API reads a condition back in two spellings at once and accepts only one of them. */
function withoutLegacyValues(condition: RuleCondition): RuleCondition {
  const { Values: _legacy, ...rest } = condition;
  const hasConfig = Object.entries(rest).some(([key, config]) => key !== 'Field' && config !== undefined);
  return hasConfig ? rest : condition;
}

/**
 * The headers that make a request meet a team's own test rule. A rule that also asks for a query, a method or
 * a source address cannot be met by headers alone.
 */
export function headersThatMeet(
  conditions: readonly RuleCondition[],
): { readonly headers: Record<string, string> } | { readonly refusal: string } {
  const headers: Record<string, string> = {};
  for (const condition of conditions) {
    const host = condition.HostHeaderConfig?.Values?.[0];
    const value = condition.HttpHeaderConfig?.Values?.[0];
    if (condition.Field === 'http-header' && value !== undefined) {
      headers[(condition.HttpHeaderConfig?.HttpHeaderName ?? '').toLowerCase()] = value;
    } else if (condition.Field === 'host-header' && host !== undefined && !/[*?]/.test(host)) {
      headers['host'] = host;
    } else if (condition.Field !== 'path-pattern') {
      return {
        refusal: `the test rule has a ${condition.Field} condition that a smoke test cannot meet by headers; give it header and host conditions only`,
      };
    }
  }
  if (Object.keys(headers).length === 0) {
    return {
      refusal:
        'the test rule has no header or host condition, so requests to it cannot be told apart; give it one',
    };
  }
  return { headers };
}
