import { describe, expect, test } from 'vitest';
import { afternoon } from './afternoon.ts';

type World = ReturnType<typeof afternoon>;

function ask(
  world: World,
  url = 'http://PRODUCTION_ALB_DNS/health',
  headers: Record<string, string> = {},
  timeoutMilliseconds = 60_000,
) {
  const outcome = world.production.answer({ url, method: 'GET', headers, timeoutMilliseconds });
  return 'response' in outcome ? outcome.response.status : outcome.failure;
}
const many = (world: World, url?: string, headers?: Record<string, string>) =>
  Array.from({ length: 400 }, () => ask(world, url, headers));
const share = (answers: readonly unknown[], answer: unknown) =>
  answers.filter((one) => one === answer).length / answers.length;

function openDoor(world: World): void {
  const { groups, listener } = world.production.names;
  world.production.services.elbv2.actions.CreateRule({
    ListenerArn: listener,
    Priority: 10,
    Conditions: [
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-cutover', Values: ['s3cret'] } },
    ],
    Actions: [{ Type: 'forward', TargetGroupArn: groups.b }],
  });
}

describe('a request from outside', () => {
  test("the canary's door leads to the canary, everything else to who carries the traffic", async () => {
    const world = afternoon({ versions: { stable: { errorRate: 0 }, canary: { errorRate: 1 } } });
    openDoor(world);
    world.startCanary(2);
    await world.pass(120);
    expect(share(many(world), 200)).toBe(1);
    expect(share(many(world, undefined, { 'X-Cutover': 's3cret' }), 500)).toBe(1);
    expect(share(many(world, undefined, { 'X-Cutover': 'guess' }), 200)).toBe(1);
    world.weigh(50);
    await world.pass(31);
    expect(share(many(world), 500)).toBeCloseTo(0.5, 1);
  });

  test('a door without anybody behind it: 503; before the nodes know it: production', async () => {
    const world = afternoon({ versions: { stable: { errorRate: 0 } } });
    openDoor(world);
    expect(ask(world, undefined, { 'x-cutover': 's3cret' })).toBe(200);
    await world.pass(31);
    expect(ask(world, undefined, { 'x-cutover': 's3cret' })).toBe(503);
  });

  test('a canary that fails its smoke test only: 500 by the door, fine for users', async () => {
    const world = afternoon({
      production: 'failing',
      versions: { stable: { errorRate: 0 }, canary: { errorRate: 0 } },
    });
    openDoor(world);
    world.startCanary(2);
    await world.pass(120);
    world.weigh(50);
    await world.pass(60);
    expect(ask(world, undefined, { 'x-cutover': 's3cret' })).toBe(500);
    expect(share(many(world), 200)).toBe(1);
    expect(world.production.users.totals().failed).toBe(0);
  });

  test.each<[string, unknown]>([
    ['http://claude-proxy-1234567890.eu-west-1.elb.amazonaws.com/', 200],
    ['https://production_alb_dns/a?b=c', 200],
    ['http://STAGING_ALB_DNS/health', 200],
    ['http://somewhere.example.com/', 'getaddrinfo ENOTFOUND somewhere.example.com'],
  ])('%s: %s', (url, expected) => {
    expect(ask(afternoon({ versions: { stable: { errorRate: 0 } } }), url)).toBe(expected);
  });

  test('staging may fail, or be so slow that nobody waits', () => {
    const url = 'http://STAGING_ALB_DNS/health';
    expect(ask(afternoon({ staging: 'failing' }), url)).toBe(500);
    expect(ask(afternoon({ staging: 'slow' }), url, {}, 2000)).toBe('no answer within 2000 ms');
  });

  test('who has to log in is sent to log in', () => {
    expect(ask(afternoon({ rules: { isAuthenticated: true } }))).toBe(302);
  });

  test('a path that no rule takes gets the listener’s default: 404', async () => {
    const conditions = [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/v1/*'] } }];
    const world = afternoon({ rules: { conditions }, versions: { stable: { errorRate: 0 } } });
    expect(ask(world, 'http://PRODUCTION_ALB_DNS/health')).toBe(404);
    expect(ask(world, 'http://PRODUCTION_ALB_DNS/v1/messages')).toBe(200);
    await world.pass(60);
    expect(world.production.users.totals().failed).toBe(0);
  });

  test('it shows in the metrics of the group that took it, and in nobody’s totals', async () => {
    const world = afternoon({ versions: { canary: { errorRate: 1 } } });
    openDoor(world);
    world.startCanary(1);
    await world.pass(100);
    for (let request = 0; request < 5; request++) ask(world, undefined, { 'x-cutover': 's3cret' });
    await world.pass(140);
    expect(world.metric('RequestCount', 'Sum', 'b')).toEqual([[1, 5]]);
    expect(world.metric('HTTPCode_Target_5XX_Count', 'Sum', 'b')).toEqual([[1, 5]]);
    expect(world.production.users.totals().failedByCanary).toBe(0);
  });
});
