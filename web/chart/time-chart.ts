/**
 * Values over time as a picture that needs no script: drawn where the page is made, so it prints, and is there before
 * anything has loaded. Small enough for a phone at its own size; what it shows is in its label as well.
 */
import { timeText } from '../../core/evidence/minutes.ts';
import { type Content, html, type Html } from '../html.ts';
import { type Box, fixed, roundTop, timeTicks } from './scale.ts';

export interface Chart {
  readonly title: string;
  /** Beside the title: what the lines are worth. */
  readonly key: readonly Key[];
  readonly from: number;
  readonly until: number;
  readonly lines: readonly Line[];
  readonly text: (value: number) => string;
  /** Where something rings; drawn where it is near. */
  readonly limit?: number;
  /** The smallest value that the picture reaches up to: noise is not blown up. */
  readonly least: number;
  readonly moments: readonly Moment[];
}

export type LineKind = 'canary' | 'stable' | 'only';

export interface Line {
  readonly kind: LineKind;
  /** In sentences: `the canary`. */
  readonly name: string;
  /** A value stays what it is until the next one. */
  readonly isSteps?: boolean;
  readonly points: readonly Point[];
}

/** A value that is absent leaves a hole: what was not measured is not drawn. */
export interface Point {
  readonly at: number;
  readonly value: number | undefined;
}

export interface Key {
  readonly kind: LineKind;
  readonly text: string;
}

/** A dotted line from top to bottom. */
export interface Moment {
  readonly at: number;
  readonly text: string;
}

const [width, height] = [340, 148];
const box: Box = { left: 6, right: 334, top: 18, bottom: 126 };
const ticksMax = 6;

export function timeChart(chart: Chart): Html {
  const { title, lines, text, limit, from, until } = chart;
  const highest = Math.max(chart.least, ...lines.flatMap(valuesOf));
  // A limit that is far away would press the lines flat against the ground, and hide how they differ.
  const isNear = limit !== undefined && limit <= highest * 3;
  const top = roundTop(isNear ? Math.max(highest, limit) : highest);
  const place: Place = {
    x: (at) => box.left + ((at - from) / Math.max(1, until - from)) * (box.right - box.left),
    y: (value) => box.bottom - (value / top) * (box.bottom - box.top),
  };
  const far =
    limit !== undefined &&
    !isNear &&
    html` <span class="soft">limit ${text(limit)}, above this picture</span>`;
  return html`<figure class="chart">
<figcaption><strong>${title}</strong>${chart.key.map(keyOf)}${far}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${labelOf(chart)}">
${ground(top, text, place)}${timeTicks(from, until, ticksMax).map((at) => tick(at, place))}
${momentLines(chart.moments, place)}
${isNear && limitLine(limit, text, place)}
${lines.map((line) => html`<path class="line ${line.kind}" d="${pathOf(line, place)}"/>`)}
</svg>
</figure>`;
}

interface Place {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

function ground(top: number, text: Chart['text'], { y }: Place): Html {
  const half = fixed(y(top / 2));
  return html`<line class="axis" x1="${box.left}" y1="${box.top}" x2="${box.right}" y2="${box.top}"/><line class="axis" x1="${box.left}" y1="${half}" x2="${box.right}" y2="${half}"/><line class="axis" x1="${box.left}" y1="${box.bottom}" x2="${box.right}" y2="${box.bottom}"/>
<text x="${box.left}" y="${box.top - 4}">${text(top)}</text>`;
}

function tick(at: number, { x }: Place): Html {
  const where = x(at);
  const anchor = where < box.left + 16 ? 'start' : where > box.right - 16 ? 'end' : 'middle';
  return html`<line class="axis" x1="${fixed(where)}" y1="${box.bottom}" x2="${fixed(where)}" y2="${box.bottom + 4}"/><text x="${fixed(where)}" y="${box.bottom + 17}" text-anchor="${anchor}">${timeText(at).slice(0, 5)}</text>`;
}

/** Room that a moment's words take; of two that are nearer, the later one is named. */
const momentRoom = 36;

function momentLines(moments: readonly Moment[], { x }: Place): Html[] {
  let named = Infinity;
  return moments.toReversed().map(({ at, text }) => {
    const where = x(at);
    const isNamed = named - where >= momentRoom;
    if (isNamed) named = where;
    const isLeft = where > (box.left + box.right) / 2;
    return html`<line class="moment" x1="${fixed(where)}" y1="${box.top}" x2="${fixed(where)}" y2="${box.bottom}"/>
${isNamed && html`<text class="moment-text" x="${fixed(where + (isLeft ? -4 : 4))}" y="${box.top + 11}" text-anchor="${isLeft ? 'end' : 'start'}">${text}</text>`}`;
  });
}

function limitLine(limit: number, text: Chart['text'], { y }: Place): Html {
  const at = fixed(y(limit));
  return html`<line class="limit" x1="${box.left}" y1="${at}" x2="${box.right}" y2="${at}"/>
<text class="limit-text" x="${box.left}" y="${fixed(y(limit) - 3)}">limit ${text(limit)}</text>`;
}

function pathOf({ points, isSteps = false }: Line, { x, y }: Place): string {
  return points
    .map(({ at, value }, index) => {
      if (value === undefined) return '';
      const isBegin = points[index - 1]?.value === undefined;
      if (isBegin) return `M${fixed(x(at))} ${fixed(y(value))}`;
      return isSteps ? `H${fixed(x(at))}V${fixed(y(value))}` : `L${fixed(x(at))} ${fixed(y(value))}`;
    })
    .join('');
}

/** The line as it is drawn, then what it is worth. */
function keyOf({ kind, text }: Key): Content {
  return html`<span class="worth"><svg class="key" viewBox="0 0 24 10" aria-hidden="true"><line class="line ${kind}" x1="0" y1="5" x2="24" y2="5"/></svg> ${text}</span> `;
}

function labelOf({ title, lines, text, limit, from, until, moments }: Chart): string {
  const ranges = lines.map((line) => `${line.name} ${rangeOf(line, text)}`);
  return [
    `${title} from ${timeText(from)} to ${timeText(until)}`,
    ...ranges,
    ...(limit === undefined ? [] : [`limit ${text(limit)}`]),
    ...moments.map((moment) => `${moment.text} at ${timeText(moment.at)}`),
  ].join('; ');
}

function rangeOf(line: Line, text: Chart['text']): string {
  const values = valuesOf(line);
  if (values.length === 0) return 'without data';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? text(low) : `between ${text(low)} and ${text(high)}`;
}

function valuesOf({ points }: Line): number[] {
  return points.flatMap(({ value }) => value ?? []);
}
