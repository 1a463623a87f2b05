/** Which fields a state of a type may have, and in which query language. */

type Languages = 'both' | 'JSONPath' | 'JSONata';
type Fields = Readonly<Record<string, Languages>>;

const EVERY: Fields = { Type: 'both', Comment: 'both', QueryLanguage: 'both' };
const GOES_ON: Fields = { Next: 'both', End: 'both' };
const PATHS: Fields = { InputPath: 'JSONPath', OutputPath: 'JSONPath' };
const RESULT: Fields = { ResultPath: 'JSONPath', ResultSelector: 'JSONPath' };
const LEAVES: Fields = { Output: 'JSONata', Assign: 'both' };
const FAILS: Fields = { Retry: 'both', Catch: 'both' };

/** A field and its form for JSONPath. */
const dynamic = (...names: string[]): Fields =>
  Object.fromEntries(
    names.flatMap((name) => [
      [name, 'both'],
      [`${name}Path`, 'JSONPath'],
    ]),
  );

const FIELDS: Readonly<Record<string, Fields>> = {
  Pass: {
    ...EVERY,
    ...GOES_ON,
    ...PATHS,
    ...LEAVES,
    Parameters: 'JSONPath',
    Result: 'JSONPath',
    ResultPath: 'JSONPath',
  },
  Task: {
    ...EVERY,
    ...GOES_ON,
    ...PATHS,
    ...RESULT,
    ...LEAVES,
    ...FAILS,
    ...dynamic('TimeoutSeconds', 'HeartbeatSeconds'),
    Resource: 'both',
    Parameters: 'JSONPath',
    Arguments: 'JSONata',
    Credentials: 'both',
  },
  Choice: { ...EVERY, ...PATHS, ...LEAVES, Choices: 'both', Default: 'both' },
  Wait: { ...EVERY, ...GOES_ON, ...PATHS, ...LEAVES, ...dynamic('Seconds', 'Timestamp') },
  Succeed: { ...EVERY, ...PATHS, Output: 'JSONata' },
  Fail: { ...EVERY, ...dynamic('Error', 'Cause') },
  Parallel: {
    ...EVERY,
    ...GOES_ON,
    ...PATHS,
    ...RESULT,
    ...LEAVES,
    ...FAILS,
    Branches: 'both',
    Parameters: 'JSONPath',
    Arguments: 'JSONata',
  },
  Map: {
    ...EVERY,
    ...GOES_ON,
    ...PATHS,
    ...RESULT,
    ...LEAVES,
    ...FAILS,
    ...dynamic('MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage'),
    ItemProcessor: 'both',
    Iterator: 'both',
    ItemsPath: 'JSONPath',
    Items: 'JSONata',
    ItemSelector: 'both',
    Parameters: 'JSONPath',
    Label: 'both',
    ItemReader: 'both',
    ItemBatcher: 'both',
    ResultWriter: 'both',
  },
};

/** Undefined where the field is allowed; else what AWS says of it. */
export function fieldProblem(type: string, field: string, language: string): string | undefined {
  const fields = FIELDS[type] ?? {};
  const languages = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (languages === undefined) return `Field '${field}' is not supported`;
  if (languages === 'both' || languages === language) return undefined;
  return `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${languages}' QueryLanguage`;
}

export const MACHINE_FIELDS = ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'];
export const BRANCH_FIELDS = ['Comment', 'StartAt', 'States'];
export const PROCESSOR_FIELDS = [...BRANCH_FIELDS, 'ProcessorConfig'];
export const RETRIER_FIELDS = [
  'Comment',
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
];
export const CATCHER_FIELDS = {
  JSONPath: ['Comment', 'ErrorEquals', 'Next', 'ResultPath', 'Assign'],
  JSONata: ['Comment', 'ErrorEquals', 'Next', 'Output', 'Assign'],
};
export const RULE_FIELDS = ['Comment', 'Condition', 'Next', 'Output', 'Assign'];
