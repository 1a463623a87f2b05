import { costText } from '../../core/report/markdown.ts';
import type { Report } from '../../core/report/report.ts';
import { html, type Html } from '../html.ts';

/** What exactly it was about, for those who look into it later; and what it cost. */
export function ships({ images, taskDefinition, planDigest, cost }: Report): Html {
  if (planDigest === undefined) return html``;
  return html`<section aria-labelledby="ships">
<h2 id="ships">What shipped, and its cost</h2>
<dl>
${images.length > 0 && html`<dt>Images</dt><dd>${images.map((image) => html`<code>${image}</code><br>`)}</dd>`}
${taskDefinition !== undefined && html`<dt>Task definition</dt><dd><code>${taskDefinition}</code></dd>`}
<dt>Digest of the plan</dt><dd><code>${planDigest}</code></dd>
${cost !== undefined && html`<dt>Cost</dt><dd>${costText(cost)}</dd>`}
</dl>
</section>`;
}
