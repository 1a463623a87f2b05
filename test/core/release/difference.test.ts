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
    expect(app({ cpu: 128 }, {})).toStrictEqual([{ path: 'app cpu', before: '128' }]);
  });

  test.each([
    ['a default that somebody has changed', { cpu: 0 }, { cpu: 128 }, 'app cpu', '0', '128'],
    [
      'what is no default',
      { portMappings: [{ containerPort: 53, protocol: 'udp' }] },
      { portMappings: [{ containerPort: 53 }] },
      'app portMappings 1 protocol',
      'udp',
      undefined,
    ],
    ['a default that was not there before', {}, { cpu: 0 }, 'app cpu', undefined, '0'],
  ])('do differ by %s', (_what, one, two, path, before, after) => {
    expect(app(one, two)).toEqual([{ path, before, after }]);
  });

  test('have lists compared place by place where not everything in them has a name', () => {
    const one = { mountPoints: [{ name: 'data', readOnly: true }, { readOnly: true }] };
    const two = { mountPoints: [{ name: 'data', readOnly: true }, { readOnly: false }] };
    expect(app(one, two)).toEqual([{ path: 'app mountPoints 2 readOnly', before: 'true', after: 'false' }]);
    const mixed = { things: [{ of: 'one' }, 'plain'] };
    expect(app(mixed, { things: [{ of: 'one' }, 'other'] })).toEqual([
      { path: 'app things 2', before: 'plain', after: 'other' },
    ]);
  });

  test('have named things compared in all that they say, and not only in their value', () => {
    const one = { properties: [{ name: 'Egress', value: 'a', scope: 'b' }] };
    const two = { properties: [{ name: 'Egress', value: 'a', scope: 'c' }] };
    expect(app(one, two)).toEqual([{ path: 'app properties Egress scope', before: 'b', after: 'c' }]);
  });
});

const hidden = (which: string) => `(${which} value that is not shown)`;

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

  test('are said to be one value, or another', () => {
    const path = 'app environment PASSWORD';
    expect(app(variable('old'), variable('new'))).toEqual([
      { path, before: hidden('a'), after: hidden('another') },
    ]);
    expect(app(variable(), variable('new'))).toStrictEqual([{ path, after: hidden('a') }]);
    expect(app(variable('old'), variable())).toStrictEqual([{ path, before: hidden('a') }]);
  });

  test('in an address are left out', () => {
    const [difference] = app({}, { command: ['run', 'https://user:hunter2@proxy.example/x'] });
    expect(difference?.after).toBe('run https://…@proxy.example/x');
  });
});
