/** Where the gate stands, first of all: whether there is anything to do, and how long there is for it. */
import { type Content, html, type Html } from '../html.ts';
import { leftText, momentText, names } from './words.ts';
import type { ApprovalView, Form, GateState } from './view.ts';

type Tone = 'go' | 'stop' | 'warn' | 'plain';

interface Said {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}

export function banner(view: ApprovalView): Html {
  return html`${view.form !== undefined && problems(view.form.problems)}${where(view)}`;
}

/** On top, where the answer to a form begins; each leads to its field. */
function problems(all: Form['problems']): Content {
  return (
    all.length > 0 &&
    html`<div class="banner stop" role="alert">
<h2>Nothing was decided yet</h2>
<ul>${all.map(({ text, field }) => html`<li><a href="#${field}">${text}</a></li>`)}</ul>
</div>
`
  );
}

function where(view: ApprovalView): Html {
  const { tone, title, text } = said(view);
  return html`<div class="banner ${tone}"${view.state.kind !== 'open' && html` role="status"`}>
<h2>${title}</h2>
<p>${text}</p>
${view.found !== '' && html`<p>Found before asking: ${view.found}</p>`}
${isOpen(view) && html`<p class="clock"><b>${leftText(view.expiresAt - view.now)}</b> left, until ${momentText(view.expiresAt)}. ${view.silence}</p>`}
${view.form !== undefined && html`<p><a class="jump" href="#decide">${view.state.kind === 'voted' ? 'Take it back' : 'Decide'}</a></p>`}
</div>`;
}

function isOpen({ state }: ApprovalView): boolean {
  return (
    state.kind === 'open' || state.kind === 'voted' || state.kind === 'changed' || state.kind === 'notYours'
  );
}

type Kind = GateState['kind'];
type Sayings = { readonly [K in Kind]: (state: Extract<GateState, { kind: K }>, view: ApprovalView) => Said };

const sayings: Sayings = {
  open: () => ({ tone: 'warn', title: 'This waits for you', text: 'Nothing happens until people decide.' }),
  voted: ({ word, at }, view) => ({
    tone: 'go',
    title: `You said: ${labelOf(view, word)}`,
    text: `Recorded at ${momentText(at)}. It takes ${stillNeeded(view, word)} more.`,
  }),
  approved: ({ by, at, yours }, { since }) => ({
    tone: 'go',
    title: yours ? 'Approved, with your decision' : `Approved by ${names(by)}`,
    text: `Decided at ${momentText(at)}. ${since === undefined ? 'The cutover goes on by itself' : `Since then: ${since}`}; there is nothing left to do here.`,
  }),
  rejected: ({ by, at, yours }) => ({
    tone: 'stop',
    title: yours ? 'You rejected it' : `Rejected by ${names(by)}`,
    text: `Decided at ${momentText(at)}. There is nothing left to do here.`,
  }),
  expired: ({ at }) => ({
    tone: 'stop',
    title: 'Too late: the time is up',
    text: `It was open until ${momentText(at)}, and silence is never consent. Nothing can be decided here any more.`,
  }),
  superseded: ({ why }) => ({ tone: 'plain', title: 'This question was replaced', text: why }),
  over: ({ why }) => ({ tone: 'plain', title: 'There is nothing to decide any more', text: why }),
  notYours: ({ why }) => ({ tone: 'stop', title: 'You cannot decide this one', text: why }),
  changed: () => ({
    tone: 'warn',
    title: 'It changed while you were reading',
    text: 'Nothing was decided. Below is what would ship now: look again, then decide.',
  }),
};

function said(view: ApprovalView): Said {
  const say = sayings[view.state.kind] as (state: GateState, view: ApprovalView) => Said;
  return say(view.state, view);
}

function labelOf(view: ApprovalView, word: string): string {
  return view.answers.find((answer) => answer.word === word)?.label ?? word;
}

function stillNeeded({ quorum }: ApprovalView, word: string): string {
  const given = quorum.decided.filter((decided) => decided.word === word).length;
  const missing = Math.max(1, quorum.need - given);
  return missing === 1 ? 'one approval' : `${missing} approvals`;
}
