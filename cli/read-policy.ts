/** A plan file held against a policy file, as the deployed function holds it against the deployed one. */
import { policyProblems } from '../core/policy/bound.ts';
import { type ParsedPolicy, parsePolicy } from '../core/policy/parse.ts';
import { readDocument } from './read-document.ts';
import { placed, readPlan, type ReadPlan } from './read-plan.ts';

/** Whether enough people are left without the one who starts it, only the deployed function knows: it knows who that is. */
export async function readUnderPolicy(file: string, policyFile: string | undefined): Promise<ReadPlan> {
  const read = await readPlan(file);
  if ('problems' in read || policyFile === undefined) return read;
  const policy = await readPolicy(policyFile);
  if ('problems' in policy) return policy;
  const { plan, lineOf } = read;
  const found = policyProblems(plan, policy.policy);
  return found.length > 0 ? { problems: placed(found, lineOf) } : read;
}

async function readPolicy(file: string): Promise<ParsedPolicy> {
  const read = await readDocument(file, '', file);
  if ('problems' in read) return read;
  const parsed = parsePolicy(read.document);
  if ('policy' in parsed) return parsed;
  const problems = parsed.problems.map((one) => ({ ...one, path: [file, one.path].join(' ').trim() }));
  return { problems };
}
