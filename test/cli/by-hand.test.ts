/** `cutover canary` and `cutover ramp` as people type them, in the lab. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createColors } from 'picocolors';
import { describe, expect, test, vi } from 'vitest';
import { canaryCommand } from '../../cli/commands/canary.ts';
import { rampCommand } from '../../cli/commands/ramp.ts';
import { readSnapshotFile } from '../../cli/by-hand/asked.ts';
import { interruptible } from '../../cli/by-hand/place.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { buildLab } from '../../lab/lab.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const plan = 'events/plan.yml';
const make = { canary: canaryCommand, ramp: rampCommand };

async function run(name: keyof typeof make, ...words: string[]) {
  const seen = { out: '', err: '', code: -1 };
  const io: Terminal = {
    colors: createColors(false),
    isWatched: false,
    columns: 80,
    print: (text) => void (seen.out += `${text}\n`),
    complain: (text) => void (seen.err += `${text}\n`),
    progress: () => undefined,
  };
  await make[name](io, (code) => void (seen.code = code)).parseAsync(words, { from: 'user' });
  return seen;
}

async function scenario(content: object): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'cutover-by-hand-')), 'scenario.json');
  await writeFile(path, JSON.stringify(content));
  return path;
}

describe('canary', () => {
  test('without --live prints what it would do, and does nothing', async () => {
    const { out, err, code } = await run('canary', plan, '--lab', '--canary-percent', '7');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/aws ecs register-task-definition --region eu-west-1 --cli-input-json '\{/);
    expect(out).toContain('--desired-count 2');
    expect(out).toContain('"Weight":93');
    expect(out).toContain('Nothing was done. --live does it.');
  });

  test('what is printed for a shell is what is done', async () => {
    const { out } = await run('canary', plan, '--lab', '--canary-percent', '7');
    const typed = out.split('\n').find((line) => line.includes('modify-rule')) ?? '';
    const words = wordsOf(typed.trim());
    const after = (flag: string) => words[words.indexOf(flag) + 1] ?? '';
    const lab = buildLab({ seed: 1, production: {} });
    const { ModifyRule } = lab.production.services.elbv2.actions;
    ModifyRule({ RuleArn: after('--rule-arn'), Actions: JSON.parse(after('--actions')) });
    while (lab.production.glance().canaryPercent !== 7 && (await lab.clock.step()));
    expect(lab.production.glance().canaryPercent).toBe(7);
  });

  test('puts it up, keeps what "back" means, and says what to type next', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'cutover-by-hand-')), 'snapshot.json');
    const { out, err, code } = await run('canary', plan, '--lab', '--live', '--snapshot', file);
    expect(code).toBe(0);
    expect(err).toMatch(/22:05:30 {2}1 %, quiet: /);
    expect(out).toContain('npx cutover ramp events/plan.yml --live');
    expect(out).toContain('npx cutover rollback by-hand-1 --live');
    expect(out).toMatch(/takes it up by 22:22 UTC, reconcile takes users back/);
    expect(await readSnapshotFile(file)).toMatchObject({ snapshot: { stable: { name: 'claude-proxy-a' } } });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ cutoverId: 'by-hand-1' });
  });

  test('says as JSON where it stands, and nothing else on standard output', async () => {
    const { out, code } = await run('canary', plan, '--lab', '--live', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      does: 'letGo',
      canaryPercent: 1,
      cutoverId: 'by-hand-1',
      live: true,
    });
  });

  test('ends 10 where it went back, and 20 where nothing was begun', async () => {
    const bad = await scenario({ account: { production: 'failing' } });
    expect(await run('canary', plan, '--lab', '--live', '--scenario', bad)).toMatchObject({
      code: 10,
      out: expect.stringContaining('Back on stable: users are safe'),
    });
    const owned = await scenario({ account: { ecs: 'owned' } });
    for (const words of [[], ['--live']])
      expect(await run('canary', plan, '--lab', '--scenario', owned, ...words)).toMatchObject({
        code: 20,
        err: expect.stringContaining('Refused: nothing was changed for users'),
      });
  });

  test('a scenario that needs an execution is refused', async () => {
    const stopped = await scenario({ when: [{ at: '+2m', stop: 'execution' }] });
    expect(await run('canary', plan, '--lab', '--live', '--scenario', stopped)).toMatchObject({
      code: 2,
      err: expect.stringContaining('has no execution that could be stopped'),
    });
  });

  test.each([
    [['nowhere.yml', '--lab'], 'does not exist'],
    [[plan, '--lab', '--canary-percent', '0'], '--canary-percent: "0"'],
    [[plan, '--lab', '--canary-percent', '101'], '--canary-percent: "101"'],
    [[plan, '--lab', '--id', 'no such id'], '--id no such id'],
    [[plan, '--lab', '--scenario', 'nowhere.yml'], 'does not exist'],
    [[plan, '--policy', 'nowhere.yml'], 'nowhere.yml'],
  ])('bad input does nothing: %s', async (words, says) => {
    const { out, err, code } = await run('canary', ...words, '--live');
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).toContain(says);
  });
});

describe('ramp', () => {
  test('without --live prints each rung that is left', async () => {
    const { out, code } = await run('ramp', plan, '--lab', '--start', '1', '--end', '50', '--step', '24');
    expect(code).toBe(0);
    expect([...out.matchAll(/give claude-proxy-b (\d+) %/g)].map(([, percent]) => percent)).toEqual([
      '25',
      '49',
      '50',
    ]);
    expect(out).not.toContain('give claude-proxy-b 1 %');
  });

  test('climbs to its end', async () => {
    const { out, err, code } = await run('ramp', plan, '--lab', '--live', '--end', '51', '--interval', '2m');
    expect(code).toBe(0);
    expect(err).toContain('Shifted 51 % of the traffic');
    expect(out).toContain('The canary has 51 % of the traffic');
  });

  test('goes back by itself, ends 10', async () => {
    const { out, code } = await run(
      'ramp',
      plan,
      '--lab',
      '--live',
      '--scenario',
      'lab/scenarios/bad-at-26.yml',
    );
    expect(code).toBe(10);
    expect(out).toMatch(/^Back on stable: users are safe: http5xx rings/);
  });

  test.each([
    [['--start', '60', '--end', '50'], 'must not be above --end'],
    [['--step', '0'], '--step: "0"'],
    [['--interval', '20s'], '--interval: "20s"'],
    [['--promote', '--end', '50'], '--promote needs --end 100%'],
  ])('bad input does nothing: %s', async (words, says) => {
    const { out, err, code } = await run('ramp', plan, '--lab', '--live', ...words);
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).toContain(says);
  });
});

describe('Ctrl-C', () => {
  test('asks to stop after this step, and leaves at once when it comes again', async () => {
    const left = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const said: string[] = [];
    const stop = { isAsked: false };
    const io = { complain: (text: string) => void said.push(text) } as Terminal;
    const listeners = process.listenerCount('SIGINT');
    const code = await interruptible(io, stop, async () => {
      process.emit('SIGINT');
      expect(stop.isAsked).toBe(true);
      expect(left).not.toHaveBeenCalled();
      process.emit('SIGINT');
      return 130;
    });
    expect(left).toHaveBeenCalledExactlyOnceWith(130);
    expect(said.join()).toContain('reconcile takes users back within four minutes');
    expect({ code, listeners: process.listenerCount('SIGINT') }).toEqual({ code: 130, listeners });
    left.mockRestore();
  });
});

describe('in AWS', () => {
  const env = {
    PATH: process.env['PATH'],
    AWS_ACCESS_KEY_ID: 'A',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_REGION: 'eu-west-1',
  };

  test.each(['canary', 'ramp'])(
    '%s without a ledger to be reached refuses, and says that rollback needs none',
    async (name) => {
      const nowhere = { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
      const { code, err } = await spawned([name, plan, '--live'], nowhere);
      expect(code).toBe(20);
      expect(err).toContain('npx cutover rollback needs none');
    },
  );
});

/** As a shell splits a line, without a shell that would run anything. */
function wordsOf(command: string): string[] {
  const out = execFileSync('/bin/sh', ['-c', `set -- ${command}; printf '%s\\n' "$@"`], { encoding: 'utf8' });
  return out.trimEnd().split('\n');
}

function spawned(words: readonly string[], given: object) {
  return new Promise<{ code: number | null; err: string }>((resolve) => {
    const child = spawn(process.execPath, ['cli/cutover.js', ...words], { cwd: root, env: { ...given } });
    let err = '';
    child.stderr.on('data', (part) => (err += String(part)));
    child.on('close', (code) => resolve({ code, err }));
  });
}
