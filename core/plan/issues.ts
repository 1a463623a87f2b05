/** From the schema's issues to problems that people read. */
import type * as z from 'zod';
import { type Problem, pathText, shown, valueAt } from './problem.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

export function issueProblems(issues: readonly Issue[], document: unknown, base: Path = []): Problem[] {
  const problems = issues.flatMap((issue) => problemsOf(issue, document, [...base, ...issue.path]));
  // One value may break two bounds of one sentence; the sentence is told once.
  return [...new Map(problems.map((problem) => [sentence(problem), problem])).values()];
}

function problemsOf(issue: Issue, document: unknown, path: Path): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => problemAt(document, [...path, key], messages[index] ?? ''));
  }
  // A discriminator that none of the shapes has.
  if (issue.code === 'invalid_union' && issue.errors.length === 0)
    return [problemAt(document, path, issue.message)];
  if (issue.code === 'invalid_union') return issueProblems(meantBranch(issue.errors), document, path);
  return [problemAt(document, path, issue.message)];
}

function sentence({ path, message }: Problem): string {
  return `${path}\n${message}`;
}

/** The shape that was meant: the one that found fault with the content, and not with the kind of value. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const isAnotherKind = (issue: Issue) => issue.code === 'invalid_type' && issue.path.length === 0;
  return branches.find((issues) => !issues.some(isAnotherKind)) ?? branches[0] ?? [];
}

function problemAt(document: unknown, path: Path, message: string): Problem {
  return { path: pathText(path), value: shown(valueAt(document, path)), message };
}
