import { type AnswerWord, answerWords } from '../gate/gate.ts';
import { reasonText } from '../gate/reason.ts';
import type { GivenForm } from './visit.ts';

const fields = ['decision', 'reason', 'typed', 'digest', 'slip'];

/** A form as ours sends it: every field once, and no other. Which of two would count is not for us to guess. */
export function readForm(body: string): GivenForm | 'polluted' {
  const given = new URLSearchParams(body);
  const names = [...given.keys()];
  if (new Set(names).size !== names.length || names.some((name) => !fields.includes(name))) return 'polluted';
  const decision = given.get('decision');
  return {
    ...(decision !== null && { decision }),
    reason: given.get('reason') ?? '',
    typed: given.get('typed') ?? '',
    digest: given.get('digest') ?? '',
    slip: given.get('slip') ?? '',
  };
}

export interface FormProblem {
  readonly field: 'decision' | 'reason' | 'typed';
  readonly text: string;
}

/** What is missing before a form is an answer. A rejection without a reason leaves people guessing at night. */
export function problemsOf(form: GivenForm, service: string): readonly FormProblem[] {
  const problems: FormProblem[] = [];
  if (form.decision === undefined) problems.push({ field: 'decision', text: 'Choose one of the answers' });
  if (form.decision === 'reject' && reasonText(form.reason) === '')
    problems.push({ field: 'reason', text: 'Say why you stop it: others read it on the record' });
  if (!isConfirmed(form, service))
    problems.push({ field: 'typed', text: `Type ${service}, exactly as it is written here` });
  return problems;
}

/** Phones put capitals and spaces around what people type. */
export function isConfirmed({ typed }: Pick<GivenForm, 'typed'>, service: string): boolean {
  return typed.trim().toLowerCase() === service.trim().toLowerCase();
}

/** Undefined where a form carries a word that no form of ours has. */
export function wordOf(decision: string | undefined): AnswerWord | undefined {
  return answerWords.find((word) => word === decision);
}
