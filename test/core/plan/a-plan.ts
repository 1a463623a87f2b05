/** A sound plan document to break: the least that a plan can say, ways to change it, and what the parser says of it. */
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { problemText } from '../../../core/plan/problem.ts';

const rule =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/claude-proxy/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee';
const listener =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/claude-proxy/50dc6c495c0c9188/f2f7dc8efc522ab2';
const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/claude-proxy:2.4.0';

export const arns = { rule, listener } as const;

type Fields = Record<string, unknown>;

export function aPlan(changes: Fields = {}): Fields {
  return {
    service: 'claude-proxy',
    release: {
      taskDefinition: { family: 'claude-proxy', containerDefinitions: [{ name: 'claude-proxy', image }] },
    },
    target: {
      cluster: 'claude-proxy',
      services: ['claude-proxy-a', 'claude-proxy-b'],
      rules: [rule],
      productionUrl: 'http://PRODUCTION_ALB_DNS',
    },
    ...changes,
  };
}

export function withTarget(changes: Fields): Fields {
  return aPlan({ target: { ...(aPlan()['target'] as Fields), ...changes } });
}

export function withTaskDefinition(changes: Fields, release: Fields = {}): Fields {
  const { taskDefinition } = aPlan()['release'] as { taskDefinition: Fields };
  return aPlan({ release: { taskDefinition: { ...taskDefinition, ...changes }, ...release } });
}

/** The document with one place set to something else. */
export function withValueAt(document: Fields, path: readonly string[], value: unknown): Fields {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return { ...document, [key]: value };
  return { ...document, [key]: withValueAt((document[key] ?? {}) as Fields, rest, value) };
}

export function planOf(document: unknown): Plan {
  const parsed = parsePlan(document);
  if ('problems' in parsed) throw new Error(parsed.problems.map(problemText).join('\n'));
  return parsed.plan;
}

/** A line for each problem; none for a sound plan. */
export function problemsOf(document: unknown): string[] {
  const parsed = parsePlan(document);
  return 'problems' in parsed ? parsed.problems.map(problemText) : [];
}
