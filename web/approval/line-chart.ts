/** Two lines over time, and the limit where it is near. What it shows is also in its label, and in the table below it. */
import { timeText } from '../../core/evidence/minutes.ts';
import { html, type Content, type Html } from '../html.ts';

/** A value that is absent leaves a hole: what was not measured is not drawn. */
export type Line = readonly { readonly at: number; readonly value: number | undefined }[];

interface Chart {
  readonly title: string;
  readonly text: (value: number) => string;
  readonly canary: Line;
  readonly stable: Line;
  readonly limit: number;
  /** The smallest value that the picture reaches up to: noise is not blown up. */
  readonly least: number;
}

const [left, right, ceiling, bottom] = [4, 336, 14, 104];
/** The highest point stays below the words on top. */
const headroom = 1.15;

export function lineChart(chart: Chart): Html {
  const { title, text, canary, stable, limit } = chart;
  const highest = Math.max(chart.least, ...values(canary), ...values(stable));
  // A limit that is far away would press both lines flat against the ground, and hide how they differ.
  const showsLimit = limit <= highest * 3;
  const top = showsLimit ? Math.max(highest, limit) : highest;
  const times = [...canary, ...stable].map(({ at }) => at);
  const [from, until] = [Math.min(...times), Math.max(...times)];
  const place: Place = {
    x: (at) => left + (until === from ? 1 : (at - from) / (until - from)) * (right - left),
    y: (value) => bottom - (value / (top * headroom)) * (bottom - ceiling),
  };
  return html`<figure>
<figcaption><strong>${title}</strong>${newest('canary', canary, text)} · ${newest('stable', stable, text)} <span class="soft">limit ${text(limit)}${!showsLimit && ', above this picture'}</span></figcaption>
<svg viewBox="0 0 340 122" role="img" aria-label="${title}. ${range('Canary', canary, text)}; ${range('stable', stable, text)}; limit ${text(limit)}.">
<line class="axis" x1="${left}" y1="${bottom}" x2="${right}" y2="${bottom}"/>
<text x="${left}" y="${ceiling - 4}">${text(top * headroom)}</text>
<text x="${left}" y="118">${timeText(from)}</text>
<text x="${right}" y="118" text-anchor="end">${timeText(until)}</text>
${showsLimit && limitLine(limit, text, place)}
<path class="stable" d="${path(stable, place)}"/>
<path class="canary" d="${path(canary, place)}"/>
${dot('dot of-stable', stable, place)}${dot('dot', canary, place)}
</svg>
</figure>`;
}

interface Place {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

function path(line: Line, { x, y }: Place): string {
  return line
    .map(({ at, value }, index) => {
      if (value === undefined) return '';
      const isBegin = line[index - 1]?.value === undefined;
      return `${isBegin ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}

function dot(kind: string, line: Line, { x, y }: Place): Content {
  const last = line.findLast(({ value }) => value !== undefined);
  return (
    last?.value !== undefined &&
    html`<circle class="${kind}" cx="${x(last.at).toFixed(1)}" cy="${y(last.value).toFixed(1)}" r="3.5"/>`
  );
}

function limitLine(limit: number, text: Chart['text'], { y }: Place): Html {
  const at = y(limit).toFixed(1);
  return html`<line class="limit" x1="${left}" y1="${at}" x2="${right}" y2="${at}"/>
<text class="limit-text" x="${right}" y="${(y(limit) - 3).toFixed(1)}" text-anchor="end">limit ${text(limit)}</text>`;
}

/** The line as it is drawn, then its newest value. */
function newest(role: 'canary' | 'stable', line: Line, text: Chart['text']): Html {
  // Numbers of a while ago are not how it is now; the newest points come late.
  const value = line.slice(-3).findLast((point) => point.value !== undefined)?.value;
  return html`<svg class="key" viewBox="0 0 24 10" aria-hidden="true"><line class="${role}" x1="0" y1="5" x2="24" y2="5"/></svg> ${role} <b>${value === undefined ? 'no data' : text(value)}</b>`;
}

function range(role: string, line: Line, text: Chart['text']): string {
  const all = values(line);
  if (all.length === 0) return `${role}: no data`;
  return `${role} between ${text(Math.min(...all))} and ${text(Math.max(...all))}`;
}

function values(line: Line): number[] {
  return line.flatMap(({ value }) => value ?? []);
}
