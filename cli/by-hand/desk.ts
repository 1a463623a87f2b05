/** What somebody who releases by hand works with: AWS (or the lab), a terminal, and the names of both. */
import { applicationAutoscaling } from '../../aws/clients/application-autoscaling.ts';
import { cloudwatch } from '../../aws/clients/cloudwatch.ts';
import { dynamodb } from '../../aws/clients/dynamodb.ts';
import { ecr } from '../../aws/clients/ecr.ts';
import { ecs } from '../../aws/clients/ecs.ts';
import { elbv2 } from '../../aws/clients/elbv2.ts';
import { logs } from '../../aws/clients/logs.ts';
import { sfn } from '../../aws/clients/sfn.ts';
import { ssm } from '../../aws/clients/ssm.ts';
import { isNamed, named } from '../../aws/failures.ts';
import { type CutoverRef, tell } from '../../aws/ledger/story.ts';
import type { World } from '../../aws/world.ts';
import type { Snapshot } from '../../core/record.ts';

/** `sfn` is asked one thing only: whether the execution of a lock that has run out is dead. */
export const handClients = {
  dynamodb,
  ecr,
  ecs,
  elbv2,
  cloudwatch,
  logs,
  sfn,
  ssm,
  'application-autoscaling': applicationAutoscaling,
};

export interface Desk {
  readonly world: World<keyof typeof handClients>;
  /** Who, and where: other people will read it. */
  readonly hand: string;
  /** One line of progress, with its time. */
  readonly say: (text: string) => void;
  /** Set by Ctrl-C; looked at between two steps, and every second of a wait. */
  readonly stop: { isAsked: boolean };
  /** Hears what each function said: for who checks it from outside. */
  readonly heard?: (functionName: string, report: Report) => void;
}

/** A release that is in this hand. */
export interface Run extends Desk {
  readonly cutover: CutoverRef;
  readonly snapshot: Snapshot;
  readonly epoch: number;
  readonly guard: Guard;
}

/** Where the release and its guard are. */
export interface Guard {
  percent: number;
  lookedAt: number;
}

export interface Report {
  readonly story?: readonly string[];
  readonly [word: string]: unknown;
}

/** Ctrl-C, between two steps. */
export class Stopped extends Error {}

const pausesMilliseconds = [2_000, 4_000, 8_000, 15_000];

/** One of the deployed functions, as its state would run it: passing faults are tried again, and its sentences told. */
export async function step<R extends Report>(
  desk: Desk & { readonly cutover: CutoverRef },
  name: string,
  work: () => Promise<R>,
): Promise<R> {
  const { world, cutover } = desk;
  const report = await patiently(desk, work);
  await tell(world, cutover, name, report.story ?? []);
  for (const text of report.story ?? []) desk.say(text);
  desk.heard?.(name, report);
  return report;
}

async function patiently<R>({ world, say }: Desk, work: () => Promise<R>): Promise<R> {
  for (const milliseconds of pausesMilliseconds) {
    try {
      return await work();
    } catch (error) {
      const { name, message } = named(error);
      if (name !== 'CloudBusy') throw error;
      say(`${message}; trying again in ${milliseconds / 1000} s`);
      await world.clock.sleep(milliseconds);
    }
  }
  return work();
}

/** Whether fresh credentials would help. */
export function lacksCredentials(error: unknown): boolean {
  const { name, message } = named(error);
  const what = error instanceof Error ? error.name : '';
  if (/Credentials|TokenProvider|SSO/.test(what)) return true;
  return name === 'CloudDenied' && /Expired|UnrecognizedClient|InvalidClientToken/.test(`${what} ${message}`);
}

/** Nobody else's doing, and no fault of the release's: AWS, or the way there, does not answer. */
export function isOutage(error: unknown): boolean {
  return lacksCredentials(error) || isNamed(named(error), 'CloudBusy');
}
