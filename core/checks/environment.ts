/** Variables of the new task definition against what is required and what runs today. No value is ever shown. */
import { secretsOf, variablesOf } from '../release/references.ts';
import type { Verdict } from '../verdict.ts';
import { enumerated, findings, plural } from './findings.ts';
import type { PlannedChecks } from './planned.ts';

type Definition = Readonly<Record<string, unknown>>;

export function judgeEnvironment(
  { next, running }: { readonly next: Definition; readonly running: Definition | undefined },
  rule: NonNullable<PlannedChecks['environment']>,
): Verdict {
  const variables = variablesOf(next);
  const names = namesOf(next);
  const before = running === undefined ? new Set<string>() : namesOf(running);
  const missing = rule.required.filter((name) => !names.has(name));
  const lost = [...before].filter(
    (name) => !names.has(name) && !rule.dropped.includes(name) && !missing.includes(name),
  );
  const wrong = Object.entries(rule.matches).filter(
    ([name, pattern]) => !matches(variables.get(name), pattern),
  );
  const plain = [...variables].filter(([name, value]) => looksSecret(name, value)).map(([name]) => name);
  const isNew = [...names].filter((name) => !before.has(name));
  return findings(
    [
      ...(missing.length > 0 ? [`required and not set: ${enumerated(missing)}`] : []),
      ...(lost.length > 0
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
    ],
    `${plural(names.size, 'variable')} set${running === undefined || isNew.length === 0 ? '' : `, new: ${enumerated(isNew)}`}`,
  );
}

function namesOf(definition: Definition): Set<string> {
  return new Set([...variablesOf(definition).keys(), ...secretsOf(definition).map(({ name }) => name)]);
}

function matches(value: string | undefined, pattern: string): boolean {
  return value !== undefined && new RegExp(`^(?:${pattern})$`).test(value);
}

const secretName = /(^|_)(SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)(_?KEY|_?VALUE)?$/i;
const secretValue =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bxox[abprs]-|\bsk_live_|:\/\/[^/\s:@]+:[^/\s@]+@/;

/** A name that says so with a value that could be one, or a value that only secrets have. */
function looksSecret(name: string, value: string): boolean {
  if (secretValue.test(value)) return true;
  const couldBe = value.length >= 8 && !/^(\d+|true|false|arn:.*)$/i.test(value);
  return secretName.test(name) && couldBe;
}
