/**
 * What a cutover may be called. Step Functions takes far more for an execution's name, letters of any script and marks
 * that nobody sees among them; here it becomes a key, a link, a line in a mail and an argument of commands.
 */
import { Failure } from '../failures.ts';
import { shown } from './problem.ts';

export const cutoverIdForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

export function acceptId(id: string): void {
  if (cutoverIdForm.test(id)) return;
  const form =
    'letters from A to Z, digits, dots, dashes and underscores, at most 80, a letter or digit first';
  throw new Failure('PlanRejected', `the execution's name: ${shown(id)}: must be ${form}`);
}
