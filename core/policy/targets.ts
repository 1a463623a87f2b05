/** Whether a plan stays with one of the listed targets. The roles' ARNs say the same to AWS; here it is said to people, and at once. */
import type { Plan } from '../plan/plan.ts';
import { type Problem, shown } from '../plan/problem.ts';
import type { PolicyTarget } from './policy.ts';

export function targetProblems(plan: Plan, targets: readonly PolicyTarget[]): Problem[] {
  const { target } = plan;
  const listed = targets.find(
    ({ cluster, services }) =>
      cluster === target.cluster && target.services.every((name) => services.includes(name)),
  );
  if (listed === undefined) {
    const pairs = targets.map(({ cluster, services }) => `${cluster}/${services.join('+')}`);
    return [
      unlisted(
        'target.services',
        target.services.join(', '),
        `the policy lists ${pairs.join(', ') || 'no target'}`,
      ),
    ];
  }
  return [...ruleProblems(plan, listed), ...releaseProblems(plan, listed), ...loadProblems(plan, listed)];
}

const unlisted = (path: string, value: unknown, why: string): Problem => ({
  path,
  value: shown(value),
  message: `is not this installation's to touch: ${why} (policy.yml)`,
});

function ruleProblems({ target }: Plan, { rules, testRules }: PolicyTarget): Problem[] {
  const others = [...target.rules.entries()].filter(([, arn]) => !rules.includes(arn));
  const problems = others.map(([index, arn]) =>
    unlisted(`target.rules[${index}]`, arn, 'the policy does not list this rule'),
  );
  const door = 'rule' in target.canaryDoor ? target.canaryDoor.rule : undefined;
  if (door !== undefined && !testRules.includes(door))
    problems.push(unlisted('target.canaryDoor.rule', door, 'the policy does not list it among testRules'));
  return problems;
}

function loadProblems({ staging }: Plan, { loadTests }: PolicyTarget): Problem[] {
  const load = staging?.load;
  if (load?.engine !== 'k6') return [];
  const [family] = load.taskDefinition.split(':');
  if (loadTests.some(({ cluster, taskFamily }) => cluster === load.cluster && taskFamily === family))
    return [];
  const known = loadTests.map(({ cluster, taskFamily }) => `${taskFamily} in ${cluster}`).join(', ');
  return [
    unlisted(
      'staging.load',
      `${load.taskDefinition} in ${load.cluster}`,
      `its loadTests are ${known === '' ? 'none' : known}`,
    ),
  ];
}

function releaseProblems(
  { release }: Plan,
  { taskFamily, taskRoles, repositories }: PolicyTarget,
): Problem[] {
  const { taskDefinition, image } = release;
  const place = 'release.taskDefinition';
  const problems: Problem[] = [];
  if (taskDefinition.family !== taskFamily)
    problems.push(unlisted(`${place}.family`, taskDefinition.family, `the family is ${taskFamily}`));
  for (const key of ['taskRoleArn', 'executionRoleArn']) {
    const role = taskDefinition[key];
    if (typeof role === 'string' && !taskRoles.includes(role))
      problems.push(unlisted(`${place}.${key}`, role, 'the policy does not list it among taskRoles'));
  }
  const known = repositories.map(imageName);
  const images = taskDefinition.containerDefinitions.map(
    (container, index) => [`${place}.containerDefinitions[${index}].image`, container.image] as const,
  );
  for (const [path, name] of [
    ...images,
    ...(image === undefined ? [] : [['release.image', image] as const]),
  ]) {
    if (!known.includes(untagged(name)))
      problems.push(unlisted(path, name, `its images are ${known.join(', ')}`));
  }
  return problems;
}

/** `arn:aws:ecr:eu-west-1:123456789012:repository/shop` → `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop`. */
function imageName(repository: string): string {
  const [prefix, partition = '', , region, account, rest = ''] = repository.split(':');
  if (prefix !== 'arn') return repository;
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${account}.dkr.ecr.${region}.${domain}/${rest.replace(/^repository\//, '')}`;
}

/** Without its tag or digest; a registry's port is not a tag. */
function untagged(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
