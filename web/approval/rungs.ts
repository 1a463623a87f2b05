/** The rungs as steps: passed, now, to come. */
import { html, type Html } from '../html.ts';
import type { Ramp } from './view.ts';

const [width, height, gap] = [340, 84, 4];

export function rungs({ rungs: percents, percentNow }: Ramp): Html {
  const step = (width - gap * (percents.length - 1)) / percents.length;
  const bars = percents.map((percent, index) => {
    const tall = Math.max(2, (percent / 100) * (height - 20));
    const x = index * (step + gap);
    const where = percent < percentNow ? 'passed' : percent === percentNow ? 'now' : 'next';
    return html`<rect class="rung ${where}" x="${fixed(x)}" y="${fixed(height - 18 - tall)}" width="${fixed(step)}" height="${fixed(tall)}" rx="2"/>
${isLabelled(index, percents, percentNow) && html`<text class="${where}-text" x="${fixed(x + step / 2)}" y="${height - 4}" text-anchor="middle">${percent} %</text>`}
`;
  });
  const said = percents.map((percent) => `${percent} %${percent === percentNow ? ' (now)' : ''}`).join(', ');
  return html`<p><b>${percentNow} %</b> of users meet the canary.</p>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="The rungs of the ramp: ${said}">
${bars}</svg>`;
}

/** A ramp of a hundred rungs has room for few labels: the ends, and where it is. */
function isLabelled(index: number, percents: readonly number[], percentNow: number): boolean {
  if (percents.length <= 7) return true;
  return index === 0 || index === percents.length - 1 || percents[index] === percentNow;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
