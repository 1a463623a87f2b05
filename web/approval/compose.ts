/** From the facts of a gate to what its page shows. */
import { approvalsOf, type Gate, methodText, neededApprovals } from '../../core/gate/gate.ts';
import { peopleOf } from '../../core/gate/people.ts';
import { parseImage } from '../../core/release/image.ts';
import type { GateFacts, RampFacts } from '../../core/visit/facts.ts';
import type { MetGate } from '../../core/visit/met.ts';
import { answersOf, questionOf, silenceOf } from './words-of-gates.ts';
import { stateOf } from './state.ts';
import type { ApprovalView, Form, GateState, Ramp, Shipping } from './view.ts';

export function viewOf(met: MetGate): ApprovalView {
  const { facts, you } = met;
  const { gate, ramp, checks, story } = facts;
  const state = stateOf(met);
  const form = formOf(met, state);
  return {
    approvalId: gate.id,
    cutoverId: gate.cutoverId,
    service: gate.service,
    question: questionOf(gate),
    answers: answersOf(gate),
    found: gate.subject.evidence,
    you,
    now: facts.now,
    expiresAt: gate.expiresAt,
    silence: silenceOf(gate),
    state,
    ...(facts.since !== undefined && { since: facts.since }),
    shipping: shippingOf(facts),
    ...(ramp && { ramp: rampOf(ramp) }),
    checks: checks.map(({ id, verdict, waived, evidence, waiver }) => ({
      id,
      verdict,
      waived,
      evidence,
      ...(waiver && { waivedBy: waiver.by }),
    })),
    story: story.map(({ at, text }) => ({ at: Date.parse(at), text })),
    quorum: quorumOf(gate, facts.now),
    ...(form && { form }),
  };
}

/** There is a form where an answer would count: then, and only then. */
function formOf({ facts: { gate }, slip, problems, entered }: MetGate, state: GateState): Form | undefined {
  const offers = answersOf(gate).filter(({ word }) =>
    state.kind === 'voted' ? word !== state.word : state.kind === 'open' || state.kind === 'changed',
  );
  return offers.length === 0 ? undefined : { offers, slip, typed: gate.service, problems, entered };
}

function shippingOf({ containers, from, to, differences, gate }: GateFacts): Shipping {
  return {
    images: containers.map(({ name, image }) => {
      const digest = parseImage(image)?.digest;
      return {
        container: name,
        image: image.replace(/@sha256:.*/, ''),
        ...(digest !== undefined && { digest }),
      };
    }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    changes: differences,
    digest: gate.digest,
  };
}

function rampOf({ errorPercentLimit, p95MillisecondsLimit, ...ramp }: RampFacts): Ramp {
  return { ...ramp, limits: { errorPercent: errorPercentLimit, p95Milliseconds: p95MillisecondsLimit } };
}

function quorumOf(gate: Gate, now: number): ApprovalView['quorum'] {
  const decided = Object.values(gate.decisions).toSorted((a, b) => a.at - b.at);
  const isOpen =
    gate.status === 'pending' && now < gate.expiresAt && approvalsOf(gate).length < neededApprovals(gate);
  const starter = 'person' in gate.starter ? gate.starter.person : undefined;
  const asked = peopleOf(gate).filter(({ id }) => id !== starter && gate.decisions[id] === undefined);
  return {
    need: neededApprovals(gate),
    decided: decided.map(({ by, decision, at, method, reason }) => ({
      by,
      word: decision,
      at,
      method: methodText[method],
      ...(reason.trim() !== '' && { reason: reason.trim() }),
    })),
    waiting: isOpen ? asked.map(({ id }) => id) : [],
  };
}
