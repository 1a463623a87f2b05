/** What the approval is about: the images by digest, and every difference to what runs now. */
import { html, type Html } from '../html.ts';
import type { ApprovalView, Change, Shipping } from './view.ts';

export function shipping({ shipping: what }: ApprovalView): Html {
  return html`<section aria-labelledby="shipping">
<h2 id="shipping">What ships</h2>
<dl>
${what.images.map(
  ({ container, image, digest }) => html`<dt>${container}</dt>
<dd><b><code>${shortName(image)}</code></b><br><code class="soft">${image}</code>${digest !== undefined && html`<br><code class="soft">${digest}</code>`}</dd>
`,
)}${revisions(what)}<dt>Bound to</dt>
<dd><code class="soft">${what.digest}</code><br><span class="small soft">A decision counts for exactly this. If it changes, you are asked again.</span></dd>
</dl>
<h3>Against what runs now</h3>
${differences(what.changes)}
</section>`;
}

function revisions({ from, to }: Shipping): Html {
  if (from === undefined && to === undefined) return html``;
  return html`<dt>Task definition</dt>
<dd><code>${from ?? 'none'}</code> → <code>${to ?? 'registered when the release begins'}</code></dd>
`;
}

/** More than so many are folded away: the images come first. */
const openMax = 8;

function differences(changes: Shipping['changes']): Html {
  if ('unknown' in changes) return html`<p class="problem">Not compared: ${changes.unknown}</p>`;
  if (changes.length === 0) return html`<p>No difference in the task definition.</p>`;
  const sorted = [...changes.filter(isImage), ...changes.filter((change) => !isImage(change))];
  const [first, more] = [sorted.slice(0, openMax), sorted.slice(openMax)];
  return html`${list(first)}
${more.length > 0 && html`<details><summary>${more.length} more</summary>${list(more)}</details>`}`;
}

function isImage({ path }: Change): boolean {
  return path.endsWith(' image');
}

function list(changes: readonly Change[]): Html {
  return html`<ul class="plain">${changes.map((change) => html`<li class="change">${difference(change)}</li>`)}</ul>`;
}

function difference({ path, before, after }: Change): Html {
  return html`<b>${path}</b>
${before !== undefined && html`<code class="minus">− ${before}</code>`}
${after !== undefined && html`<code class="plus">+ ${after}</code>`}`;
}

/** `…/claude-proxy:2.4.0` → `claude-proxy:2.4.0`: what people call it, before where it lies. */
function shortName(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1).replace(/@sha256:.*/, '');
}
