import { describe, expect, test } from 'vitest';
import { afternoon } from '../../users/afternoon.ts';

const cluster = 'claude-proxy';
const actions = () => afternoon().production.services.ecs.actions;
type Actions = ReturnType<typeof actions>;
const app = { name: 'app', image: 'x:1' };

describe('what ECS refuses', () => {
  test.each<[string, string, (ecs: Actions) => unknown]>([
    [
      'an unknown cluster',
      'ClusterNotFoundException',
      (ecs) => ecs.DescribeServices({ cluster: 'x', services: ['y'] }),
    ],
    ['no services', 'InvalidParameterException', (ecs) => ecs.DescribeServices({ cluster, services: [] })],
    [
      'updating what is not there',
      'ServiceNotFoundException',
      (ecs) => ecs.UpdateService({ cluster, service: 'x' }),
    ],
    [
      'a negative count',
      'InvalidParameterException',
      (ecs) => ecs.UpdateService({ cluster, service: 'claude-proxy-a', desiredCount: -1 }),
    ],
    [
      'an unknown task definition',
      'ClientException',
      (ecs) => ecs.UpdateService({ cluster, service: 'claude-proxy-a', taskDefinition: 'claude-proxy:99' }),
    ],
    [
      'describing one',
      'ClientException',
      (ecs) => ecs.DescribeTaskDefinition({ taskDefinition: 'claude-proxy:99' }),
    ],
    [
      'a family with a space',
      'ClientException',
      (ecs) => ecs.RegisterTaskDefinition({ family: 'a b', memory: '1', containerDefinitions: [app] }),
    ],
    [
      'no containers',
      'ClientException',
      (ecs) => ecs.RegisterTaskDefinition({ family: 'a', containerDefinitions: [] }),
    ],
    [
      'no memory',
      'ClientException',
      (ecs) => ecs.RegisterTaskDefinition({ family: 'a', containerDefinitions: [app] }),
    ],
  ])('%s: %s', (_, name, act) => {
    expect(() => act(actions())).toThrow(expect.objectContaining({ name }));
  });

  test('a task definition that has been deregistered is not deployed any more', () => {
    const ecs = actions();
    ecs.DeregisterTaskDefinition({ taskDefinition: 'claude-proxy:40' });
    const update = () =>
      ecs.UpdateService({ cluster, service: 'claude-proxy-b', taskDefinition: 'claude-proxy:40' });
    expect(update).toThrow('inactive');
    expect(ecs.DescribeTaskDefinition({ taskDefinition: 'claude-proxy:40' }).taskDefinition?.status).toBe(
      'INACTIVE',
    );
  });
});

describe('what ECS answers', () => {
  test('services that are not there are failures beside the others', () => {
    const { services = [], failures } = actions().DescribeServices({
      cluster,
      services: ['claude-proxy-b', 'x'],
    });
    expect(services.map((service) => [service.serviceName, service.status])).toEqual([
      ['claude-proxy-b', 'ACTIVE'],
    ]);
    expect(failures).toEqual([
      { arn: 'arn:aws:ecs:eu-west-1:123456789012:service/claude-proxy/x', reason: 'MISSING' },
    ]);
  });

  test('registering gives the next revision of the family, and keeps what was sent', () => {
    const ecs = actions();
    const { taskDefinition } = ecs.RegisterTaskDefinition({
      family: 'claude-proxy',
      memory: '512',
      containerDefinitions: [app],
    });
    expect(taskDefinition).toMatchObject({
      revision: 42,
      status: 'ACTIVE',
      memory: '512',
      containerDefinitions: [app],
    });
    expect(ecs.DescribeTaskDefinition({ taskDefinition: 'claude-proxy' }).taskDefinition?.revision).toBe(42);
    expect(
      ecs.DescribeTaskDefinition({ taskDefinition: 'claude-proxy:41' }).taskDefinition
        ?.containerDefinitions?.[0]?.image,
    ).toMatch(/claude-proxy:2\.3\.1$/);
  });

  test('tasks by service, described by ARN', () => {
    const ecs = actions();
    const { taskArns = [] } = ecs.ListTasks({ cluster, serviceName: 'claude-proxy-a' });
    expect(taskArns).toHaveLength(4);
    const { tasks = [], failures } = ecs.DescribeTasks({ cluster, tasks: [...taskArns, 'gone'] });
    expect(
      tasks.every((task) => task.lastStatus === 'RUNNING' && task.group === 'service:claude-proxy-a'),
    ).toBe(true);
    expect(failures).toEqual([{ arn: 'gone', reason: 'MISSING' }]);
  });
});
