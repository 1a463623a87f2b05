/**
 * How two task definitions differ, place by place, for people to read. Values of environment variables are told apart
 * and never shown: teams keep passwords there.
 */

/** A side that is absent has nothing there. */
export interface Difference {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

type Document = Readonly<Record<string, unknown>>;

/** What ECS adds to a definition when it registers it: no part of what somebody wrote. */
const registered = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'tags',
];

export function differencesOf(before: Document, after: Document): Difference[] {
  const [one, two] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...one.keys(), ...two.keys()])];
  return paths.flatMap((path) => {
    const [was, is] = [one.get(path), two.get(path)];
    if (was === is || (is === undefined && isDefault(path, was ?? ''))) return [];
    return [differenceAt(path, was, is)];
  });
}

/** What ECS writes into a definition where somebody left it out. */
function isDefault(path: string, value: string): boolean {
  if (path.endsWith(' cpu')) return value === '0';
  if (path.endsWith(' protocol')) return value === 'tcp';
  return path.endsWith(' hostPort');
}

/** `https://name:password@host` */
const credentials = /\/\/[^/@\s]+@/g;

function differenceAt(path: string, was: string | undefined, is: string | undefined): Difference {
  const isHidden = / environment /.test(path);
  const hide = (value: string | undefined, which: string) =>
    value === undefined || !isHidden
      ? value?.replaceAll(credentials, '//…@')
      : `(${which} value that is not shown)`;
  const [before, after] = [hide(was, 'a'), hide(is, was === undefined ? 'a' : 'another')];
  return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/** Every value by its place, with lists of named things (containers, variables, secrets) by their names. */
function leavesOf(definition: Document): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [field, value] of Object.entries(definition)) {
    if (registered.includes(field)) continue;
    if (field === 'containerDefinitions') walkNamed('', value, leaves);
    else walk(field, value, leaves);
  }
  return leaves;
}

function walk(path: string, value: unknown, leaves: Map<string, string>): void {
  // ECS answers with nulls where somebody wrote nothing, and with empty lists, in which there is nothing to walk.
  if (value === undefined || value === null) return;
  if (Array.isArray(value) && value.every(isNamed)) return walkNamed(path, value, leaves);
  if (Array.isArray(value) && value.some(isObject))
    return value.forEach((one, index) => walk(`${path} ${index + 1}`, one, leaves));
  if (!isObject(value)) {
    leaves.set(path, Array.isArray(value) ? value.join(' ') : textOf(value));
    return;
  }
  for (const [field, one] of Object.entries(value)) walk(`${path} ${field}`, one, leaves);
}

function walkNamed(path: string, value: unknown, leaves: Map<string, string>): void {
  for (const one of (Array.isArray(value) ? value : []).filter(isNamed)) {
    const { name, ...rest } = one;
    const place = `${path} ${name}`.trim();
    const [field = '', ...more] = Object.keys(rest);
    // A variable, or a secret: its name is the place.
    if (more.length === 0 && ['value', 'valueFrom'].includes(field)) leaves.set(place, textOf(rest[field]));
    else walk(place, rest, leaves);
  }
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamed(value: unknown): value is Document & { readonly name: string } {
  return isObject(value) && typeof value['name'] === 'string';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
