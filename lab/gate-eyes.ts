/**
 * How the checker sees the gates: the rows as the ledger gets them, who really came to answer, what was registered and
 * what runs. What may be is read from the plan and the policy as they were written, by other code than the cutover's.
 */
import { createHash } from 'node:crypto';
import { planDigestOf } from '../aws/plan-digest.ts';
import { gateText } from '../core/gate/answer.ts';
import type { Gate } from '../core/gate/gate.ts';
import type { Approvable, Ships } from '../core/invariants/approved-is-what-ships.ts';
import type { MayApprove } from '../core/invariants/nobody-approves-their-own.ts';
import { canonicalJson } from '../core/plan/canonical-json.ts';
import { parsePlan } from '../core/plan/parse.ts';
import { type Lab, ledgerTable } from './lab.ts';
import { labPolicy } from './policy.ts';

export interface GateEyes {
  /** Told of each gate that is approved, as it is. */
  onApproved(listener: (at: number, gate: Approvable, may: MayApprove) => void): void;
  /** What has to be approved before users meet this share. */
  askedBefore(percent: number): readonly (Approvable | NotApproved)[];
  /** And before the old version is let go. */
  askedBeforeTheEnd(): readonly (Approvable | NotApproved)[];
  ships(): Ships;
}

interface NotApproved {
  readonly what: string;
  readonly isApproved: false;
}

type Asked = Readonly<Record<string, GateFile | undefined>>;

interface GateFile {
  readonly by: readonly string[];
  readonly need?: number;
  readonly at?: readonly (string | number)[];
  readonly escalate?: { readonly to: readonly string[] };
}

export function gateEyesOf(lab: Lab, executionArn: string, plan: unknown): GateEyes {
  const cutoverId = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  const asked = (plan as { approvals?: Asked }).approvals ?? {};
  const seen = new Map<string, Approvable>();
  const listeners: Parameters<GateEyes['onApproved']>[0][] = [];
  const heard = listen(lab);
  const starter = followStarter(lab);
  const registered = followDefinitions(lab);
  const parsed = parsePlan(plan);
  const planDigest = 'plan' in parsed ? planDigestOf(parsed.plan) : '';
  lab.ledger.onChange(({ at, key, after }) => {
    const gate = after?.['gate'] as Gate | undefined;
    if (gate === undefined || key['sk'] !== 'RECORD' || !(key['pk'] as string).startsWith('APPROVAL#'))
      return;
    const before = seen.get(gate.id);
    const now = observed(gate, before, heard);
    seen.set(gate.id, now);
    if (!now.isApproved || before?.isApproved === true) return;
    const may = mayApprove(asked[gate.gate], gate, starter());
    for (const listener of listeners) listener(at, now, may);
  });
  const required = (name: string, percent?: number): Approvable | NotApproved => {
    const gateName = percent === undefined ? name : `${name}-${percent}`;
    const found = [...seen].find(([id]) => id === `${cutoverId}.${gateName}`);
    const what = percent === undefined ? name : `${name} to ${percent} %`;
    return found?.[1].isApproved === true ? found[1] : { what, isApproved: false };
  };
  const before = (percent: number) => [
    ...(asked['go-live'] === undefined ? [] : [required('go-live')]),
    ...(asked['ramp']?.at ?? [])
      .map((one) => Number.parseFloat(String(one)))
      .filter((one) => one <= percent)
      .map((one) => required('ramp', one)),
  ];
  return {
    onApproved: (listener) => void listeners.push(listener),
    askedBefore: before,
    askedBeforeTheEnd: () => (asked['sign-off'] === undefined ? [] : [required('sign-off')]),
    ships: () => ({ planDigest, definitionDigests: registered, images: runningImages(lab) }),
  };
}

function observed(gate: Gate, before: Approvable | undefined, heard: Heard): Approvable {
  const { subject, status, decisions } = gate;
  const digest = createHash('sha256').update(canonicalJson(subject)).digest('hex');
  const answers = Object.values(decisions).map(({ by, decision, at, method }) => {
    const known = before?.answers.find((one) => one.by === by && one.decision === decision && one.at === at);
    return known ?? { by, decision, at, digest, wasHeard: heard(gate, by, decision, method) };
  });
  const { planDigest, definitionDigest, images } = subject;
  const isApproved = status === 'approved';
  return { what: gateText(gate), isApproved, digest, planDigest, definitionDigest, images, answers };
}

type Heard = (gate: Gate, by: string, decision: string, method: string) => boolean;

/** Who came: with a signature, which names them, or with a link's form or a click, which names the gate alone. */
function listen(lab: Lab): Heard {
  const signed = new Set<string>();
  const sent: string[] = [];
  lab.lambda.wrap('takeCommand', (run) => (event, context) => {
    const { requestContext, body = '' } = event as Request;
    const person = personOf(requestContext?.authorizer?.iam?.userArn);
    // Whose word it is stands in what they signed for.
    for (const word of ['approve', 'reject']) if (body.includes(`"${word}"`)) signed.add(`${person} ${word}`);
    return run(event, context);
  });
  for (const key of ['serveGate', 'serveSlack'])
    lab.lambda.wrap(key, (run) => (event, context) => {
      const { rawPath = '', requestContext, body = '' } = event as Request;
      if (requestContext?.http?.method === 'POST') sent.push(decodeURIComponent(`${rawPath} ${body}`));
      return run(event, context);
    });
  return ({ id }, by, decision, method) =>
    method === 'iam' ? signed.has(`${by} ${decision}`) : sent.some((one) => one.includes(id));
}

interface Request {
  readonly rawPath?: string;
  readonly body?: string;
  readonly requestContext?: {
    readonly authorizer?: { readonly iam?: { readonly userArn?: string } };
    readonly http?: { readonly method?: string };
  };
}

interface PolicyFile {
  readonly approvers: People;
  readonly starters: People;
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

type People = Readonly<Record<string, { readonly iamPrincipal: string }>>;

function personOf(principal: string | undefined): string | undefined {
  const { approvers, starters } = labPolicy() as PolicyFile;
  return Object.entries({ ...starters, ...approvers }).find(([, one]) => one.iamPrincipal === principal)?.[0];
}

/** The lab's people have their name before the @. */
function membersOf(asked: readonly string[]): ReadonlySet<string> {
  const { groups } = labPolicy() as PolicyFile;
  return new Set(asked.flatMap((one) => groups[one] ?? [one.split('@')[0] ?? one]));
}

function mayApprove(file: GateFile | undefined, gate: Gate, starter: string | undefined): MayApprove {
  const first = membersOf(file?.by ?? []);
  const later = membersOf(file?.escalate?.to ?? []);
  const from = gate.escalation?.at ?? Infinity;
  return {
    starter,
    need: file?.need ?? 1,
    mayAt: (person, at) => first.has(person) || (later.has(person) && at >= from),
  };
}

/** Undefined where nobody signed for the start. */
function followStarter(lab: Lab): () => string | undefined {
  return () => {
    const row = lab.ledger.rows(ledgerTable).find(({ sk }) => sk === 'START');
    return personOf(row?.['principal'] as string | undefined);
  };
}

function followDefinitions(lab: Lab): ReadonlySet<string> {
  const digests = new Set<string>();
  lab.wire.onCall(({ action, input, effect }) => {
    if (action === 'RegisterTaskDefinition' && effect)
      digests.add(createHash('sha256').update(canonicalJson(input)).digest('hex'));
  });
  return digests;
}

function runningImages(lab: Lab): string[] {
  const { canaryGroupArn } = lab.production.names;
  const service = lab.production.snapshot().services.find(({ groupArn }) => groupArn === canaryGroupArn);
  const describe = lab.production.services.ecs.actions.DescribeTaskDefinition;
  const { taskDefinition } = describe({ taskDefinition: service?.taskDefinition });
  return (taskDefinition?.containerDefinitions ?? []).flatMap(({ image }) => image ?? []);
}
