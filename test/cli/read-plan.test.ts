import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readPlan } from '../../cli/read-plan.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import { problemText } from '../../core/plan/problem.ts';
import { aPlan, withTaskDefinition } from '../core/plan/a-plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sample = fileURLToPath(new URL('../../events/plan.yml', import.meta.url));
let count = 0;

/** Writes the files into a folder of their own and reads the first of them. */
async function reading(files: Record<string, string | Buffer>): Promise<string[]> {
  const own = join(folder, String(count++));
  mkdirSync(own);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(own, name), content);
  const read = await readPlan(join(own, Object.keys(files)[0] ?? ''));
  return 'problems' in read ? read.problems.map(problemText).map((line) => line.replaceAll(own, '')) : [];
}

const json = (value: unknown) => JSON.stringify(value, null, '\t');
const definition = (aPlan()['release'] as Record<string, unknown>)['taskDefinition'];
const withoutRelease = json({ ...aPlan(), release: undefined });

describe('the sample plan', () => {
  it("is the runbook: every number of it is the parser's default", async () => {
    const read = await readPlan(sample);
    if ('problems' in read) throw new Error(read.problems.map(problemText).join('\n'));
    const { service, release, target, staging, checks } = read.document;
    // No default can know which queue to watch.
    const triggers = { queueDepth: { queue: read.plan.triggers.queueDepth?.queueUrl } };
    // Nor who decides.
    const { approvals } = read.document;
    expect(parsePlan({ service, release, target, triggers, staging, checks, approvals })).toEqual({
      plan: read.plan,
    });
  });

  it('comes with its document, task definition inlined, which gives the same plan again', async () => {
    const read = await readPlan(sample);
    if ('problems' in read) throw new Error('the sample is sound');
    expect(parsePlan(JSON.parse(JSON.stringify(read.document)))).toEqual({ plan: read.plan });
    expect(read.plan.release.taskDefinition.family).toBe('claude-proxy');
  });
});

describe('read', () => {
  it.each<[string, Record<string, string | Buffer>]>([
    ['JSON with tabs', { 'plan.json': json(aPlan()) }],
    ['JSON under a YAML name', { 'plan.yml': JSON.stringify(aPlan()) }],
    ['a byte order mark', { 'plan.json': `\uFEFF${JSON.stringify(aPlan())}` }],
    [
      'Windows line ends',
      { 'plan.yml': '# a plan\r\n' + JSON.stringify(aPlan(), null, 2).replaceAll('\n', '\r\n') },
    ],
    [
      'a task definition beside it, under its usual name',
      { 'plan.json': withoutRelease, 'rendered_task_def.json': json(definition) },
    ],
    [
      'a task definition by name',
      {
        'plan.json': json({ ...aPlan(), release: { taskDefinition: 'td.json' } }),
        'td.json': json(definition),
      },
    ],
  ])('%s', async (_title, files) => {
    expect(await reading(files)).toEqual([]);
  });
});

describe('refused', () => {
  const bomb = [
    'a: &a [x]',
    'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]',
    'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]',
    'd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]',
  ];

  it.each<[string, Record<string, string | Buffer>, string[]]>([
    ['an empty file', { 'plan.yml': '' }, ['the file: /plan.yml: is empty']],
    ['blank lines', { 'plan.yml': ' \n\n' }, ['the file: /plan.yml: is empty']],
    [
      'only a comment',
      { 'plan.yml': '# nothing yet\n' },
      [expect.stringContaining('the file: null: must be a mapping')],
    ],
    [
      'prose',
      { 'plan.yml': 'We release on Tuesday.' },
      [expect.stringContaining('"We release on Tuesday.": must be a mapping')],
    ],
    [
      'not YAML',
      { 'plan.yml': 'service: a\n  target: [b\n' },
      [
        expect.stringMatching(/^the file: .* is not sound YAML or JSON: line 1, column 10: /),
        expect.stringContaining('line 1, column 10: '),
        expect.stringContaining('line 3, column 1: '),
      ],
    ],
    ['broken JSON', { 'plan.json': '{"service": "a",, }' }, [expect.stringMatching(/line 1, column 17: /)]],
    [
      'a key twice',
      { 'plan.json': '{"service": "a", "service": "b"}' },
      [expect.stringMatching(/has the key "service" twice: line 1, column 18/)],
    ],
    [
      'two documents',
      { 'plan.yml': 'service: a\n---\nservice: b\n' },
      ['the file: /plan.yml: holds several YAML documents: a plan is one'],
    ],
    [
      'an unknown tag',
      { 'plan.yml': 'service: !!js/function "return 1"\n' },
      [expect.stringMatching(/line 1, column 10: Unresolved tag/)],
    ],
    [
      'an alias bomb',
      { 'plan.yml': bomb.join('\n') },
      [expect.stringContaining('uses aliases more than 20 times')],
    ],
    [
      'an alias of nothing',
      { 'plan.yml': 'service: *a' },
      [expect.stringMatching(/not sound YAML or JSON: Unresolved alias/)],
    ],
    [
      'a prototype key',
      { 'plan.yml': '__proto__: { live: true }', 'rendered_task_def.json': json(definition) },
      [expect.stringContaining('__proto__: a mapping with 1 key: is a key that no plan may have')],
    ],
    [
      'a key of another kind',
      {
        'plan.yml': `? [a]\n: b\n${stringify(aPlan())}`,
      },
      ['["[ a ]"]: "b": is an unknown key; the nearest known one is ramp'],
    ],
    [
      'bytes that are no text',
      { 'plan.yml': Buffer.from([0xff, 0xfe, 0x00, 0x61]) },
      ['the file: /plan.yml: is not text in UTF-8'],
    ],
    [
      'brackets without end',
      { 'plan.yml': '['.repeat(100_000) },
      [expect.stringContaining('is nested too deeply to be read')],
    ],
    [
      'a missing task definition',
      { 'plan.json': json({ ...aPlan(), release: { taskDefinition: 'gone.json' } }) },
      ['release.taskDefinition: gone.json: does not exist'],
    ],
    [
      'no task definition at all',
      { 'plan.json': withoutRelease },
      ['release.taskDefinition: rendered_task_def.json: does not exist'],
    ],
    [
      'a task definition that is a folder',
      { 'plan.json': json({ ...aPlan(), release: { taskDefinition: '.' } }) },
      ['release.taskDefinition: .: is not a file'],
    ],
    [
      'a task definition that is a list',
      { 'plan.json': withoutRelease, 'rendered_task_def.json': '[]' },
      [
        'release.taskDefinition: rendered_task_def.json: must be a JSON file with the input of register-task-definition',
      ],
    ],
    [
      'a task definition as describe-task-definition shows it',
      { 'plan.json': withoutRelease, 'rendered_task_def.json': json({ taskDefinition: definition }) },
      [
        expect.anything(),
        expect.anything(),
        expect.stringContaining('looks like the output of describe-task-definition'),
      ],
    ],
    [
      'a broken task definition, together with what is wrong in the plan',
      {
        'plan.json': json({ ...aPlan(), ramp: { step: '0%' }, release: { taskDefinition: 'td.json' } }),
        'td.json': '{"family" "a"}',
      },
      [
        expect.stringMatching(/^ramp\.step/),
        expect.stringMatching(/^release\.taskDefinition: td\.json: is not sound YAML or JSON: line 1/),
      ],
    ],
    [
      'a problem inside the task definition, by its path',
      { 'plan.json': json(withTaskDefinition({ family: 5 })) },
      [expect.stringMatching(/^release\.taskDefinition\.family: 5: /)],
    ],
  ])('%s', async (_title, files, expected) => {
    expect(await reading(files)).toEqual(expected);
  });

  it('a file that is not there, and a folder', async () => {
    expect(await readPlan(join(folder, 'gone.yml'))).toMatchObject({
      problems: [{ path: '', message: 'does not exist' }],
    });
    expect(await readPlan(folder)).toMatchObject({ problems: [{ path: '', message: 'is not a file' }] });
  });

  it('two megabytes, before they are read', async () => {
    const before = performance.now();
    expect(await reading({ 'plan.yml': `service: ${'a'.repeat(2_000_000)}` })).toEqual([
      'the file: /plan.yml: is 2000009 bytes long, and 262144 is the most that an execution can be started with',
    ]);
    expect(performance.now() - before).toBeLessThan(500);
  });

  it('the largest file that is read, made of keys alone, in time', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `key${index}: 1`).join('\n');
    expect((await reading({ 'plan.yml': keys })).length).toBeGreaterThan(0);
  });
});
