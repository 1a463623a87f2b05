/** Who has decided, how that is known, and who is still asked. */
import { timeText } from '../../core/evidence/minutes.ts';
import { html, type Html } from '../html.ts';
import { names } from './words.ts';
import type { ApprovalView, Decided } from './view.ts';

export function people({ quorum, answers, you }: ApprovalView): Html {
  const { need, decided, waiting } = quorum;
  const label = (word: string) => answers.find((answer) => answer.word === word)?.label ?? word;
  const line = ({ by, word, at, method, reason }: Decided) =>
    html`<li><span class="mark ${toneOf(answers, word)}">${label(word)}</span> · <b>${by}</b>${by === you && ' (you)'} <span class="soft">at ${timeText(at)}, ${method}</span>${reason !== undefined && html`<br>“${reason}”`}</li>`;
  return html`<section aria-labelledby="people">
<h2 id="people">Who decides</h2>
<p>${need === 1 ? 'One approval is enough.' : `${need} approvals are needed.`} One rejection rejects.</p>
${decided.length > 0 && html`<ul class="plain">${decided.map(line)}</ul>`}
${waiting.length > 0 && html`<p class="soft">Asked, no answer yet: ${names(waiting)}</p>`}
</section>`;
}

function toneOf(answers: ApprovalView['answers'], word: string): string {
  return answers.find((answer) => answer.word === word)?.tone ?? 'warn';
}
