/**
 * Draws the pictures of the docs: the ramp of a rolled-back cutover from a real rehearsal, and the state machine from
 * its file. `node scripts/picture.ts` writes docs/rolled-back.svg; test/house/docs.test.ts holds both to their sources.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { countText } from '../cli/draw/words.ts';
import type { RehearsalResult } from '../lab/result.ts';

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The run that the README shows. */
export function badAt26(): RehearsalResult {
  const run = [file('cli/main.ts'), 'rehearse', '--scenario', file('lab/scenarios/bad-at-26.yml'), '--json'];
  // A rolled-back rehearsal ends with exit code 10, and then the document is on the error.
  try {
    return JSON.parse(execFileSync(process.execPath, run, { encoding: 'utf8', stdio: 'pipe' }));
  } catch (error) {
    return JSON.parse(String((error as { stdout?: unknown }).stdout));
  }
}

/** Small enough that its words can still be read where a phone shows it 360 pixels wide. */
const size = { width: 480, height: 356 };
const plot = { left: 44, right: 464, top: 50, bottom: 222 };
/** The axis ends above the highest share of the run, so that 1 % is still a step and not a line. */
const percentMax = 30;

interface Mark {
  readonly at: number;
  readonly percent: number;
  readonly text: string;
}

export function drawRolledBack(result: RehearsalResult): string {
  const from = Date.parse(result.startedAt);
  const shares = result.weights.map(({ at, canaryPercent }) => ({ at: Date.parse(at), canaryPercent }));
  const until = Date.parse(result.endedAt);
  const x = (at: number) => plot.left + ((at - from) / (until - from)) * (plot.right - plot.left);
  const y = (percent: number) => plot.bottom - (percent / percentMax) * (plot.bottom - plot.top);
  const points = shares.flatMap(({ at, canaryPercent }, index) => {
    const before = shares[index - 1];
    const corner = before === undefined ? [] : [[x(at), y(before.canaryPercent)]];
    return [...corner, [x(at), y(canaryPercent)]];
  });
  points.push([x(until), y(shares.at(-1)?.canaryPercent ?? 0)]);
  const line = points.map((point) => point.map(rounded).join(',')).join(' ');
  const marks = marksOf(result, shares);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="t d">`,
    `<title id="t">A cutover that went back by itself</title>`,
    `<desc id="d">${marks.map((mark) => mark.text).join('. ')}.</desc>`,
    style,
    `<text x="12" y="22" class="b">The canary’s share of the traffic, as users got it</text>`,
    ...[0, 10, 20, 30].map((percent) => gridLine(y(percent), percent)),
    ...ticks(from, until).map((at) => tick(x(at), at)),
    `<polygon class="area" points="${plot.left},${plot.bottom} ${line} ${plot.right},${plot.bottom}"/>`,
    `<polyline class="share" points="${line}"/>`,
    ...marks.flatMap((mark, index) => drawMark(mark, index + 1, x(mark.at), y(mark.percent))),
    `<text x="12" y="${size.height - 10}" class="dim">${users(result)}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

const style = `<style>
text{font:14px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}.b{font-weight:600}.dim{fill:#59636e}
.grid{stroke:#d1d9e0}.share{fill:none;stroke:#bc4c00;stroke-width:2.5;stroke-linejoin:round}.area{fill:#bc4c00;opacity:.14}
.drop{stroke:#59636e;stroke-dasharray:3 3}.dot{fill:#1f2328}.n{fill:#fff;font-weight:600;font-size:12px;text-anchor:middle}
.y{text-anchor:end}.x{text-anchor:middle}
@media (prefers-color-scheme:dark){text{fill:#f0f6fc}.dim{fill:#9198a1}.grid{stroke:#3d444d}.share{stroke:#f0883e}.area{fill:#f0883e}
.drop{stroke:#9198a1}.dot{fill:#f0f6fc}.n{fill:#0d1117}}
</style>`;

function gridLine(at: number, percent: number): string {
  return (
    `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${rounded(at)}" y2="${rounded(at)}"/>` +
    `<text class="dim y" x="${plot.left - 6}" y="${rounded(at + 5)}">${percent}%</text>`
  );
}

function ticks(from: number, until: number): number[] {
  const every = 5 * 60_000;
  return Array.from({ length: Math.floor((until - from) / every) + 1 }, (_, index) => from + index * every);
}

function tick(x: number, at: number): string {
  return `<text class="dim x" x="${rounded(x)}" y="${plot.bottom + 20}">${clock(at).slice(0, 5)}</text>`;
}

/** The three instants that the picture is about. The fault begins with the first share of 26 %: the scenario says so. */
function marksOf(result: RehearsalResult, shares: readonly { at: number; canaryPercent: number }[]): Mark[] {
  const risen = shares.find((share) => share.canaryPercent >= 26);
  const rung = result.triggers.find((trigger) => trigger.firedAt !== null);
  const back = shares.findLast((share) => share.canaryPercent === 0);
  if (risen === undefined || rung?.firedAt == null || back === undefined)
    throw new Error('the run has no fault, no trigger or no way back: there is nothing to draw');
  return [
    {
      at: risen.at,
      percent: risen.canaryPercent,
      text: `${clock(risen.at)}  26 %, and 30 % of its requests fail`,
    },
    {
      at: Date.parse(rung.firedAt),
      percent: risen.canaryPercent,
      text: `${clock(Date.parse(rung.firedAt))}  ${rung.id} rings, stable alone is written`,
    },
    { at: back.at, percent: 0, text: `${clock(back.at)}  nobody is on the canary any more` },
  ];
}

function drawMark({ text }: Mark, number: number, x: number, y: number): string[] {
  const legend = plot.bottom + 48 + (number - 1) * 24;
  // Instants of one minute would cover each other on the line: the numbers stand above it, side by side.
  const above = plot.top - 12;
  const shifted = x + (number - 2) * 9;
  return [
    `<line class="drop" x1="${rounded(shifted)}" x2="${rounded(x)}" y1="${above}" y2="${rounded(y)}"/>`,
    dot(shifted, above, number),
    dot(20, legend - 5, number),
    `<text x="36" y="${legend}">${text}</text>`,
  ];
}

function dot(x: number, y: number, number: number): string {
  return `<circle class="dot" cx="${rounded(x)}" cy="${y}" r="9"/><text class="n" x="${rounded(x)}" y="${y + 4}">${number}</text>`;
}

function users({ seconds, users: { requests, failed } }: RehearsalResult): string {
  return `In these ${Math.floor(seconds / 60)} minutes ${countText(failed)} of ${countText(requests)} requests failed.`;
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}

interface State {
  readonly Type: string;
  readonly Comment: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly Branches?: readonly Machine[];
  readonly Error?: string;
}

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export function readMachine(): Machine {
  return parse(readFileSync(file('statemachine/cutover.asl.yml'), 'utf8'), { merge: true });
}

/** The state machine as mermaid text: solid lines are the way on, dotted ones what happens to an error. */
export function drawMachine(machine: Machine): string {
  const names = statesOf(machine).map(([name]) => name);
  const id = (name: string) => `s${names.indexOf(name)}`;
  return ['flowchart TD', ...drawPart(machine, id, '  ')].join('\n');
}

/** All states with their names, those of branches after their Parallel. */
export function statesOf(machine: Machine): [string, State][] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.Branches ?? []).flatMap(statesOf),
  ]);
}

function drawPart(machine: Machine, id: (name: string) => string, indent: string): string[] {
  return Object.entries(machine.States).flatMap(([name, state]) => {
    const next = state.Next === undefined ? [] : [`${indent}${id(name)} --> ${id(state.Next)}`];
    const choices = (state.Choices ?? []).map(
      (choice) => `${indent}${id(name)} -- ${wordOf(choice.Condition)} --> ${id(choice.Next)}`,
    );
    const otherwise =
      state.Default === undefined ? [] : [`${indent}${id(name)} -- else --> ${id(state.Default)}`];
    const caught = (state.Catch ?? []).map((one) => `${indent}${id(name)} -.-> ${id(one.Next)}`);
    return [...drawState(name, state, id, indent), ...next, ...choices, ...otherwise, ...caught];
  });
}

function drawState(name: string, state: State, id: (name: string) => string, indent: string): string[] {
  if (state.Branches === undefined) return [`${indent}${id(name)}${shape(name, state)}`];
  const branches = state.Branches.flatMap((branch, index) => [
    `${indent}  subgraph ${id(name)}b${index}["${index === 0 ? 'the ramp' : 'the guard'}"]`,
    ...drawPart(branch, id, `${indent}    `),
    `${indent}  end`,
  ]);
  return [`${indent}subgraph ${id(name)}["${name}"]`, ...branches, `${indent}end`];
}

function shape(name: string, state: State): string {
  if (state.Type === 'Choice') return `{"${name}"}`;
  if (state.Type === 'Wait') return `(["${name}"])`;
  if (state.Type === 'Fail' || state.Type === 'Succeed') return `(("${name}"))`;
  return `["${name}"]`;
}

/** `{% $states.input.decision = 'advance' %}` → `advance`; `{% $tidied = false %}` → `tidied: false`. */
function wordOf(condition: string): string {
  const {
    name = '',
    word,
    flag,
  } = /(?<name>\w+) = (?:'(?<word>\w+)'|(?<flag>\w+))/.exec(condition)?.groups ?? {};
  return word ?? `${name}: ${flag}`;
}

if (import.meta.main) {
  writeFileSync(file('docs/rolled-back.svg'), drawRolledBack(badAt26()));
}
