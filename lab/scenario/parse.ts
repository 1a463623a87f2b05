/** From any document to a scenario, or to all that is wrong with it. Never throws. */
import { documentProblems } from '../../core/plan/document.ts';
import { issueProblems } from '../../core/plan/issues.ts';
import type { Problem } from '../../core/plan/problem.ts';
import { productionKind } from './production.ts';
import type { PersonAtGate, Scenario, Version } from './scenario.ts';
import { type ScenarioFile, scenarioSchema } from './schema.ts';

export type ParsedScenario = { readonly scenario: Scenario } | { readonly problems: readonly Problem[] };

export function parseScenario(document: unknown): ParsedScenario {
  const unsound = documentProblems(document);
  if (unsound.length > 0) return { problems: unsound };
  const parsed = scenarioSchema.safeParse(document);
  if (!parsed.success) return { problems: issueProblems(parsed.error.issues, document) };
  return { scenario: scenarioOf(parsed.data) };
}

function scenarioOf(file: ScenarioFile): Scenario {
  const { ecs, targets, image, environment, staging, production, complaints, ...findings } = file.account;
  return {
    title: file.title,
    requestsPerSecond: file.users.requestsPerSecond,
    versions: { stable: versionOf(file.versions.stable), canary: versionOf(file.versions.canary) },
    queue: file.queue,
    account: { ecs, targets, image, environment, staging, production, findings },
    production: productionKind(file.production),
    when: file.when,
    people: [...peopleOf(file), ...(complaints === 'some' ? [warned] : [])],
  };
}

/** Who signs off asks support first. What the scenario says of them goes before. */
const warned: PersonAtGate = { gate: 'sign-off', answer: 'reject', afterSeconds: 60 };

function peopleOf({ people }: ScenarioFile): PersonAtGate[] {
  return people.map(({ gate, answer, after, by }) => ({
    gate,
    answer,
    afterSeconds: after,
    ...(by !== undefined && { by }),
  }));
}

function versionOf(file: ScenarioFile['versions']['stable']): Version {
  return {
    errorRatePercent: file.errorRate,
    p50Milliseconds: file.p50,
    p95Milliseconds: file.p95,
    errorLinesPerMinute: file.errorLines,
    newErrorLinesPerMinute: file.newErrorLines,
    healthyPercent: file.healthy,
    startsInSeconds: file.startsIn,
    starts: file.starts,
  };
}

/** A calm afternoon. */
export function calmScenario(): Scenario {
  const parsed = parseScenario({});
  if ('problems' in parsed) throw new Error('the empty scenario is a calm afternoon');
  return parsed.scenario;
}
