/** Builds the World of a Lambda function: with `lab/world.ts`, the only place that knows the real clock. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientFactories } from './clients/config.ts';
import { nameCalls } from './clients/name-calls.ts';
import { http } from './http.ts';
import type { Clients, Service, Settings, World } from './world.ts';

export function lambdaWorld<S extends Service>(factories: ClientFactories<S>): World<S> {
  return {
    clients: makeClients(factories),
    http,
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    random: { hex: (bytes) => randomBytes(bytes).toString('hex') },
    settings: {
      ledgerTable: required('LEDGER_TABLE'),
      ...deployedPolicy(),
      ...machine(),
      ...approvals(),
      ...channels(),
      ...room(),
    },
    log: {
      info: (message, fields) => write('info', message, fields),
      error: (message, fields) => write('error', message, fields),
    },
  };
}

function makeClients<S extends Service>(factories: ClientFactories<S>): Pick<Clients, S> {
  const clients: Partial<Record<Service, unknown>> = {};
  for (const service of Object.keys(factories) as S[]) {
    const client = factories[service]();
    nameCalls(service, client as Parameters<typeof nameCalls>[1]);
    clients[service] = client;
  }
  return clients as Pick<Clients, S>;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`the environment variable ${name} is not set; serverless.yml sets it`);
  return value;
}

/** Written by the build beside the function that reads plans, and by no other (serverless.yml names the file). */
function deployedPolicy(): { readonly policy?: unknown } {
  const { POLICY_FILE: file, LAMBDA_TASK_ROOT: root = '.' } = process.env;
  return file === undefined ? {} : { policy: JSON.parse(readFileSync(join(root, file), 'utf8')) as unknown };
}

/** Of the function that starts cutovers, and of no other. */
function machine(): Pick<Settings, 'machineArn'> {
  const { MACHINE_ARN: machineArn } = process.env;
  return machineArn === undefined ? {} : { machineArn };
}

/** Where cutovers are told, written by the build beside the functions that tell; and where what they could not tell goes. */
function channels(): Pick<Settings, 'channels' | 'undeliveredUrl'> {
  const {
    CHANNELS_FILE: file,
    UNDELIVERED_QUEUE: undeliveredUrl,
    LAMBDA_TASK_ROOT: root = '.',
  } = process.env;
  if (file === undefined) return {};
  const read = JSON.parse(readFileSync(join(root, file), 'utf8')) as NonNullable<Settings['channels']>;
  return { channels: read, ...(undeliveredUrl !== undefined && { undeliveredUrl }) };
}

/** Of the function that makes links to the control room, and of no other. */
function room(): Pick<Settings, 'roomUrl'> {
  const { ROOM_PAGE: page = '' } = process.env;
  return page === '' ? {} : { roomUrl: page.replace(/\/$/, '') };
}

/** Where approvers are told: of the functions that ask them, and of no other. */
function approvals(): Pick<Settings, 'approvals'> {
  const {
    APPROVALS_PAGE: page = '',
    APPROVALS_SENDER: sender = '',
    APPROVALS_TOPIC: topicArn = '',
  } = process.env;
  const ways = {
    ...(page !== '' && { pageUrl: page.replace(/\/$/, '') }),
    ...(sender !== '' && { sender }),
    ...(topicArn !== '' && { topicArn }),
  };
  return Object.keys(ways).length === 0 ? {} : { approvals: ways };
}

/** One JSON line: CloudWatch Logs Insights finds fields in it without a parser. */
function write(level: string, message: string, fields?: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
}
