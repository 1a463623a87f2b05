/** What runs and what is about to: services, targets, variables, secrets. */
import { describe, expect, test } from 'vitest';
import { type EcsFacts, judgeEcs } from '../../../core/checks/ecs.ts';
import { judgeEnvironment } from '../../../core/checks/environment.ts';
import { judgeSecrets, type SecretFacts } from '../../../core/checks/secrets.ts';
import { judgeTargets } from '../../../core/checks/targets.ts';

describe('ecs', () => {
  const steady: EcsFacts = {
    name: 'shop-a',
    controller: 'ECS',
    ecsOwnsRule: false,
    deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED' }],
    desiredCount: 4,
    runningCount: 4,
    pendingCount: 0,
  };
  const standby: EcsFacts = { ...steady, name: 'shop-b', desiredCount: 0, runningCount: 0 };

  test('both steady passes, a standby without tasks too', () => {
    expect(judgeEcs([steady, standby])).toEqual({
      outcome: 'pass',
      reason: 'steady: shop-a 4 of 4 tasks, shop-b 0 of 0 tasks',
    });
  });

  test.each<[string, Partial<EcsFacts>, RegExp]>([
    ['short', { runningCount: 3 }, /not whole: 3 of 4/],
    ['too many', { runningCount: 5 }, /not whole: 5 of 4/],
    ['starting', { pendingCount: 1 }, /1 start/],
    ['in flight', { deployments: [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' }] }, /in progress/],
    [
      'draining an old one',
      { deployments: [...steady.deployments, { status: 'ACTIVE', rolloutState: 'COMPLETED' }] },
      /in progress/,
    ],
    ['failed', { deployments: [{ status: 'PRIMARY', rolloutState: 'FAILED' }] }, /in progress/],
    ['blue/green of ECS', { ecsOwnsRule: true }, /ECS moves the weights/],
    ['CodeDeploy', { controller: 'CODE_DEPLOY' }, /deployed by CODE_DEPLOY/],
  ])('%s fails', (_title, change, says) => {
    expect(judgeEcs([{ ...steady, ...change }, standby])).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(says),
    });
    expect(judgeEcs([steady, { ...standby, ...change }]).outcome).toBe('fail');
  });
});

const group = (name: string, ...states: string[]) => ({ name, serves: name === 'a', states });

describe('targets', () => {
  test.each<[string, ReturnType<typeof group>[], string]>([
    ['all healthy', [group('a', 'healthy', 'healthy'), group('b')], 'pass'],
    ['a standby that no rule names', [group('a', 'healthy'), group('b', 'unused')], 'pass'],
    ['one unhealthy', [group('a', 'healthy', 'unhealthy'), group('b')], 'fail'],
    ['one that starts', [group('a', 'healthy', 'initial'), group('b')], 'fail'],
    ['one that nobody knows of', [group('a', 'healthy', 'unavailable'), group('b')], 'fail'],
    ['nobody anywhere', [group('a'), group('b')], 'fail'],
    ['only unused ones', [group('a', 'unused'), group('b', 'unused')], 'fail'],
    ['somebody healthy, and users are sent elsewhere', [group('a'), group('b', 'healthy')], 'fail'],
    ['no group that users meet', [{ ...group('a', 'healthy'), serves: false }, group('b')], 'fail'],
  ])('%s', (_title, groups, outcome) => {
    expect(judgeTargets(groups).outcome).toBe(outcome);
  });
});

const definition = (environment: Record<string, string>, secrets: readonly string[] = []) => ({
  containerDefinitions: [
    {
      environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
      secrets: secrets.map((name) => ({ name, valueFrom: 'arn:…' })),
    },
  ],
});

describe('environment', () => {
  const rule = { required: [], matches: {}, dropped: [] };
  const judge = (next: object, running?: object, change: object = {}) =>
    judgeEnvironment({ next: next as never, running: running as never }, { ...rule, ...change });

  test.each<[string, object, object | undefined, object, string]>([
    ['nothing asked', definition({}), undefined, {}, 'pass'],
    ['required and set', definition({ PORT: '80' }), undefined, { required: ['PORT'] }, 'pass'],
    ['required and a secret', definition({}, ['KEY']), undefined, { required: ['KEY'] }, 'pass'],
    ['required and missing', definition({}), undefined, { required: ['PORT'] }, 'fail'],
    ['set today and not tomorrow', definition({}), definition({ PORT: '80' }), {}, 'fail'],
    ['left out on purpose', definition({}), definition({ PORT: '80' }), { dropped: ['PORT'] }, 'pass'],
    ['a secret from now on', definition({}, ['KEY']), definition({ KEY: 'x' }), {}, 'pass'],
    ['matching', definition({ LEVEL: 'info' }), undefined, { matches: { LEVEL: 'info|warn' } }, 'pass'],
    [
      'matching in part only',
      definition({ LEVEL: 'information' }),
      undefined,
      { matches: { LEVEL: 'info|warn' } },
      'fail',
    ],
    ['to match and missing', definition({}), undefined, { matches: { LEVEL: 'info' } }, 'fail'],
  ])('%s', (_title, next, running, change, outcome) => {
    expect(judge(next, running, change).outcome).toBe(outcome);
  });

  test.each<[string, string]>([
    ['DB_PASSWORD', 'correct horse battery'],
    ['API_KEY', 'abcdefgh12345678'],
    ['GITHUB', `ghp_${'a'.repeat(36)}`],
    ['AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['DATABASE_URL', 'postgres://shop:hunter22@db/shop'],
    ['CERT', '-----BEGIN RSA PRIVATE KEY-----'],
  ])('%s in plain sight is found, and not shown', (name, value) => {
    const verdict = judge(definition({ [name]: value }));
    expect(verdict).toMatchObject({ outcome: 'fail', reason: expect.stringContaining(name) });
    expect(verdict.reason).not.toContain(value);
  });

  const hidden = 'correct horse battery';

  test.each([
    'AWS_SECRET_ACCESS_KEY',
    'PGPASSWORD',
    'DB_PASS',
    'MYSQL_PWD',
    'SECRET_KEY_BASE',
    'dbPassword',
    'stripeApiKey',
    'STRIPE_KEY',
    'APP_KEY_SIGNING_KEY_2',
    'jwt-secret',
    'SESSION_TOKEN_V2',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'ENCRYPTION_KEY_OLD',
    'NPM_TOKEN',
  ])('%s says that it is a secret', (name) => {
    expect(judge(definition({ [name]: hidden }))).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining(name),
    });
  });

  test.each([
    'SECRET_ARN',
    'DB_SECRET_NAME',
    'PASSWORD_FILE',
    'TOKEN_URL',
    'TOKEN_ISSUER',
    'KEYCLOAK_REALM',
    'MONKEY',
    'PARTITION_KEY',
    'KEY_PREFIX',
    'COMPASS_MODE',
    'PASS_THROUGH_HEADERS',
    'AWS_ACCESS_KEY_ID',
    'PUBLIC_KEY',
    'MAX_TOKENS',
    'SECRETS_BACKEND',
    'PASSWORD_POLICY',
  ])('%s says something about one at most', (name) => {
    expect(judge(definition({ [name]: hidden })).outcome).toBe('pass');
  });

  test.each([
    ['a JSON Web Token', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.${'s'.repeat(20)}`],
    ['an address with a password and no user', 'redis://:hunter22@cache:6379/0'],
    ['a connection string', 'Server=db;User Id=shop;Password=hunter22;'],
    ['a webhook of Slack', 'https://hooks.slack.com/services/T000/B000/XXXXXXXX'],
  ])('%s is one, whatever the variable is called', (_what, value) => {
    const verdict = judge(definition({ ENDPOINT: value }));
    expect(verdict.outcome).toBe('fail');
    expect(verdict.reason).not.toContain(value);
  });

  test('is found in a second container of the same variable, and outside of variables', () => {
    const [shop] = definition({ LEVEL: 'info' }).containerDefinitions;
    const command = ['migrate', '--url', 'postgres://shop:hunter22@db/shop'];
    const [proxy] = definition({ LEVEL: 'postgres://shop:hunter22@db/shop' }).containerDefinitions;
    const verdict = judge({ containerDefinitions: [shop, proxy, { name: 'jobs', command }] });
    expect(verdict.reason).toContain('LEVEL, command of container jobs');
    expect(verdict.reason).not.toContain('hunter22');
  });

  test('variables in files are not known, and so neither fine nor missing', () => {
    const files = [{ type: 's3', value: 'arn:aws:s3:::shop/production.env' }];
    const [shop] = definition({}).containerDefinitions;
    const next = { containerDefinitions: [{ ...shop, environmentFiles: files }] };
    const change = { required: ['PORT'], matches: { LEVEL: 'info' } };
    expect(judge(next, definition({ PORT: '80' }), change)).toEqual({
      outcome: 'inconclusive',
      reason:
        'variables in files are not read, and nothing is known of them: arn:aws:s3:::shop/production.env; list them in the task definition',
    });
  });

  test.each([
    ['TOKEN_TTL_SECONDS', '86400000'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['API_KEY', ''],
    ['SESSION_TOKEN', 'true'],
    ['CLIENT_SECRET', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:x'],
    ['DATABASE_URL', 'postgres://db.internal/shop'],
  ])('%s = %s is no secret', (name, value) => {
    expect(judge(definition({ [name]: value })).outcome).toBe('pass');
  });
});

const secret = (change: Partial<SecretFacts>): SecretFacts => ({
  variable: 'KEY',
  from: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/key-Ab12Cd:json::',
  state: 'there',
  ...change,
});

describe('secrets', () => {
  const window = { from: 1_000_000, to: 2_000_000 };
  test.each<[string, Partial<SecretFacts>, string]>([
    ['there', {}, 'pass'],
    ['missing', { state: 'missing' }, 'fail'],
    ['deleted', { state: 'deleted' }, 'fail'],
    ['without a current version', { state: 'noValue' }, 'fail'],
    ['rotating before', { nextRotationAt: 999_999 }, 'pass'],
    ['rotating at the start', { nextRotationAt: 1_000_000 }, 'fail'],
    ['rotating at the end', { nextRotationAt: 2_000_000 }, 'fail'],
    ['rotating after', { nextRotationAt: 2_000_001 }, 'pass'],
  ])('%s', (_title, change, outcome) => {
    expect(judgeSecrets([secret({}), secret(change)], window).outcome).toBe(outcome);
  });

  test('are named without their account and key', () => {
    expect(judgeSecrets([secret({ state: 'missing' })], window).reason).toBe(
      'shop/key-Ab12Cd (for KEY) does not exist',
    );
  });
});
