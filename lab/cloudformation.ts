/**
 * What CloudFormation and osls would make of the references in our files, as far as our files use them: `${self:…}`,
 * `${sls:stage}`, Ref, Fn::GetAtt of an Arn, Fn::Sub. Anything else is refused by name: it would reach AWS resolved and
 * the lab raw.
 */
import { place } from './cloud/service.ts';

/** The stage under which the lab has everything deployed. */
const stage = 'lab';

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': place.partition,
  'AWS::Region': place.region,
  'AWS::AccountId': place.account,
};

export interface References {
  /** The whole of serverless.yml, for `${self:…}`. */
  readonly file: unknown;
  /** ARNs by logical id: what GetAtt of Arn gives, and Ref of a state machine. */
  readonly arns: Readonly<Record<string, string>>;
}

export function resolve(value: unknown, references: References): unknown {
  if (typeof value === 'string') return withVariables(value, references);
  if (Array.isArray(value)) return value.map((one) => resolve(one, references));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const [only] = fields;
  if (only !== undefined && fields.length === 1 && (only[0] === 'Ref' || only[0].startsWith('Fn::')))
    return call(...only, references);
  return Object.fromEntries(fields.map(([name, field]) => [name, resolve(field, references)]));
}

function call(name: string, given: unknown, references: References): string {
  if (name === 'Ref' && typeof given === 'string') return pseudo[given] ?? arnOf(given, references);
  if (name === 'Fn::GetAtt') {
    const [id, attribute] = typeof given === 'string' ? given.split('.') : (given as readonly string[]);
    if (attribute === 'Arn') return arnOf(id ?? '', references);
  }
  if (name === 'Fn::Sub' && typeof given === 'string')
    return withVariables(given, references).replaceAll(/\$\{([\w:.]+)\}/g, (_, id: string) => {
      const [logical = '', attribute = 'Arn'] = id.includes('::') ? [id] : id.split('.');
      if (attribute !== 'Arn') throw unknown(`\${${id}}`);
      return pseudo[logical] ?? arnOf(logical, references);
    });
  throw unknown(`${name} of ${JSON.stringify(given)}`);
}

function arnOf(id: string, { arns }: References): string {
  const found = Object.hasOwn(arns, id) ? arns[id] : undefined;
  if (found === undefined) throw unknown(id);
  return found;
}

/** osls replaces these before CloudFormation sees anything. */
function withVariables(text: string, references: References): string {
  return text.replaceAll(/\$\{(self|sls):([\w.]+)\}/g, (_, source: string, path: string) => {
    if (source === 'sls' && path === 'stage') return stage;
    const found = source === 'self' ? at(references.file, path.split('.')) : undefined;
    if (typeof found !== 'string') throw unknown(`\${${source}:${path}}`);
    return withVariables(found, references);
  });
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

function unknown(what: string): Error {
  return new Error(`the lab cannot resolve ${what}; see lab/cloudformation.ts`);
}
