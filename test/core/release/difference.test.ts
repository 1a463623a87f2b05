import { describe, expect, test } from 'vitest';
import { differencesOf } from '../../../core/release/difference.ts';

const definition = (app: object, more: object = {}) => ({
  family: 'claude-proxy',
  cpu: '256',
  containerDefinitions: [{ name: 'app', image: 'claude-proxy:1', ...app }],
  ...more,
});
const app = (before: object, after: object) => differencesOf(definition(before), definition(after));

const variable = (value?: string) => ({
  environment: value === undefined ? [] : [{ name: 'PASSWORD', value }],
});

describe('two task definitions', () => {
  test('that are one have no difference', () => {
    expect(app({ essential: true }, { essential: true })).toEqual([]);
  });

  test('differ at a place that people can find', () => {
    const differences = differencesOf(
      definition({}),
      definition({ image: 'claude-proxy:2', portMappings: [{ containerPort: 8080 }] }, { cpu: '512' }),
    );
    expect(differences).toEqual([
      { path: 'cpu', before: '256', after: '512' },
      { path: 'app image', before: 'claude-proxy:1', after: 'claude-proxy:2' },
      { path: 'app portMappings 1 containerPort', after: '8080' },
    ]);
  });

  test('have their lists of named things compared by name, in whatever order they stand', () => {
    const one = { name: 'A', valueFrom: 'arn:a' };
    const two = { name: 'B', valueFrom: 'arn:b' };
    expect(app({ secrets: [one, two] }, { secrets: [two, one] })).toEqual([]);
    expect(app({ secrets: [one] }, { secrets: [two] })).toEqual([
      { path: 'app secrets A', before: 'arn:a' },
      { path: 'app secrets B', after: 'arn:b' },
    ]);
  });

  test.each([
    [
      'what it names itself',
      { taskDefinitionArn: 'arn', revision: 7, status: 'ACTIVE', registeredAt: 'now' },
    ],
    ['empty lists and nothing', { volumes: [], pidMode: null, ipcMode: undefined }],
  ])('do not differ by what ECS adds: %s', (_what, added) => {
    expect(differencesOf(definition({}, added), definition({}))).toEqual([]);
  });

  test('do not differ by defaults that ECS writes into containers', () => {
    const ports = [{ containerPort: 8080 }];
    const registered = { cpu: 0, portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }] };
    expect(app(registered, { portMappings: ports })).toEqual([]);
    expect(app({ cpu: 128 }, {})).toEqual([{ path: 'app cpu', before: '128' }]);
  });
});

describe('values that could be secret', () => {
  test.each([
    ['old', 'new'],
    [undefined, 'new'],
    ['old', undefined],
  ])('of an environment variable are told apart and not shown: %s, %s', (before, after) => {
    const [difference] = app(variable(before), variable(after));
    expect(difference?.path).toBe('app environment PASSWORD');
    expect(JSON.stringify(difference)).not.toMatch(/old|new/);
    expect([difference?.before === undefined, difference?.after === undefined]).toEqual([
      before === undefined,
      after === undefined,
    ]);
  });

  test('in an address are left out', () => {
    const [difference] = app({}, { command: ['run', 'https://user:hunter2@proxy.example/x'] });
    expect(difference?.after).toBe('run https://…@proxy.example/x');
  });
});
