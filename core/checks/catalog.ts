/** Who carries a check out, and whether people may waive it. */
import { type CheckId, checkIds, type PlannedChecks } from './planned.ts';

/** One Lambda function each, with a role of its own: docs/decisions/0015-checks-by-what-they-read.md. */
export type CheckGroup =
  | 'workload'
  | 'edge'
  | 'firewall'
  | 'telemetry'
  | 'dependencies'
  | 'terraform'
  | 'outside'
  | 'load'
  | 'k6';

const groups: Readonly<Record<CheckId, CheckGroup>> = {
  terraform: 'terraform',
  ecs: 'workload',
  targets: 'workload',
  image: 'workload',
  environment: 'workload',
  cloudfront: 'edge',
  waf: 'firewall',
  certificate: 'workload',
  queue: 'dependencies',
  secrets: 'dependencies',
  calendar: 'dependencies',
  alarms: 'telemetry',
  dashboards: 'telemetry',
  logs: 'telemetry',
  coverage: 'telemetry',
  staging: 'outside',
  load: 'load',
  http: 'outside',
  onCall: 'outside',
  teamTold: 'outside',
  supportReady: 'outside',
  customersTold: 'outside',
};

/** Whoever waives these would have two writers of one rule, and no way back. */
const neverWaived: ReadonlySet<string> = new Set(['ecs']);

/** One line of the checklist. `name` is the check's id, with the name of its request for `http`. */
export interface ChecklistItem {
  readonly name: string;
  readonly group: CheckGroup;
}

export function checklist(checks: PlannedChecks): ChecklistItem[] {
  return checkIds
    .filter((id) => checks[id] !== undefined)
    .flatMap((id) => namesOf(id, checks).map((name) => ({ name, group: groupOf(id, checks) })));
}

/** k6 runs in ECS, which the state machine waits for; no function lives that long. */
function groupOf(id: CheckId, { load }: PlannedChecks): CheckGroup {
  return id === 'load' && load?.engine === 'k6' ? 'k6' : groups[id];
}

function namesOf(id: CheckId, { http = [] }: PlannedChecks): string[] {
  return id === 'http' ? http.map(({ name }) => `http:${name}`) : [id];
}

/** The checks that nobody looks at, and that a person should know of. */
export function unchecked(checks: PlannedChecks): CheckId[] {
  return checkIds.filter((id) => checks[id] === undefined);
}

export function idOf(name: string): CheckId | undefined {
  const [first = ''] = name.split(':');
  return checkIds.find((id) => id === first);
}

export function mayBeWaived(name: string): boolean {
  return !neverWaived.has(name);
}
