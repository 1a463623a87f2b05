/**
 * The decision. No answer is chosen for anybody, and there is one button: Enter in a field sends what was chosen and
 * typed, never an answer of its own.
 */
import { html, type Content, type Html } from '../html.ts';
import type { Answer, ApprovalView, Form, Problem } from './view.ts';

export function form({ approvalId, shipping, state, quorum }: ApprovalView, it: Form): Html {
  const hasVoted = state.kind === 'voted';
  return html`<section aria-labelledby="decide">
<h2 id="decide" tabindex="-1">${hasVoted ? 'Take it back' : 'Your decision'}</h2>
<form method="post" action="/gate/${encodeURIComponent(approvalId)}" autocomplete="off">
<input type="hidden" name="digest" value="${shipping.digest}">
<input type="hidden" name="slip" value="${it.slip}">
<fieldset id="decision"${described('decision', it.problems)}>
<legend>${legend(hasVoted, quorum.need)}</legend>
${problemOf('decision', it.problems)}
${it.offers.map((answer) => choice(answer, it.entered.word === answer.word))}
</fieldset>
<div class="field">
<label class="above" for="reason">Reason <span class="soft">(needed to stop; on the record)</span></label>
${problemOf('reason', it.problems)}
<textarea id="reason" name="reason" maxlength="500" rows="3"${described('reason', it.problems)}>
${it.entered.reason}</textarea>
</div>
<div class="field">
<label class="above" for="typed">Type <code>${it.typed}</code> to confirm</label>
${problemOf('typed', it.problems)}
<input type="text" id="typed" name="typed" required maxlength="100" autocapitalize="none" autocomplete="off" spellcheck="false"${described('typed', it.problems)}>
</div>
<button type="submit">Send my decision</button>
</form>
</section>`;
}

function legend(hasVoted: boolean, need: number): string {
  if (hasVoted) return 'Until the others have decided, you can stop it after all';
  return need === 1
    ? 'One answer, and it is final'
    : 'One answer: until others have decided, you can still stop it';
}

function choice({ word, label, leadsTo, tone }: Answer, isChosen: boolean): Html {
  return html`<label class="choice ${tone}"><input type="radio" name="decision" value="${word}" required${isChosen && html` checked`}><span><b>${label}</b><span class="soft">${leadsTo}</span></span></label>
`;
}

function problemOf(field: Problem['field'], problems: readonly Problem[]): Content {
  const own = problems.filter((problem) => problem.field === field);
  return (
    own.length > 0 &&
    html`<p class="problem" id="${field}-problem">${own.map(({ text }) => text).join(' ')}</p>`
  );
}

function described(field: Problem['field'], problems: readonly Problem[]): Content {
  const isWrong = problems.some((problem) => problem.field === field);
  return isWrong && html` aria-describedby="${field}-problem"`;
}
