import type { Step } from '../../core/report/summary.ts';
import { clockText } from '../../core/report/words.ts';
import { html, type Html } from '../html.ts';

/** What followed one another, each with its time of day. */
export function steps(all: readonly Step[]): Html {
  return html`<ol class="plain steps">${all.map(
    ({
      at,
      text,
    }) => html`<li><time class="soft clock" datetime="${at}">${clockText(at)}</time> <span class="told">${text}</span></li>
`,
  )}</ol>`;
}
