/** Variables of the new task definition against what is required and what runs today. No value is ever shown. */
import { environmentFilesOf, secretsOf, variablesOf } from '../release/references.ts';
import type { Verdict } from '../verdict.ts';
import { combined, enumerated, plural } from './findings.ts';
import { plainSecretsOf } from './plain-secrets.ts';
import type { PlannedChecks } from './planned.ts';

type Definition = Readonly<Record<string, unknown>>;

export function judgeEnvironment(
  { next, running }: { readonly next: Definition; readonly running: Definition | undefined },
  rule: NonNullable<PlannedChecks['environment']>,
): Verdict {
  const variables = variablesOf(next);
  const files = environmentFilesOf(next);
  const names = namesOf(next);
  const before = running === undefined ? new Set<string>() : namesOf(running);
  const missing = rule.required.filter((name) => !names.has(name));
  const lost = [...before].filter(
    (name) => !names.has(name) && !rule.dropped.includes(name) && !missing.includes(name),
  );
  const wrong = Object.entries(rule.matches).filter(
    ([name, pattern]) =>
      !matches(variables.get(name), pattern) && (variables.has(name) || files.length === 0),
  );
  const plain = plainSecretsOf(next);
  const isNew = [...names].filter((name) => !before.has(name));
  const found = [
    ...(missing.length > 0 && files.length === 0 ? [`required and not set: ${enumerated(missing)}`] : []),
    ...(lost.length > 0 && files.length === 0
      ? [
          `set in the running version and not in the new one: ${enumerated(lost)} (on purpose? name them in checks.environment.dropped)`,
        ]
      : []),
    ...(wrong.length > 0
      ? [`do not match what checks.environment.matches says: ${enumerated(wrong.map(([name]) => name))}`]
      : []),
    ...(plain.length > 0
      ? [`look like secrets in plain sight: ${enumerated(plain)}; take them from Secrets Manager`]
      : []),
  ];
  const unseen: Verdict[] =
    files.length === 0
      ? []
      : [
          {
            outcome: 'inconclusive',
            reason: `variables in files are not read, and nothing is known of them: ${enumerated(files)}; list them in the task definition`,
          },
        ];
  return combined(
    [...found.map((reason): Verdict => ({ outcome: 'fail', reason })), ...unseen],
    `${plural(names.size, 'variable')} set${running === undefined || isNew.length === 0 ? '' : `, new: ${enumerated(isNew)}`}`,
  );
}

function namesOf(definition: Definition): Set<string> {
  return new Set([...variablesOf(definition).keys(), ...secretsOf(definition).map(({ name }) => name)]);
}

function matches(value: string | undefined, pattern: string): boolean {
  return value !== undefined && new RegExp(`^(?:${pattern})$`).test(value);
}
