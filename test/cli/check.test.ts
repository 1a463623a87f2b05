/** `cutover check` as people run it, in the lab. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { checkCommand } from '../../cli/commands/check.ts';
import type { Terminal } from '../../cli/terminal.ts';

async function run(...words: string[]) {
  const seen = { out: '', err: '', code: -1 };
  const io: Terminal = {
    colors: createColors(false),
    isWatched: false,
    columns: 80,
    print: (text) => void (seen.out += `${text}\n`),
    complain: (text) => void (seen.err += `${text}\n`),
    progress: () => undefined,
  };
  const command = checkCommand(io, (code) => void (seen.code = code));
  await command.parseAsync(['events/plan.yml', '--lab', ...words], { from: 'user' });
  return seen;
}

async function file(name: string, content: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'cutover-check-')), name);
  await writeFile(path, content);
  return path;
}

describe('check', () => {
  test('ends 0 where everything passed', async () => {
    const { out, code } = await run();
    expect(code).toBe(0);
    expect(out).toMatch(
      /not tried +teamTold +a live run would post: .*\n(.*\n)*18 of 18 passed: nothing stands in the way/,
    );
    expect(out).toContain('not checked, for want of a word in the plan: certificate, load, http');
  });

  test('ends 20 where something did not, with the evidence as JSON and as JUnit', async () => {
    const scenario = await file('waf.yml', 'account: { waf: block }\n');
    const xml = await file('junit.xml', '');
    const { out, code } = await run('--scenario', scenario, '--json', '--junit', xml);
    expect(code).toBe(20);
    const facts = JSON.parse(out) as { decision: string; checks: { id: string; verdict: string }[] };
    expect(facts.decision).toBe('ask');
    expect(facts.checks.filter(({ verdict }) => verdict !== 'pass')).toMatchObject([
      { id: 'waf', verdict: 'fail' },
      { id: 'teamTold', verdict: 'inconclusive', isUntried: true },
    ]);
    expect(await readFile(xml, 'utf8')).toContain('tests="19" failures="1" errors="0" skipped="1"');
  });

  test('ends 20 where the one that was asked for was not looked at', async () => {
    const { out, code } = await run('--only', 'teamTold');
    expect(code).toBe(20);
    expect(out).toContain('0 of 0 passed: nothing was looked at');
  });

  test('looks at one alone, whatever the others say', async () => {
    const scenario = await file('waf.yml', 'account: { waf: block }\n');
    const { out, code } = await run('--scenario', scenario, '--only', 'image');
    expect(code).toBe(0);
    expect(out).toContain('1 of 1 passed');
  });

  test('names the nearest check, and does nothing', async () => {
    const { err, out, code } = await run('--only', 'secret');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('the nearest is secrets');
  });

  test('takes a Terraform plan from a file', async () => {
    const resource = { address: 'aws_lb.main', change: { actions: ['update'] } };
    const plan = { format_version: '1.2', resource_changes: [resource] };
    const { out, code } = await run(
      '--only',
      'terraform',
      '--terraform',
      await file('plan.json', JSON.stringify(plan)),
    );
    expect(code).toBe(20);
    expect(out).toContain('aws_lb.main (update)');
    const half = await run('--terraform', await file('plan.json', '{"password":"hunter2'));
    expect(half).toMatchObject({ code: 2, err: expect.stringContaining('is no JSON') });
    expect(half.err).not.toContain('hunter2');
  });

  test('tells a scenario that cannot be read', async () => {
    const { err, code } = await run('--scenario', await file('bad.yml', 'account: { waf: off-by-one }\n'));
    expect(code).toBe(2);
    expect(err).toContain('account.waf');
  });
});
