/** The generator in virtual time: when requests begin, and what a server that stalls looks like. */
import { expect, test } from 'vitest';
import { generateLoad } from '../../../aws/load/generate.ts';
import type { Http } from '../../../aws/world.ts';
import { VirtualClock } from '../../../lab/clock.ts';

const url = 'http://staging/health';
const load = { url, requestsPerSecond: 200, seconds: 20 };

interface Server {
  /** From this second on until that one nothing is answered; who waits is answered then. */
  readonly stall?: readonly [number, number];
  readonly status?: number;
  readonly fails?: string;
}

/** 50 ms of work for each request, and the times at which they came, in milliseconds from the start. */
async function against({ stall: [from, to] = [0, 0], status = 200, fails }: Server, asked = load) {
  const clock = new VirtualClock(0);
  const came: number[] = [];
  const http: Http = async ({ timeoutMilliseconds }) => {
    const now = clock.now();
    came.push(now);
    const isStalled = now >= from * 1000 && now < to * 1000;
    const took = (isStalled ? to * 1000 - now : 0) + 50;
    await clock.sleep(Math.min(took, timeoutMilliseconds));
    if (took > timeoutMilliseconds) throw new Error('no answer');
    if (fails !== undefined) throw new Error(fails);
    return { status, body: '', tookMilliseconds: took };
  };
  const end: { facts?: Awaited<ReturnType<typeof generateLoad>> } = {};
  void generateLoad({ clock, http }, asked).then((facts) => (end.facts = facts));
  while (end.facts === undefined && (await clock.step()));
  if (end.facts === undefined) throw new Error('the generator never ended');
  return { facts: end.facts, came };
}

test('requests begin one by one, each at its time', async () => {
  const { facts, came } = await against({});
  expect(came).toEqual(Array.from({ length: 4000 }, (_, index) => index * 5));
  expect(facts).toMatchObject({ plannedRequests: 4000, sentRequests: 4000, failedRequests: 0 });
  expect(facts.outcomes).toEqual({ 200: 4000 });
  expect(facts.milliseconds.p50).toBeCloseTo(50, 0);
  expect(facts.milliseconds.max).toBeCloseTo(50, 0);
});

test('a server that stalls for 2 s shows as latency and not as fewer requests', async () => {
  const { facts, came } = await against({ stall: [10, 12] });
  expect(came.filter((at) => at >= 10_000 && at < 12_000)).toHaveLength(400);
  expect(facts.sentRequests).toBe(4000);
  // A tenth of the requests came in those two seconds: half of them waited for more than one.
  expect(facts.milliseconds.p50).toBeLessThan(60);
  expect(facts.milliseconds.p95).toBeGreaterThan(900);
  expect(facts.milliseconds.p99).toBeGreaterThan(1700);
  expect(facts.milliseconds.max).toBeCloseTo(2050, -1);
  const stalled = facts.seconds.filter(({ p50 }) => p50 > 60);
  expect(stalled.map(({ second, requests }) => ({ second, requests }))).toEqual([
    { second: 10, requests: 200 },
    { second: 11, requests: 200 },
  ]);
});

test('where no place is left for more open requests, the wait for one counts as latency', async () => {
  const { facts } = await against({ stall: [5, 11] });
  // 800 are open after 4 s, and the next ones are sent when those are answered, but were due before.
  expect(facts.sentRequests).toBe(4000);
  const due9 = facts.seconds.find(({ second }) => second === 9);
  expect(due9?.requests).toBe(200);
  expect(due9?.p50).toBeGreaterThan(1000);
});

test('a server that never answers costs a bounded time, and all of it is a failure', async () => {
  const asked = { ...load, seconds: 60 };
  const { facts, came } = await against({ stall: [0, 1000] }, asked);
  expect(came.at(-1)).toBeLessThanOrEqual(60_000 + 20_000);
  expect(facts.failedRequests).toBe(facts.sentRequests);
  expect(facts.sentRequests).toBeLessThan(facts.plannedRequests);
  expect(facts.outcomes).toEqual({ 'no answer': facts.sentRequests });
});

test.each<[Server, number, Record<string, number>]>([
  [{ status: 500 }, 4000, { 500: 4000 }],
  [{ status: 404 }, 4000, { 404: 4000 }],
  // Whoever is sent to log in has not met what is under test.
  [{ status: 302 }, 4000, { 302: 4000 }],
  [{ status: 204 }, 0, { 204: 4000 }],
  [{ fails: 'ECONNREFUSED' }, 4000, { ECONNREFUSED: 4000 }],
])('%j', async (server, failedRequests, outcomes) => {
  expect((await against(server)).facts).toMatchObject({ sentRequests: 4000, failedRequests, outcomes });
});
