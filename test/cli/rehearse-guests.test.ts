/** `cutover rehearse` where somebody outside the lab decides: at this terminal, or on the page in a browser. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { rehearseCommand } from '../../cli/commands/rehearse.ts';
import { Interrupted, type Terminal, terminal } from '../../cli/terminal.ts';
import { ask, filledForm, post, read } from '../functions/visitor.ts';

interface Seen {
  out: string;
  err: string;
  progress: string;
  code: number;
}

type Question = NonNullable<Terminal['question']>;

function begin(words: readonly string[], question?: Question): { seen: Seen; done: Promise<Seen> } {
  const seen: Seen = { out: '', err: '', progress: '', code: -1 };
  const io: Terminal = {
    colors: createColors(false),
    isWatched: false,
    columns: 80,
    print: (text) => void (seen.out += `${text}\n`),
    complain: (text) => void (seen.err += `${text}\n`),
    progress: (text) => void (seen.progress += text),
    ...(question && { question }),
  };
  const command = rehearseCommand(io, (code) => void (seen.code = code));
  return { seen, done: command.parseAsync(words, { from: 'user' }).then(() => seen) };
}

/** Answers with these lines, one after the other; a question too many is Ctrl-C. */
function lines(...given: readonly string[]): Question & { asked: string[] } {
  const left = [...given];
  const asked: string[] = [];
  const question = (text: string) => {
    asked.push(text);
    const line = left.shift();
    return line === undefined ? Promise.reject(new Interrupted()) : Promise.resolve(line);
  };
  return Object.assign(question, { asked });
}

const written = async (name: string, text: string) => {
  const file = join(await mkdtemp(join(tmpdir(), 'cutover-guests-')), name);
  await writeFile(file, text);
  return file;
};

/** Somebody who never comes to an end. */
const thinking: Question = (_text, signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });

const slowly: Question = () => new Promise((resolve) => setTimeout(() => resolve('reject slowly'), 150));

const stream = (isTTY: boolean) => ({ isTTY, columns: 80, write: () => true });

const questionOf = (stdin: boolean, stdout: boolean, stderr: boolean) =>
  terminal({
    env: {},
    stdin: stream(stdin),
    stdout: stream(stdout),
    stderr: stream(stderr),
  } as unknown as NodeJS.Process).question;

/** The sample, whose gate before the release needs two. */
async function planForTwo(): Promise<string> {
  const sample = fileURLToPath(new URL('../../events/plan.yml', import.meta.url));
  const text = (await readFile(sample, 'utf8'))
    .replace('need: 1, within: 1h }', 'need: 2, within: 1h }')
    .replace('rendered_task_def.json', join(sample, '..', 'rendered_task_def.json'));
  return written('plan.yml', text);
}

describe('at a terminal', () => {
  test('each gate is asked, with what it is about, and what is said counts with its reason', async () => {
    const question = lines('approve looks fine', 'reject too many complaints');
    const { code, out, progress } = await begin([], question).done;
    expect(code).toBe(10);
    expect(progress).toMatch(
      /22:00 UTC {2}claude-proxy asks for a decision: go-live\n {2}ships {2}\S+@sha256/,
    );
    expect(progress).toMatch(/until {2}23:00 UTC; then it ends, and nothing has changed/);
    expect(progress).toMatch(/asks for a decision: sign-off/);
    expect(out).toMatch(/22:00:\d\d {2}dana approves go-live: looks fine/);
    expect(out).toContain('dana rejects sign-off: too many complaints');
    expect(out).toContain('--seed 1  # and the same answers');
    expect(question.asked).toHaveLength(2);
  });

  test('what is no answer is asked again, and a rejection says why', async () => {
    const question = lines('', 'yes', 'reject', 'reject not today');
    const { code, progress, out } = await begin([], question).done;
    expect(code).toBe(20);
    expect(question.asked).toHaveLength(4);
    expect(progress).toContain('a rejection says why');
    expect(out).toContain('dana rejects go-live: not today');
  });

  test('nothing is an answer, too: silence decides at the deadline', async () => {
    const { code, out } = await begin([], lines('nothing')).done;
    expect(code).toBe(20);
    expect(out).toContain('nobody answered go-live by 23:00 UTC');
  });

  test('where two are needed, two are asked', async () => {
    const question = lines('approve', 'approve', 'approve');
    const { code, out } = await begin([await planForTwo()], question).done;
    expect(code).toBe(0);
    expect(question.asked.map((text) => text.split(':')[0])).toEqual(['as dana', 'as sam', 'as dana']);
    expect(out).toContain('dana and sam approve go-live');
  });

  test('a gate that the scenario answers is not asked', async () => {
    const people =
      'people:\n  - { gate: go-live, answer: approve, by: sam }\n  - { gate: sign-off, answer: reject, by: sam }\n';
    const { code, out } = await begin(['--scenario', await written('people.yml', people)], lines()).done;
    expect(code).toBe(10);
    expect(out).toContain('sam rejects sign-off');
  });

  test('Ctrl-C ends it, with the exit code of shells', async () => {
    const { code, out, err } = await begin([], lines('approve')).done;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toContain('Nothing outside this process was touched');
  });

  test('paced, time goes on while somebody thinks, and the gate closes over it', async () => {
    const { code, progress, out } = await begin(['--speed', '36000'], thinking).done;
    expect(code).toBe(20);
    expect(progress).toContain('closed meanwhile: nobody answered go-live by 23:00 UTC');
    expect(out).toContain('nobody answered go-live');
  });

  test('paced, an answer counts at the time that it is on the wall', async () => {
    const { out } = await begin(['--speed', '600'], slowly).done;
    const [, hour, minute] = /(\d\d):(\d\d):\d\d {2}dana rejects go-live: slowly/.exec(out) ?? [];
    expect(hour).toBe('22');
    expect(Number(minute)).toBeGreaterThanOrEqual(1);
  });

  test.each([['--json'], ['--no-ask'], ['--dry-run']])('%s: nobody is asked', async (option) => {
    expect(await begin([option], lines()).done).toMatchObject({ code: 0, err: '' });
  });

  test('where anything is piped there is nobody to ask', () => {
    expect(questionOf(true, true, true)).toBeTypeOf('function');
    expect([
      questionOf(false, true, true),
      questionOf(true, false, true),
      questionOf(true, true, false),
    ]).toEqual([undefined, undefined, undefined]);
  });
});

/** The links that are printed when a gate opens, by person. */
async function linksOf(seen: Seen, gate: string): Promise<Record<string, URL>> {
  for (;;) {
    const asked =
      seen.progress.split('asks for a decision: ').findLast((text) => text.startsWith(gate)) ?? '';
    const links = [...asked.matchAll(/^ {2}(\w+) +(http:\/\/127\.0\.0\.1:\S+)$/gm)];
    if (asked.includes("one person's"))
      return Object.fromEntries(links.map(([, name = '', url = '']) => [name, new URL(url)]));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** From the link to the page that shows the answer. */
async function visit(link: URL | undefined, fields: Record<string, string>): Promise<string> {
  if (link === undefined) throw new Error('no link was printed');
  const entered = await ask(link.origin, { path: link.pathname + link.search });
  const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
  const form = await filledForm(link.origin, cookie, fields, link.pathname);
  expect((await post(link.origin, cookie, form, {}, link.pathname)).status).toBe(303);
  return read(await ask(link.origin, { path: link.pathname, headers: { cookie } }));
}

describe('in a browser', () => {
  test('the page is the deployed one, time waits for it, and shows what was decided', async () => {
    const { seen, done } = begin(['--approve-in-browser', '--json']);
    const goLive = await linksOf(seen, 'go-live');
    expect(Object.keys(goLive)).toEqual(['dana', 'sam']);
    // Whoever only looks decides nothing, however often.
    expect((await ask(goLive['dana']?.origin ?? '', { path: '/' })).status).toBe(404);
    expect(await visit(goLive['sam'], {})).toContain('Approved, with your decision');
    const signOff = await linksOf(seen, 'sign-off');
    await visit(signOff['dana'], { decision: 'reject', reason: 'not good enough' });
    const { code, out } = await done;
    expect(code).toBe(10);
    const { approvals, invariants, seconds } = JSON.parse(out) as Record<string, never>;
    expect(approvals).toMatchObject([
      { gate: 'go-live', decision: 'approve', by: 'sam', at: expect.stringMatching(/^2026-12-01T22:00:/) },
      { gate: 'sign-off', decision: 'reject', by: 'dana' },
    ]);
    expect(invariants).toMatchObject({ broken: [] });
    expect(seconds).toBeLessThan(3 * 3600);
    expect(seen.progress).toContain('time stands still until it is decided');
    await expect(ask(goLive['dana']?.origin ?? '')).rejects.toThrow(/ECONNREFUSED|hang up/);
  });

  test('where two are needed, the page waits for both', async () => {
    const { seen, done } = begin([await planForTwo(), '--approve-in-browser']);
    const links = await linksOf(seen, 'go-live');
    expect(await visit(links['sam'], {})).toContain('sam');
    await visit(links['dana'], {});
    await visit((await linksOf(seen, 'sign-off'))['dana'], {});
    expect(await done).toMatchObject({
      code: 0,
      out: expect.stringContaining('sam and dana approve go-live'),
    });
  });

  test('paced, time goes on, and a gate that nobody answers closes', async () => {
    const { code, progress, out } = await begin(['--approve-in-browser', '--speed', '36000']).done;
    expect(code).toBe(20);
    expect(progress).toContain('time goes on meanwhile');
    expect(out).toContain('nobody answered go-live by 23:00 UTC');
  });
});
