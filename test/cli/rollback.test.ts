/** `cutover rollback` as people run it, in the lab. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { rollbackCommand } from '../../cli/commands/rollback.ts';
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
  const command = rollbackCommand(io, (code) => void (seen.code = code));
  await command.parseAsync(words, { from: 'user' });
  return seen;
}

async function file(name: string, content: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'cutover-rollback-')), name);
  await writeFile(path, content);
  return path;
}

const plan = 'events/plan.yml';

describe('rollback', () => {
  test('prints the commands and does nothing', async () => {
    const { out, code } = await run(plan, '--lab', '26', '--stable', 'claude-proxy-a');
    expect(code).toBe(0);
    expect(out).toMatch(/\n {2}aws elbv2 modify-rule --region eu-west-1 --rule-arn arn:\S+ --actions '\[/);
    expect(out).toContain('Nothing was done. --live does it.');
  });

  test('does it, says nothing was left undone, and looks again', async () => {
    const { out, err, code } = await run(plan, '--lab', '26', '--stable', 'claude-proxy-a', '--live');
    expect(code).toBe(0);
    expect(out).toContain('Everybody is sent to claude-proxy-a.');
    expect(out).not.toContain('Could not');
    expect(err).toContain('Looking again');
  });

  test('without a ledger and without a word which side is stable it refuses, with what the rules say', async () => {
    const { out, err, code } = await run(plan, '--lab', '26', '--json');
    expect(code).toBe(20);
    expect(JSON.parse(out)).toMatchObject({ does: 'nothing', groups: [{ name: 'claude-proxy-a' }, {}] });
    expect(err).toContain('claude-proxy-b  26 % of the traffic, 0 healthy targets');
  });

  test('never sends anybody to a group where nobody is healthy', async () => {
    const { out, err, code } = await run(plan, '--lab', '26', '--stable', 'claude-proxy-b', '--live');
    expect(code).toBe(30);
    expect(err).toContain('claude-proxy-b has no healthy target');
    expect(out).not.toContain('Everybody is sent');
  });

  test.each([
    [['nowhere.yml'], 2, 'does not exist'],
    [['no such id'], 2, 'does not exist'],
    [[plan, '--lab', 'much'], 2, '--lab much'],
    [['gone-7', '--lab', '26'], 20, 'name the plan instead of the id'],
    [['gone-7', '--lab', '26', '--stable', 'claude-proxy-a'], 20, '--stable needs the rules'],
    [
      [plan, '--lab', '26', '--stable', 'claude-proxy-z'],
      20,
      'no group of these rules (claude-proxy-a, claude-proxy-b)',
    ],
  ])('bad input does nothing: %s', async (words, expected, says) => {
    const { out, err, code } = await run(...words);
    expect({ out, code }).toEqual({ out: '', code: expected });
    expect(err).toContain(says);
  });

  test('needs no more of a plan than its target', async () => {
    const broken = await file('plan.yml', 'service: 7\ntarget: { cluster: c, services: [a], rules: [] }\n');
    const { err, code } = await run(broken, '--lab', '26');
    expect(code).toBe(2);
    expect(err).toContain('target.rules');
    expect(err).toContain('target.services');
    expect(err).not.toContain('taskDefinition');
  });

  test('a file that is no snapshot is refused by what it lacks', async () => {
    const { err, code } = await run(
      plan,
      '--lab',
      '26',
      '--snapshot',
      await file('s.json', '{"rules":[{}]}'),
    );
    expect(code).toBe(2);
    expect(err).toContain('stable.targetGroupArn');
  });

  test('a stable side that has lost more than half of its targets asks for a second thought', async () => {
    const arn =
      'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/claude-proxy/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee';
    const stable = group('claude-proxy-a', '73e2d6bc24d8a067');
    const canary = group('claude-proxy-b', '943f017f100becff');
    const actions = [{ Type: 'forward', Order: 1, TargetGroupArn: stable.targetGroupArn }];
    const snapshot = await file(
      's.json',
      JSON.stringify({ snapshot: { rules: [{ arn, actions }], stable, canary } }),
    );
    const words = ['claude-7', '--lab', '26', '--snapshot', snapshot, '--live', '--no-wait'];
    expect(await run(...words)).toMatchObject({
      code: 30,
      err: expect.stringContaining('has 4 healthy targets and had 10'),
    });
    expect(await run(...words, '--short')).toMatchObject({ code: 0 });
  });
});

function group(name: string, id: string) {
  return {
    name,
    targetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}/${id}`,
    desiredCount: 10,
  };
}
