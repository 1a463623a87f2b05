import { describe, expect, test } from 'vitest';
import {
  environmentFilesOf,
  environmentOf,
  logGroupsOf,
  logPlacesOf,
  secretsOf,
  usualPlacesOf,
  variablesOf,
} from '../../../core/release/references.ts';

const of = (...containerDefinitions: readonly object[]) => ({ containerDefinitions });
const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}`;
const logging = (logDriver: string, group?: string) => ({
  logConfiguration: { logDriver, ...(group !== undefined && { options: { 'awslogs-group': group } }) },
});

/** A task definition that somebody wrote by hand holds anything, and so does what CloudFormation leaves out. */
const empty = [
  ['no containers', {}],
  ['containers that are no list', { containerDefinitions: 'app' }],
  ['a container that says nothing', of({})],
  ['a container with empty lists', of({ secrets: [], environment: [], environmentFiles: [] })],
  ['a log driver without options', of(logging('awslogs'))],
] as const;

describe.each(empty)('of %s', (_title, definition) => {
  test('nothing is found', () => {
    expect(secretsOf(definition)).toEqual([]);
    expect(environmentOf(definition)).toEqual([]);
    expect(environmentFilesOf(definition)).toEqual([]);
    expect(logGroupsOf(definition)).toEqual([]);
    expect(variablesOf(definition).size).toBe(0);
  });

  test('lines are looked for in the groups that are asked for, under every prefix', () => {
    expect(logPlacesOf(definition, ['shop'])).toEqual([{ group: 'shop' }]);
    expect(usualPlacesOf(definition, ['shop'])).toEqual([{ group: 'shop' }]);
  });
});

describe('secrets', () => {
  test('of containers, of their log drivers and of their private registry, container by container', () => {
    const app = {
      secrets: [{ name: 'KEY', valueFrom: secret('key') }],
      repositoryCredentials: { credentialsParameter: secret('registry') },
      logConfiguration: {
        logDriver: 'splunk',
        secretOptions: [{ name: 'splunk-token', valueFrom: secret('splunk') }],
      },
    };
    expect(secretsOf(of(app, { secrets: [{ name: 'OTHER', valueFrom: '/shop/other' }] }))).toEqual([
      { name: 'KEY', from: secret('key') },
      { name: 'splunk-token', from: secret('splunk') },
      { name: 'repositoryCredentials', from: secret('registry') },
      { name: 'OTHER', from: '/shop/other' },
    ]);
  });

  test('that name no source are left to ECS to refuse', () => {
    expect(secretsOf(of({ secrets: [{ name: 'KEY' }, { valueFrom: secret('key') }] }))).toEqual([
      { name: '', from: secret('key') },
    ]);
  });
});

describe('log groups', () => {
  test('are those of awslogs, each once', () => {
    const definition = of(logging('awslogs', 'shop'), logging('awslogs', 'shop'), logging('awslogs', 'jobs'));
    expect(logGroupsOf(definition)).toEqual(['shop', 'jobs']);
  });

  test('of another driver are none: it sends its lines elsewhere', () => {
    expect(logGroupsOf(of(logging('splunk', 'shop'), {}))).toEqual([]);
  });

  test('that others share with us are read under our own prefix only', () => {
    const own = { 'awslogs-group': 'shop', 'awslogs-stream-prefix': 'web' };
    const other = { 'awslogs-group': 'jobs', 'awslogs-stream-prefix': 'worker' };
    const definition = of(
      { logConfiguration: { logDriver: 'awslogs', options: own } },
      { logConfiguration: { logDriver: 'awslogs', options: other } },
      {},
    );
    expect(logPlacesOf(definition, ['shop', 'jobs'])).toEqual([
      { group: 'shop', streamPrefix: 'web/' },
      { group: 'jobs', streamPrefix: 'worker/' },
    ]);
  });

  test('that are partly the old ones are compared where they are, not where else the old version wrote', () => {
    const running = of(logging('awslogs', 'shop'));
    expect(usualPlacesOf(running, ['shop', 'new'])).toEqual([{ group: 'shop' }, { group: 'new' }]);
    expect(usualPlacesOf(running, ['new'])).toEqual([{ group: 'shop' }]);
  });
});

describe('variables', () => {
  const definition = of(
    { environment: [{ name: 'A', value: '1' }, { name: 'B' }, { value: 'nameless' }] },
    { environment: [{ name: 'A', value: '2' }] },
  );

  test('of all containers in their order, empty where nothing is said', () => {
    expect(environmentOf(definition)).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: '' },
      { name: '', value: 'nameless' },
      { name: 'A', value: '2' },
    ]);
  });

  test('by name, the first container counts', () => {
    expect(variablesOf(definition).get('A')).toBe('1');
  });

  test('in files are known by the files', () => {
    const files = [{ value: 'arn:aws:s3:::config/app.env', type: 's3' }, { type: 's3' }];
    expect(environmentFilesOf(of({ environmentFiles: files }))).toEqual(['arn:aws:s3:::config/app.env', '']);
  });
});
