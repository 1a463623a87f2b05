/**
 * Reads a plan as `terraform show -json` writes it: https://developer.hashicorp.com/terraform/internals/json-format.
 * Addresses and actions only: values may be secret, and none of them ever leaves this file.
 */
import type { Verdict } from '../verdict.ts';
import { ageText, enumerated, findings, plural, timeText } from './findings.ts';

export interface TerraformFacts {
  readonly document: unknown;
  /** When the file was written, for plans that carry no time of their own. */
  readonly writtenAt: number;
  readonly now: number;
}

interface Change {
  readonly address?: unknown;
  readonly previous_address?: unknown;
  readonly change?: { readonly actions?: readonly unknown[]; readonly importing?: unknown };
}

interface TerraformPlan {
  readonly format_version?: unknown;
  readonly timestamp?: unknown;
  readonly errored?: unknown;
  readonly complete?: unknown;
  readonly planned_values?: unknown;
  readonly resource_changes?: readonly Change[];
  readonly resource_drift?: readonly Change[];
  readonly deferred_changes?: readonly { readonly resource_change?: Change }[];
  readonly output_changes?: Readonly<Record<string, Change['change']>>;
  readonly checks?: readonly {
    readonly address?: { readonly to_display?: unknown };
    readonly status?: unknown;
  }[];
}

/** Clocks of two machines differ by so much without anything being wrong. */
const clockSkewMilliseconds = 5 * 60_000;

const harmless: ReadonlySet<unknown> = new Set(['no-op', 'read']);

export function judgeTerraform(facts: TerraformFacts, maxAgeSeconds: number): Verdict {
  const plan = planOf(facts.document);
  if (typeof plan === 'string') return { outcome: 'error', reason: plan };
  const madeAt = Date.parse(String(plan.timestamp)) || facts.writtenAt;
  const age = facts.now - madeAt;
  const isOld = age > maxAgeSeconds * 1000;
  const stale = [
    ...(isOld
      ? [
          `the plan is ${ageText(age)} old, and at most ${ageText(maxAgeSeconds * 1000)} is allowed: plan anew`,
        ]
      : []),
    ...(age < -clockSkewMilliseconds
      ? [`the plan says that it was made ${timeText(madeAt)}, which is yet to come: plan anew`]
      : []),
  ];
  const resources = plan.resource_changes ?? [];
  return findings(
    [...stale, ...incomplete(plan), ...pending(plan)],
    `no pending change among ${plural(resources.length, 'resource')}, planned ${timeText(madeAt)}`,
  );
}

function planOf(document: unknown): TerraformPlan | string {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return 'the file holds no JSON mapping: write it with terraform show -json';
  const plan = document as TerraformPlan;
  const version = typeof plan.format_version === 'string' ? plan.format_version : '';
  if (!version.startsWith('1.'))
    return `the file is of format ${version === '' ? 'unknown' : version}, and 1.x is what terraform show -json writes for a plan`;
  if (plan.planned_values === undefined && plan.resource_changes === undefined)
    return 'the file is no plan (a state, perhaps): write it with terraform show -json PLANFILE';
  const lists = [plan.resource_changes, plan.resource_drift, plan.deferred_changes, plan.checks];
  if (lists.some((list) => list !== undefined && !Array.isArray(list)))
    return 'the file is no plan that terraform show -json wrote: its lists are none';
  return plan;
}

function incomplete(plan: TerraformPlan): string[] {
  const deferred = plan.deferred_changes ?? [];
  return [
    ...(plan.errored === true ? ['planning ended with an error: the plan is not whole'] : []),
    ...(plan.complete === false && deferred.length === 0
      ? ['the plan is not complete: apply what it has, and plan again']
      : []),
    ...(deferred.length > 0
      ? [
          `${plural(deferred.length, 'change')} deferred: ${enumerated(deferred.map(({ resource_change }) => addressOf(resource_change)))}`,
        ]
      : []),
  ];
}

function pending(plan: TerraformPlan): string[] {
  const changes = (plan.resource_changes ?? []).flatMap((one) => describe(one) ?? []);
  const drifted = (plan.resource_drift ?? []).filter(({ change }) => !isHarmless(change)).map(addressOf);
  const outputs = Object.entries(plan.output_changes ?? {}).filter(([, change]) => !isHarmless(change));
  // `unknown` is what only an apply could tell; without one it is no news.
  const broken = (plan.checks ?? []).filter(({ status }) => status === 'fail' || status === 'error');
  const conditions = broken.map(({ address }) =>
    typeof address?.to_display === 'string' ? address.to_display : 'a check without an address',
  );
  return [
    ...(changes.length > 0 ? [`${plural(changes.length, 'pending change')}: ${enumerated(changes)}`] : []),
    ...(drifted.length > 0 ? [`drift (changed outside Terraform): ${enumerated(drifted)}`] : []),
    ...(outputs.length > 0 ? [`outputs would change: ${enumerated(outputs.map(([name]) => name))}`] : []),
    ...(conditions.length > 0 ? [`conditions that do not hold: ${enumerated(conditions)}`] : []),
  ];
}

/** A move or an import is a change of the state even where the resource stays as it is. */
function describe(one: Change): string | undefined {
  const address = addressOf(one);
  if (!isHarmless(one.change)) return `${address} (${actionText(one.change)})`;
  if (one.change?.importing !== undefined && one.change.importing !== null) return `${address} (import)`;
  if (one.previous_address !== undefined) return `${address} (moved)`;
  return undefined;
}

function isHarmless(change: Change['change']): boolean {
  const actions = change?.actions;
  return Array.isArray(actions) && actions.length > 0 && actions.every((action) => harmless.has(action));
}

/** Terraform writes a replacement as the two things that it is. */
function actionText(change: Change['change']): string {
  const actions = (change?.actions ?? []).map(String);
  return actions.includes('delete') && actions.includes('create')
    ? 'replace'
    : actions.join(', ') || 'unknown';
}

function addressOf(one: Change | undefined): string {
  return typeof one?.address === 'string' ? one.address : 'a resource without an address';
}
