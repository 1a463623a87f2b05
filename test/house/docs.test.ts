/**
 * The pages say what is so: their commands print what they show, their links lead somewhere, their lists are the
 * code's. `UPDATE_DOCS=1 npx vitest run test/house/docs.test.ts` writes outputs, picture and diagram anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from '../../cli/exit-codes.ts';
import { sesv2Service } from '../../lab/cloud/sesv2/service.ts';
import { sfnService } from '../../lab/cloud/sfn/service.ts';
import { putObject } from '../../lab/cloud/s3/put-object.ts';
import { snsService } from '../../lab/cloud/sns/service.ts';
import { buildLab } from '../../lab/lab.ts';
import { calmScenario } from '../../lab/scenario/parse.ts';
import { productionOf } from '../../lab/weather.ts';
import { badAt26, drawMachine, drawRolledBack, readMachine, statesOf } from '../../scripts/picture.ts';
import * as docs from './run-docs.ts';

const picture = 'docs/rolled-back.svg';
const diagram = 'docs/statemachine.md';
const mermaid = /^```mermaid\n[\s\S]*?^```$/m;

beforeAll(async () => {
  if (process.env['UPDATE_DOCS'] !== '1') return;
  for (const page of docs.pages()) write(page, await docs.updated(page));
  write(picture, drawRolledBack(badAt26()));
  write(diagram, docs.read(diagram).replace(mermaid, machineBlock));
}, 600_000);

function write(file: string, content: string): void {
  writeFileSync(join(docs.root, file), content);
}

function machineBlock(): string {
  return `\`\`\`mermaid\n${drawMachine(readMachine())}\n\`\`\``;
}

describe('console blocks', () => {
  const blocks = docs.pages().flatMap(docs.consoleBlocks);
  const places = blocks.map(({ page, line, norun }) => ({ page, line, norun }));

  test.each(places.filter(({ norun }) => norun === undefined))(
    '$page:$line prints what it shows',
    { timeout: 300_000 },
    async ({ page, line }) => {
      const { runs } = docs.blockAt(page, line);
      expect(runs.length).toBeGreaterThan(0);
      for (const { command, expected } of runs) {
        const printed = await docs.output(command);
        expect(docs.shown(expected, printed)).toBe(expected.join('\n'));
      }
    },
  );

  test.each(places.filter(({ norun }) => norun !== undefined))(
    '$page:$line is not run, for a reason that counts',
    ({ page, line, norun }) => {
      expect(norun).toMatch(/\w+ \w+/);
      for (const { command } of docs.blockAt(page, line).runs)
        expect(command).toMatch(
          /^(aws |git clone |npm ci|npm run package|npx serverless deploy|npx cutover (start|watch|list|report|rollback|canary|ramp))/,
        );
    },
  );
});

describe('links', () => {
  test.each(docs.pages().flatMap(docs.links))('$page links to $target', ({ file, heading }) => {
    expect(existsSync(join(docs.root, file))).toBe(true);
    const wanted = heading === undefined ? [] : [heading];
    expect(heading === undefined ? [] : docs.anchors(file)).toEqual(expect.arrayContaining(wanted));
  });

  test('every decision is in the list of decisions', () => {
    const records = docs.pages().filter((page) => /^docs\/decisions\/\d/.test(page));
    const listed = docs.links('docs/decisions/README.md').map((link) => link.file);
    expect(listed.toSorted()).toEqual(records);
  });
});

describe('lists are the code’s', () => {
  test('docs/lab.md has a row for every API action that the lab plays', () => {
    const lab = buildLab({ seed: 1, production: productionOf(calmScenario()) });
    const services = {
      ...lab.production.services,
      dynamodb: lab.ledger,
      sesv2: sesv2Service(lab.clock),
      sfn: sfnService(lab.engine),
      sns: snsService(lab.clock),
      s3: { actions: { ...lab.production.services.s3.actions, PutObject: putObject([]) } },
    };
    const played = Object.entries(services).flatMap(([service, { actions }]) =>
      Object.keys(actions).map((action) => `${service}:${action}`),
    );
    expect(found('docs/lab.md', /^\| `([\w-]+:\w+)` +\|/gm)).toEqual(played.toSorted());
  });

  test('docs/errors.md has a section for every error that the code names', () => {
    const named = [
      ...found('core/failures.ts', /^ {2}\| '(\w+)'/gm),
      ...found('aws/failures.ts', /rename\(error, '(\w+)'\)/g),
      ...found('aws/lambda.ts', /error\.name = '(\w+)'/g),
      ...statesOf(readMachine()).flatMap(([, state]) => state.Error ?? []),
    ];
    const sections = docs.headings('docs/errors.md', 3);
    expect(sections.toSorted()).toEqual([...new Set(named)].toSorted());
  });

  test('docs/errors.md has every exit code', () => {
    const codes = found('docs/errors.md', /^\| (\d+) +\|/gm);
    expect(codes.map(Number)).toEqual(expect.arrayContaining(Object.values(exitCodes)));
    expect(codes).toHaveLength(Object.values(exitCodes).length);
  });

  test('docs/lab.md has every scenario', () => {
    const linked = docs.links('docs/lab.md').map((link) => link.file);
    const scenarios = linked.filter((file) => file.startsWith('lab/scenarios/'));
    expect(scenarios.toSorted()).toEqual(docs.filesOf('lab/scenarios'));
  });
});

describe('pictures', () => {
  test('docs/statemachine.md draws the state machine’s file', () => {
    expect(mermaid.exec(docs.read(diagram))?.[0]).toBe(machineBlock());
  });

  test.each(['README.md', 'docs/concepts.md'])('every state in the diagram of %s exists', (page) => {
    const names = statesOf(readMachine()).map(([name]) => name);
    const block = mermaid.exec(docs.read(page))?.[0] ?? '';
    const nodes = block.split('\n').filter((line) => !line.includes('subgraph'));
    const drawn = nodes.flatMap((line) => [...line.matchAll(/\["([^"]+)"\]/g)].map(([, name]) => name));
    expect(drawn.length).toBeGreaterThan(5);
    expect(names).toEqual(expect.arrayContaining(drawn));
  });

  test('docs/rolled-back.svg is drawn from the run that it shows', { timeout: 120_000 }, () => {
    expect(readFileSync(join(docs.root, picture), 'utf8')).toBe(drawRolledBack(badAt26()));
  });
});

test('the README is a short page, with its first command by line 20', () => {
  const lines = docs.read('README.md').split('\n');
  const first = lines.findIndex((line) => line.startsWith('$ '));
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(20);
  expect(lines.length).toBeLessThan(180);
});

function found(file: string, pattern: RegExp): string[] {
  return [...docs.read(file).matchAll(pattern)].flatMap(([, name]) => name ?? []).toSorted(byText);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
