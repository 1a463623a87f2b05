/** Reads the two files that are deployed: the state machine, and from serverless.yml how long each function may run. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { arn } from './cloud/service.ts';

const root = new URL('../', import.meta.url);

let machine: unknown;
let serverless: ServerlessFile | undefined;

/** The state machine as CloudFormation would hand it to Step Functions. Read once: parsing takes longer than a short rehearsal. */
export function readMachine(): unknown {
  return (machine ??= resolved(
    parse(readFileSync(new URL('statemachine/cutover.asl.yml', root), 'utf8'), { merge: true }),
  ));
}

export function functionArn(key: string): string {
  return arn('lambda', `function:cutover-lab-${key}`);
}

export function functionKey(lambdaArn: string): string {
  return lambdaArn.slice(lambdaArn.lastIndexOf('-') + 1);
}

/** `{ Fn::GetAtt: [shiftTraffic, Arn] }` becomes the function's ARN; nothing else of CloudFormation is in the file. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const getAtt = (value as { 'Fn::GetAtt'?: readonly [string, string] })['Fn::GetAtt'];
  if (getAtt !== undefined) return functionArn(getAtt[0]);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, resolved(field)]));
}

interface ServerlessFile {
  readonly provider: { readonly timeout?: number };
  readonly functions: Readonly<Record<string, { readonly timeout?: number }>>;
}

/** Lambda timeouts by function key, in seconds. */
export function readTimeouts(): (key: string) => number {
  const file = (serverless ??= parse(
    readFileSync(new URL('serverless.yml', root), 'utf8'),
  ) as ServerlessFile);
  return (key) => file.functions[key]?.timeout ?? file.provider.timeout ?? 6;
}
