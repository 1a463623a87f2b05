/**
 * Reads the two files that are deployed: the state machine, and from serverless.yml how long each function may run and
 * which events it gets.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readRules } from './cloud/events/read-rules.ts';
import type { Rule } from './cloud/events/rule.ts';
import { arn } from './cloud/service.ts';
import { resolve } from './cloudformation.ts';

const root = new URL('../', import.meta.url);

let machine: unknown;
let serverless: ServerlessFile | undefined;
let rules: readonly Rule[] | undefined;

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
  readonly functions: Readonly<
    Record<string, { readonly timeout?: number; readonly events?: readonly unknown[] }>
  >;
  readonly stepFunctions: { readonly stateMachines: { readonly cutover: { readonly id: string } } };
}

function readServerless(): ServerlessFile {
  return (serverless ??= parse(readFileSync(new URL('serverless.yml', root), 'utf8')) as ServerlessFile);
}

/** Lambda timeouts by function key, in seconds. */
export function readTimeouts(): (key: string) => number {
  const file = readServerless();
  return (key) => file.functions[key]?.timeout ?? file.provider.timeout ?? 6;
}

/** What EventBridge hands to which function. */
export function readEventRules(): readonly Rule[] {
  return (rules ??= rulesOf(readServerless()));
}

export function rulesOf(file: ServerlessFile): readonly Rule[] {
  const keys = Object.keys(file.functions);
  const arns = {
    ...Object.fromEntries(keys.flatMap((key) => logicalIds(key).map((id) => [id, functionArn(key)]))),
    [file.stepFunctions.stateMachines.cutover.id]: arn('states', 'stateMachine:cutover-lab'),
    // Named by rules for what cannot be delivered, which the lab does not play.
    Undelivered: arn('sqs', 'watch-cutover-lab-undelivered'),
  };
  const functions = Object.entries(file.functions).map(([key, { events = [] }]) => {
    return [key, { events: events.map((event) => resolve(event, { file, arns })) }] as const;
  });
  return readRules(Object.fromEntries(functions));
}

/** By its key, as the state machine's plugin lets us write, and as osls calls its resource. */
function logicalIds(key: string): readonly string[] {
  return [key, `${key.charAt(0).toUpperCase()}${key.slice(1)}LambdaFunction`];
}
