import { describe, expect, it } from 'vitest';
import { aPlan, arns, problemsOf, withTarget, withTaskDefinition } from './a-plan.ts';

describe('a target is refused', () => {
  const aRule =
    'must be the ARN of a listener rule (or of a listener, for its default action) of an Application Load Balancer';
  const twoNames =
    'must be a list of exactly two names of ECS services: the one that carries the traffic and the one that takes it over';
  const anOrigin =
    'must be an origin such as https://shop.example.com: http or https, no path, no query, no user (the paths stand in smoke)';
  const elsewhere = arns.rule.replace('app/claude-proxy/50dc', 'app/other/60dc');

  it.each<[string, Record<string, unknown>, string[]]>([
    ['three services', { services: ['a', 'b', 'c'] }, [`target.services: a list of 3: ${twoNames}`]],
    ['one service', { services: ['a'] }, [`target.services: a list of 1: ${twoNames}`]],
    [
      'one service twice',
      { services: ['a', 'a'] },
      ['target.services[1]: "a": must be another service than the first: the pair takes turns'],
    ],
    [
      'no rule',
      { rules: [] },
      ['target.rules: an empty list: must be a list of 1 to 20 ARNs of listener rules or listeners'],
    ],
    [
      'a network balancer',
      { rules: [arns.rule.replace('/app/', '/net/')] },
      [expect.stringContaining(aRule)],
    ],
    [
      'a target group',
      { rules: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/1'] },
      [expect.stringContaining(aRule)],
    ],
    [
      'a rule twice',
      { rules: [arns.rule, arns.rule] },
      [expect.stringMatching(/^target\.rules\[1\]: .*: stands in the list already/)],
    ],
    [
      'rules of two balancers',
      { rules: [arns.rule, elsewhere] },
      [expect.stringMatching(/^target\.rules\[1\]: .*: must be of the same load balancer/)],
    ],
    [
      'rules of two accounts',
      { rules: [arns.rule, arns.rule.replace('123456789012', '210987654321')] },
      [expect.stringMatching(/^target\.rules\[1\]: .*same load balancer/)],
    ],
    [
      'a door that moves',
      { canaryDoor: { rule: arns.rule } },
      [expect.stringMatching(/^target\.canaryDoor\.rule: .*must not be one of target\.rules/)],
    ],
    [
      'a door elsewhere',
      { canaryDoor: { rule: elsewhere } },
      [expect.stringMatching(/^target\.canaryDoor\.rule: .*same load balancer as target\.rules/)],
    ],
    [
      'a door by its default action',
      { canaryDoor: { rule: arns.listener } },
      [expect.stringMatching(/^target\.canaryDoor\.rule: .*must be the ARN of a listener rule/)],
    ],
    [
      'two doors',
      { canaryDoor: { header: 'x-a', rule: `${arns.rule}0` } },
      [expect.stringMatching(/^target\.canaryDoor: .*must have one of header and rule/)],
    ],
    [
      'no door',
      { canaryDoor: {} },
      [expect.stringMatching(/^target\.canaryDoor: an empty mapping: must have one of header and rule/)],
    ],
    [
      'a door that the crowd opens',
      { canaryDoor: { header: 'Cookie' } },
      [
        expect.stringMatching(
          /^target\.canaryDoor\.header: "Cookie": is a header that ordinary requests carry/,
        ),
      ],
    ],
    [
      'a cluster by ARN',
      { cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/a' },
      [expect.stringContaining("must be the ECS cluster's name (not its ARN)")],
    ],
    [
      'another scheme',
      { productionUrl: 'ftp://shop.example.com' },
      [`target.productionUrl: "ftp://shop.example.com": ${anOrigin}`],
    ],
    [
      'a path in the URL',
      { productionUrl: 'https://shop.example.com/api' },
      [`target.productionUrl: "https://shop.example.com/api": ${anOrigin}`],
    ],
    [
      'a user in the URL',
      { productionUrl: 'https://me:secret@shop.example.com' },
      [expect.stringContaining(anOrigin)],
    ],
    ['no URL', { productionUrl: undefined }, [`target.productionUrl: nothing: ${anOrigin}`]],
  ])('%s', (_title, changes, expected) => {
    expect(problemsOf(withTarget(changes))).toEqual(expected);
  });
});

describe('a release is refused', () => {
  const either = 'must be the input of register-task-definition, or the name of the file that holds it';

  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'without a task definition',
      aPlan({ release: undefined }),
      [`release.taskDefinition: nothing: ${either}`],
    ],
    [
      'with a task definition of another kind',
      aPlan({ release: { taskDefinition: 5 } }),
      [`release.taskDefinition: 5: ${either}`],
    ],
    [
      'with a file that is not inlined',
      aPlan({ release: { taskDefinition: 'rendered_task_def.json' } }),
      [
        'release.taskDefinition: "rendered_task_def.json": is a file\'s name and the file is not inlined: the cutover command does that',
      ],
    ],
    [
      'without a family',
      withTaskDefinition({ family: undefined }),
      [
        "release.taskDefinition.family: nothing: must be the task definition's family: letters, digits, - and _",
      ],
    ],
    [
      'without an image',
      withTaskDefinition({ containerDefinitions: [{ name: 'a' }] }),
      ['release.taskDefinition.containerDefinitions[0].image: nothing: must be a container image'],
    ],
    [
      'as describe-task-definition shows it',
      withTaskDefinition({ revision: 7 }),
      [
        'release.taskDefinition.revision: 7: is added by ECS and not taken by register-task-definition: remove it',
      ],
    ],
    [
      'with a key that the SDK would drop',
      withTaskDefinition({ netwrokMode: 'awsvpc' }),
      [
        'release.taskDefinition.netwrokMode: "awsvpc": is an unknown key; the nearest known one is networkMode',
      ],
    ],
    [
      'larger than ECS takes',
      withTaskDefinition({ volumes: ['x'.repeat(70_000)] }),
      [expect.stringContaining('is larger than the 64 KB that ECS allows')],
    ],
    [
      "with an image that no container's repository holds",
      withTaskDefinition({}, { image: 'registry.example:5000/other:1' }),
      [
        'release.image: "registry.example:5000/other:1": must be of a repository that a container of the task definition uses: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/claude-proxy',
      ],
    ],
    [
      'with an image without tag or digest',
      withTaskDefinition({}, { image: 'registry.example:5000/claude-proxy' }),
      [
        expect.stringContaining('must be a container image with its tag or digest'),
        expect.stringContaining('must be of a repository'),
      ],
    ],
  ])('%s', (_title, document, expected) => {
    expect(problemsOf(document)).toEqual(expected);
  });
});
