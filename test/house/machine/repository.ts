/** What the rules about the machine and about names need to know of the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Machine } from './graph.ts';

const root = new URL('../../../', import.meta.url);

export function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

export function exists(path: string): boolean {
  return existsSync(new URL(path, root));
}

export function filesIn(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.slice(root.pathname.length)}/${entry.name}`);
}

/** The state machine as it stands in the repository, `Fn::GetAtt` and all. */
export function definition(): Machine {
  return parse(read('statemachine/cutover.asl.yml'), { merge: true }) as Machine;
}

/** The keys of the functions in serverless.yml. */
export function deployedKeys(): string[] {
  return Object.keys((parse(read('serverless.yml')) as { functions: object }).functions);
}

/** Functions that an event or a URL calls, and not the state machine. */
export function outsideKeys(): string[] {
  const { functions } = parse(read('serverless.yml')) as {
    functions: Readonly<Record<string, { events?: unknown; url?: unknown }>>;
  };
  return Object.entries(functions).flatMap(([key, { events, url }]) =>
    events === undefined && url === undefined ? [] : [key],
  );
}

/** The errors that our own code throws by name. */
export function ownErrors(): Set<string> {
  const named = [
    ...read('core/failures.ts').matchAll(/^ {2}\| '(\w+)'/gm),
    ...read('aws/failures.ts').matchAll(/rename\(error, '(\w+)'\)/g),
    ...read('aws/lambda.ts').matchAll(/error\.name = '(\w+)'/g),
  ];
  return new Set(named.map((match) => match[1] ?? ''));
}

/** shiftTraffic → shift-traffic. */
export function kebab(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Shift traffic → shiftTraffic, Call a person → callPerson: articles are for reading. */
export function camel(stateName: string): string {
  return stateName
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, '')
    .replaceAll(/ an? /g, ' ')
    .replaceAll(/ ([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
