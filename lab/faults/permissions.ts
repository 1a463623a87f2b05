/** What our functions call, read from the file that their IAM roles are made of. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { mutating } from '../cloud/wire/call.ts';

interface Permissions {
  readonly places: Readonly<Record<string, { readonly service: string }>>;
  readonly functions: Readonly<Record<string, { readonly may: Readonly<Record<string, readonly string[]>> }>>;
}

/** Where IAM's prefix is not the name of the SDK's client. */
const clients: Readonly<Record<string, string>> = {
  'cognito-idp': 'cognito-identity-provider',
  elasticloadbalancing: 'elbv2',
  ses: 'sesv2',
  states: 'sfn',
};

/** IAM knows no action of this name: it asks for what the transaction does. */
const transaction = { action: 'TransactWriteItems', asksFor: ['PutItem', 'UpdateItem', 'DeleteItem'] };

let calls: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** By function the calls that its role allows, as `service:Action`; IAM's own extras such as PassRole are among them. */
export function callsByFunction(): ReadonlyMap<string, ReadonlySet<string>> {
  return (calls ??= readCalls());
}

/** What only reads the ledger's stream cannot change a cutover: it runs apart (lab/tellers), and faults do not name it. */
function isInThePath([, { may }]: readonly [string, { readonly may: object }]): boolean {
  return !Object.hasOwn(may, 'ledgerStream');
}

function readCalls(): Map<string, Set<string>> {
  const file = new URL('../../infra/permissions.yml', import.meta.url);
  const { places, functions } = parse(readFileSync(file, 'utf8'), { merge: true }) as Permissions;
  return new Map(
    Object.entries(functions)
      .filter(isInThePath)
      .map(([key, { may }]) => {
        const found = Object.entries(may).flatMap(([place, actions]) => {
          const iam = places[place]?.service ?? '';
          return actions.flatMap((action) => callsOf(clients[iam] ?? iam, action));
        });
        return [key, new Set(found)];
      }),
  );
}

function callsOf(service: string, action: string): string[] {
  const also = service === 'dynamodb' && transaction.asksFor.includes(action) ? [transaction.action] : [];
  return [action, ...also].map((name) => `${service}:${name}`);
}

/** The ledger is the memory of a function, and the answer to a task token ends a wait: what it is for is another write. */
const beside = ['dynamodb', 'sfn', 'iam'];

export function isBesideLedger(service: string): boolean {
  return !beside.includes(service);
}

/** Whether a function writes anything besides the ledger. */
export function writesBesideLedger(functionName: string): boolean {
  return [...(callsByFunction().get(functionName) ?? [])].some((call) => {
    const [service = '', action = ''] = call.split(':');
    return isBesideLedger(service) && mutating(service, action);
  });
}
