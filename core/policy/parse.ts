/** From any document to a policy, or to all that is wrong with it. Never throws. */
import type { Person } from '../gate/gate.ts';
import { documentProblems } from '../plan/document.ts';
import { issueProblems } from '../plan/issues.ts';
import { minRequestsDefault } from '../plan/judging.ts';
import type { Problem } from '../plan/problem.ts';
import type { Policy, RequiredGate } from './policy.ts';
import { channelsOf } from './messages.ts';
import { type PolicyFile, policySchema } from './schema.ts';

export type ParsedPolicy = { readonly policy: Policy } | { readonly problems: readonly Problem[] };

export function parsePolicy(document: unknown): ParsedPolicy {
  const unsound = documentProblems(document);
  if (unsound.length > 0) return { problems: unsound };
  const parsed = policySchema.safeParse(document);
  if (!parsed.success) return { problems: issueProblems(parsed.error.issues, document) };
  return { policy: policyOf(parsed.data) };
}

function policyOf(file: PolicyFile): Policy {
  const { targets, approvers, starters, groups, gates, triggers, messages } = file;
  return {
    targets,
    people: Object.fromEntries(
      Object.entries({ ...starters, ...approvers }).map(([id, one]) => [id, personOf(id, one)]),
    ),
    approvers: Object.keys(approvers),
    groups,
    gates: Object.fromEntries(
      Object.entries(gates).flatMap(([name, one]) => (one === undefined ? [] : [[name, gateOf(one)]])),
    ),
    triggers: ceilingsOf(triggers),
    channels: channelsOf(messages, { ...starters, ...approvers }),
  };
}

function personOf(
  id: string,
  { email, slackId, iamPrincipal = [] }: PolicyFile['approvers'][string],
): Person {
  return { id, email, ...(slackId !== undefined && { slackId }), iamPrincipals: iamPrincipal };
}

function gateOf(file: NonNullable<PolicyFile['gates']['ramp']>): RequiredGate {
  const { by, need, identity, within, then, at = [] } = file;
  return {
    ...(by !== undefined && { by }),
    need,
    identity,
    ...(within !== undefined && { withinSeconds: within }),
    mustRollBack: then === 'rollBack',
    atPercents: at,
  };
}

function ceilingsOf({
  http5xx,
  latencyP95,
  unhealthy,
  queueDepth,
  minRequests,
  alarms,
}: PolicyFile['triggers']): Policy['triggers'] {
  const most = minRequests ?? (http5xx || latencyP95 ? minRequestsDefault : undefined);
  return {
    ...(most !== undefined && { minRequestsPerMinute: most }),
    ...(http5xx && { http5xx: { above: http5xx.above, forSeconds: http5xx.for } }),
    ...(latencyP95 && { latencyP95: { above: latencyP95.above, forSeconds: latencyP95.for } }),
    ...(unhealthy && { unhealthy: { above: unhealthy.above, forSeconds: unhealthy.for } }),
    ...(queueDepth && { queueDepth: { risingForSeconds: queueDepth.risingFor } }),
    alarms,
  };
}
