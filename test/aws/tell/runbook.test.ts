/** What a cutover taught, proposed to the runbook over real HTTP against GitHub's rules: one pull request, whatever the line does. */
import { expect, onTestFinished, test } from 'vitest';
import type { Lesson } from '../../../core/report/lessons.ts';
import { id, lineTo } from './line.ts';
import { file, runbookServer } from './runbook-server.ts';
import type { Trouble } from './ticket-server.ts';

const token = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:cutover/runbook-AbCdEf';
const runbook = { repository: 'example/handbook', path: file, base: 'main', token };
const before = '# Runbook\n\nBreathe.\n';
const held = 'Held 22:28:09: 51 %, latencyP95 is over its limit';
const lessons: readonly Lesson[] = [
  { kind: 'held', at: '2026-12-01T22:28:09.000Z', text: '51 %, latencyP95 is over its limit' },
];

interface About {
  readonly troubles?: readonly Trouble[];
  readonly text?: string | Buffer | undefined;
  readonly given?: Partial<typeof runbook>;
}

async function aRunbook({ troubles = [], given, ...about }: About = {}) {
  const server = await runbookServer([...troubles], 'text' in about ? about.text : before);
  onTestFinished(server.close);
  const line = lineTo(server, 'https://api.github.com', {
    runbook: { ...runbook, ...given },
    slackIds: {},
  });
  await line.put({
    pk: `CUTOVER#${id}`,
    sk: 'RECORD',
    plan: { service: 'claude-proxy', rungs: [100], release: { taskDefinition: {} } },
  });
  const end = (taught: readonly Lesson[] | undefined = lessons) =>
    line.put({
      pk: `CUTOVER#${id}`,
      sk: 'REPORT',
      outcome: 'rolledBack',
      reason: 'it rang',
      endedAt: '2026-12-01T22:31:07.000Z',
      lessons: taught,
    });
  const { repository, errors, asked } = server;
  const proposed = () => {
    const [pull, ...others] = repository.pulls;
    if (pull === undefined || others.length > 0) throw new Error(`${repository.pulls.length} pull requests`);
    return { pull, text: repository.branches[pull.head]?.[file]?.toString() ?? '' };
  };
  return { ...line, end, proposed, repository, errors, asked };
}

test('a section behind what was there, in a pull request against the base', async () => {
  const { end, ring, proposed, repository, errors, letters } = await aRunbook();
  await end();
  await ring();
  const { pull, text } = proposed();
  expect(text.startsWith(`${before}\n## What a cutover taught, 1 December 2026\n\n`)).toBe(true);
  expect(text).toContain(`\n- ${held}\n`);
  expect(text).toMatch(/\n<!-- cutover:[0-9a-f]{16} -->\n$/);
  expect(pull.body).toContain(held);
  expect([pull.title, repository.commits]).toEqual([`What cutover ${id} taught`, [pull.title]]);
  expect(repository.branches['main']?.[file]?.toString()).toBe(before);
  expect([errors, letters]).toEqual([[], []]);
});

test.each([
  ['nothing to teach', []],
  ['a report of an older version', undefined],
])('%s: GitHub is not even asked', async (_name, taught) => {
  const { say, put, ring, asked, letters } = await aRunbook();
  await say(1, 'Live. claude-proxy', 'readPlan');
  await put({
    pk: `CUTOVER#${id}`,
    sk: 'REPORT',
    outcome: 'promoted',
    reason: 'all',
    endedAt: 'x',
    ...(taught && { lessons: taught }),
  });
  await ring();
  expect([asked, letters]).toEqual([[], []]);
});

const everywhere = (trouble: Trouble): [string, Trouble[]][] =>
  [0, 1, 2, 3, 4, 5, 6].map((calls) => [
    `${trouble} after ${calls} calls`,
    [...Array.from({ length: calls }, (): Trouble => 'well'), trouble],
  ]);

test.each<[string, Trouble[]]>([
  ...(['busy', 'limited', 'broken', 'brokenAfter', 'cut', 'silent', 'notJson'] as const).flatMap(everywhere),
  ['brokenAfter all along', Array.from({ length: 5 }, () => 'brokenAfter')],
  ['cut and broken', ['well', 'well', 'well', 'cut', 'broken', 'well', 'well', 'cut']],
])('%s: proposed once', async (_name, troubles) => {
  const { end, ring, proposed, repository, letters } = await aRunbook({ troubles });
  await end();
  await ring(3);
  await ring(2);
  expect(proposed().text.split(held)).toHaveLength(2);
  expect([repository.commits.length, letters]).toEqual([1, []]);
});

test('a GitHub that takes three seconds for everything keeps no try longer than twelve, and gets there', async () => {
  const { end, ring, proposed, repository, letters, clock, asked } = await aRunbook();
  await end();
  repository.onRequest = () => clock.pass(clock.now() + 3_000);
  await ring();
  expect(proposed().text.split(held)).toHaveLength(2);
  const perTry = asked.join('\n').split('GET /repos/example/handbook/pulls').slice(1);
  expect(perTry.length).toBeGreaterThan(1);
  for (const calls of perTry) expect(calls.trim().split('\n').length).toBeLessThanOrEqual(4);
  expect(letters).toEqual([]);
});

test('no such file: it is made', async () => {
  const { end, ring, proposed, errors } = await aRunbook({ text: undefined });
  await end();
  await ring();
  expect(proposed().text).toMatch(/^## What a cutover taught, 1 December 2026\n/);
  expect(errors).toEqual([]);
});

test('a file that is changed, or made, meanwhile is read again', async () => {
  for (const text of [before, undefined]) {
    const { end, ring, proposed, repository, letters } = await aRunbook({ text });
    repository.meanwhile.push(() => {
      for (const tree of Object.values(repository.branches))
        tree[file] = Buffer.from('Somebody was quicker.\n');
    });
    await end();
    await ring();
    expect(proposed().text.startsWith('Somebody was quicker.\n\n## What')).toBe(true);
    expect(letters).toEqual([]);
  }
});

test('what people made of it is theirs: merged or closed, it does not come again', async () => {
  for (const isMerged of [true, false]) {
    const { end, ring, proposed, repository, put } = await aRunbook();
    await end();
    await ring();
    const { pull, text } = proposed();
    pull.state = 'closed';
    if (isMerged) repository.branches['main'] = { [file]: Buffer.from(text) };
    delete repository.branches[pull.head];
    // Somebody has lost what was told.
    await put({ pk: `CUTOVER#${id}`, sk: 'TOLD#runbook', version: 99, told: {}, shown: {}, dead: {} });
    await ring();
    expect([proposed().pull.number, repository.commits.length]).toEqual([pull.number, 1]);
  }
});

test('in the runbook already, the pull request deleted: done', async () => {
  const first = await aRunbook();
  await first.end();
  await first.ring();
  const { end, ring, repository, letters } = await aRunbook({ text: first.proposed().text });
  await end();
  await ring();
  expect([repository.pulls, repository.commits, letters]).toEqual([[], [], []]);
});

test('bytes of another encoding, and line ends, stay what they are', async () => {
  const bytes = Buffer.from([0x23, 0x20, 0xe9, 0xff, 0x0d, 0x0a, 0x78, 0x0d, 0x0a]);
  const { end, ring, proposed, repository } = await aRunbook({ text: bytes });
  await end();
  await ring();
  const now = repository.branches[proposed().pull.head]?.[file] ?? Buffer.alloc(0);
  expect(now.subarray(0, bytes.length)).toEqual(bytes);
  expect(now.toString('latin1').replaceAll('\r\n', '')).not.toContain('\n');
});

test('what people typed breaks nothing: no heading, list, tag, link or mention, and no early end of the mark', async () => {
  const text = '# Ha\n## What\n- x --> <img src=x> [a](b) ```\n@dana closes #7 | `@lead`\u202e';
  const { end, ring, proposed, repository } = await aRunbook();
  await end([{ kind: 'noted', at: '2026-12-01T22:28:09.000Z', text }]);
  await ring();
  const { pull, text: now } = proposed();
  const section = now.slice(before.length);
  expect(section.split('\n').filter((line) => line !== '')).toHaveLength(4);
  expect(section.match(/^#.*$/gm)).toEqual(['## What a cutover taught, 1 December 2026']);
  expect(section).not.toMatch(/(?<!\\)<img|@dana|@lead|(?<!\\)\[a|(?<!\\)`|\u202e/);
  expect(pull.body).toMatch(/^````text\n[^]*closes #7[^]*\n````$/);
  expect(repository.commits.join('')).not.toContain('@');
});

test.each<[string, About, RegExp]>([
  [
    'a base that is not there',
    { given: { base: 'trunk' } },
    /has no branch trunk, or the token may not read it/,
  ],
  ['a repository that is not there', { given: { repository: 'example/other' } }, /answered 404/],
  ['over 1 MB', { text: 'x'.repeat(1_100_000) }, /docs\/run book\.md in example\/handbook is over 1 MB/],
])('%s: a letter with its reason', async (_name, about, why) => {
  const { end, ring, letters, repository } = await aRunbook(about);
  await end();
  await ring();
  expect(repository.pulls).toEqual([]);
  expect(letters.map(({ body }) => (JSON.parse(body) as { why: string }).why)).toEqual([
    expect.stringMatching(why),
  ]);
});

test('no token in the pull request, letters, the ledger or the log', async () => {
  const { end, ring, repository, letters, rows, lines } = await aRunbook({ troubles: ['cut', 'broken'] });
  await end();
  await ring();
  expect(lines.length).toBeGreaterThan(0);
  const everything = JSON.stringify([repository.pulls, repository.commits, letters, rows(), lines]);
  expect(everything).not.toContain('token-that-must-not-be-shown');
});
