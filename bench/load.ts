/** Our load generator beside an independent one, with the same load against the same server: what we say must be what it says. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { generateLoad } from '../aws/load/generate.ts';
import { localWorld } from '../aws/local-world.ts';
import { achievedPerSecond } from '../core/load/judge.ts';

const requestsPerSecond = 200;
const rateOffAtMost = 0.02;

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function benchLoad(seconds = 60): Promise<string[]> {
  const server = fork(fileURLToPath(new URL('load-server.ts', import.meta.url)));
  try {
    const [port] = (await once(server, 'message')) as [number];
    const url = `http://127.0.0.1:${port}/`;
    const ours = await measured(url, seconds);
    const theirs = await peer(url, seconds);
    const off = Math.abs(ours.perSecond / requestsPerSecond - 1);
    if (off > rateOffAtMost)
      throw new Error(`${ours.perSecond.toFixed(1)} requests/s instead of ${requestsPerSecond}`);
    return [
      `| load test, ${requestsPerSecond} requests/s for ${seconds} s, 50 ms of work each | requests/s | p50 | p99 |`,
      '| --- | --- | --- | --- |',
      row('`engine: builtin`', ours),
      row('autocannon with `overallRate`', theirs),
    ];
  } finally {
    await ended(server);
  }
}

function row(name: string, { perSecond, p50, p99 }: Measured): string {
  return `| ${name} | ${perSecond.toFixed(1)} | ${p50.toFixed(0)} ms | ${p99.toFixed(0)} ms |`;
}

async function measured(url: string, seconds: number): Promise<Measured> {
  const facts = await generateLoad(localWorld({}, ''), { url, requestsPerSecond, seconds });
  if (facts.failedRequests > 0) throw new Error(`${facts.failedRequests} requests failed`);
  const { p50, p99 } = facts.milliseconds;
  return { perSecond: achievedPerSecond(facts, requestsPerSecond), p50, p99 };
}

async function peer(url: string, seconds: number): Promise<Measured> {
  const { latency, requests, duration } = await autocannon({
    url,
    duration: seconds,
    // Ten would do for 50 ms of work: the others are for what comes late.
    connections: 40,
    overallRate: requestsPerSecond,
    // It would add answers that nobody gave between the slow ones, quicker than the server can be.
    ignoreCoordinatedOmission: true,
  });
  return { perSecond: requests.total / duration, p50: latency.p50, p99: latency.p99 };
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  server.disconnect();
  await once(server, 'exit');
}
