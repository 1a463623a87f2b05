/** k6 as a task in ECS: what it is started with, and what its end means. */
import type { K6Load } from '../plan/plan.ts';
import { durationText } from '../plan/units.ts';
import type { Verdict } from '../verdict.ts';

/** What is read of its task definition. */
export interface K6Definition {
  readonly networkMode?: string | undefined;
  readonly requiresCompatibilities?: readonly string[] | undefined;
  readonly containers: readonly { readonly name: string; readonly isEssential: boolean }[];
}

/** RunTask's input, as Step Functions spells it. */
export type K6Task = Readonly<Record<string, unknown>>;

export type K6Start = { readonly task: K6Task; readonly container: string } | { readonly verdict: Verdict };

/** ECS's `startedBy` holds 128 characters, and names have at most 80. */
export function startOf(load: K6Load, definition: K6Definition, url: string, cutoverId: string): K6Start {
  const container = containerOf(load, definition);
  if (typeof container === 'object') return { verdict: container };
  const { cluster, taskDefinition, subnets, securityGroups = [] } = load;
  if (definition.networkMode === 'awsvpc' && subnets === undefined)
    return { verdict: wrong('staging.load needs subnets: its task definition has the network mode awsvpc') };
  const environment = { TARGET_URL: url, DURATION: durationText(load.seconds) };
  return {
    container,
    task: {
      Cluster: cluster,
      TaskDefinition: taskDefinition,
      Count: 1,
      StartedBy: `cutover ${cutoverId}`,
      ...(definition.requiresCompatibilities?.includes('FARGATE') === true && { LaunchType: 'FARGATE' }),
      ...(subnets !== undefined && {
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: subnets, SecurityGroups: securityGroups } },
      }),
      Overrides: {
        ContainerOverrides: [
          {
            Name: container,
            Environment: Object.entries(environment).map(([Name, Value]) => ({ Name, Value })),
          },
        ],
      },
    },
  };
}

function containerOf({ container }: K6Load, { containers }: K6Definition): string | Verdict {
  const names = containers.map(({ name }) => name);
  if (container !== undefined)
    return names.includes(container)
      ? container
      : wrong(`staging.load.container is none of its task definition's: ${names.join(', ')}`);
  const [only, ...more] = containers.filter(({ isEssential }) => isEssential);
  if (only !== undefined && more.length === 0) return only.name;
  return wrong(`staging.load needs container: its task definition has ${names.join(', ')}`);
}

function wrong(reason: string): Verdict {
  return { outcome: 'error', reason: `k6 could not be started: ${reason}` };
}

/** What Step Functions brings: the task at its end, or the error that it names with a cause in JSON. */
export type K6End = { readonly task: unknown } | { readonly error: string; readonly cause: string };

/** https://grafana.com/docs/k6/latest/using-k6/thresholds/: k6 ends with 99 where a threshold was not met. */
const thresholdsMissed = 99;

export function judgeK6(end: K6End, container: string, load: Pick<K6Load, 'seconds'>): Verdict {
  const task = taskOf(end);
  if (task === undefined) return { outcome: 'error', reason: `k6 did not run: ${reasonOf(end)}` };
  const found = (task.Containers ?? []).find(({ Name }) => Name === container);
  const exitCode = found?.ExitCode;
  if (exitCode === 0)
    return {
      outcome: 'pass',
      reason: `k6 ended with 0 after ${durationText(load.seconds)}: no threshold was missed`,
    };
  if (exitCode === thresholdsMissed)
    return { outcome: 'fail', reason: `k6 missed its thresholds (exit code ${thresholdsMissed})` };
  const why = [found?.Reason, task.StoppedReason].filter((text) => text !== undefined).join('; ');
  const ended = exitCode === undefined ? 'k6 never ended by itself' : `k6 ended with ${exitCode}`;
  return {
    outcome: 'error',
    reason: `${ended}, which says nothing of staging${why === '' ? '' : `: ${why}`}`,
  };
}

interface Task {
  readonly StoppedReason?: string;
  readonly Containers?: readonly {
    readonly Name?: string;
    readonly ExitCode?: number;
    readonly Reason?: string;
  }[];
}

/** A task whose container did not end with 0 is a failed state, and its description the cause of it. */
function taskOf(end: K6End): Task | undefined {
  const document = 'task' in end ? end.task : parsed(end.cause);
  const isTask = typeof document === 'object' && document !== null && 'Containers' in document;
  return isTask ? (document as Task) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(end: K6End): string {
  if ('task' in end) return 'ECS described no task';
  if (end.error === 'States.Timeout') return 'it was not through ten minutes after its time';
  return `${end.error}: ${end.cause}`.slice(0, 500);
}
