/** What a command by hand is about: a plan's target, or a cutover's id. Told apart by whether there is such a file. */
import { stat } from 'node:fs/promises';
import { cutoverIdForm } from '../../core/plan/cutover-id.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Problem } from '../../core/plan/problem.ts';
import { parseTarget } from '../../core/by-hand/target.ts';
import type { Snapshot } from '../../core/record.ts';
import { problemAt, readDocument } from '../read-document.ts';

export type Named =
  | { readonly cutoverId: string }
  | { readonly target: Plan['target'] }
  | { readonly problems: readonly Problem[] };

export async function readNamed(idOrPlan: string): Promise<Named> {
  const isThere = await stat(idOrPlan).then(
    () => true,
    () => false,
  );
  if (!isThere && cutoverIdForm.test(idOrPlan) && !/\.(ya?ml|json)$/.test(idOrPlan))
    return { cutoverId: idOrPlan };
  const read = await readDocument(idOrPlan, '');
  return 'problems' in read ? read : parseTarget(read.document);
}

/** A snapshot as the ledger, or the output of "Take snapshot" in an execution's history, has it. */
export async function readSnapshotFile(
  file: string,
): Promise<{ readonly snapshot: Snapshot } | { readonly problems: readonly Problem[] }> {
  const read = await readDocument(file, '');
  if ('problems' in read) return read;
  const outer = Object(read.document) as { snapshot?: unknown };
  const found = Object(outer.snapshot ?? read.document) as Partial<Snapshot>;
  const missing = [
    ['rules', (found.rules?.length ?? 0) > 0 && found.rules?.every(isRule)],
    ['stable.targetGroupArn', isGroup(found.stable?.targetGroupArn)],
    ['canary.targetGroupArn', isGroup(found.canary?.targetGroupArn)],
  ].filter(([, isSound]) => isSound !== true);
  if (missing.length === 0) return { snapshot: found as Snapshot };
  return {
    problems: missing.map(([path]) =>
      problemAt(String(path), file, 'is missing: this is no snapshot of a cutover'),
    ),
  };
}

function isRule(rule: { readonly arn?: unknown; readonly actions?: unknown } | undefined): boolean {
  return typeof rule?.arn === 'string' && /:listener(-rule)?\//.test(rule.arn) && Array.isArray(rule.actions);
}

function isGroup(arn: string | undefined): boolean {
  return typeof arn === 'string' && arn.includes(':targetgroup/');
}
