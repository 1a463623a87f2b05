/** What changes from moment to moment; the page asks for these two parts alone, and what people say stands between them. */
import { lateText } from '../../core/report/markdown.ts';
import { whatOf, whereOf } from '../../core/report/triggers.ts';
import { clockText } from '../../core/report/words.ts';
import type { GateNow, Room, TriggerNow } from '../../core/room/room.ts';
import { type Content, html, type Html } from '../html.ts';
import { bar } from '../report/bar.ts';
import { momentsOf, pictures } from '../report/pictures.ts';
import { steps } from '../report/steps.ts';

/** `reportAt`: all is over, and there, below `/room/`, is the report. */
export function live(room: Room, reportAt?: string): Html {
  return html`<div id="now">${now(room, reportAt)}</div>
<div id="rest">${rest(room)}</div>`;
}

export function now(room: Room, reportAt?: string): Html {
  const { phase } = room;
  return html`<div class="banner ${phase.tone}" role="status">
<h1>${phase.title}</h1>
<p class="big">${phase.text}</p>
<p class="soft clock" data-now="${clockText(room.now)}" data-words="${room.words.join(' ')}" data-over="${room.isOver ? 'yes' : 'no'}"><b>${room.percentNow} %</b> of users on the canary. As of <span data-as-of>${clockText(room.now)}</span> UTC${room.lookedAt !== undefined && `; the guard looked at ${clockText(room.lookedAt)}`}.</p>
${reportAt !== undefined && html`<p><a class="jump" href="/room/${reportAt}">Read the report</a></p>`}
</div>`;
}

export function rest(room: Room): Html {
  return html`${gates(room.gates)}${measured(room)}${triggers(room.triggers)}${ahead(room)}
<section aria-labelledby="log">
<h2 id="log">Log, the newest first</h2>
${room.story.length === 0 ? html`<p>Nothing has happened yet.</p>` : steps(room.story.toReversed())}
</section>`;
}

function gates(all: readonly GateNow[]): Content {
  return (
    all.length > 0 &&
    html`<section aria-labelledby="gates">
<h2 id="gates">Gates</h2>
<ul class="plain">${all.map(gate)}</ul>
</section>`
  );
}

function gate({ gate: name, percent, status, expiresAt, asked, decided }: GateNow): Html {
  const tone = status === 'approved' ? 'go' : status === 'pending' ? 'warn' : 'stop';
  const who = decided.map(({ by, decision }) => `${by}: ${decision}`).join(', ');
  return html`<li><b>${name}</b>${percent !== undefined && ` to ${percent} %`} <span class="mark ${tone}">${status}</span> ${who}${asked.length > 0 && html`<span class="soft">${who !== '' && '; '}asked: ${asked.join(', ')}, until ${clockText(expiresAt)}</span>`}</li>`;
}

const minute = 60_000;
/** Until there are enough minutes for a line, there is nothing to see. */
const minutesMin = 2;

function measured(room: Room): Content {
  if (room.minutes.length < minutesMin) return false;
  const first = Date.parse(room.minutes[0]?.at ?? room.now);
  const until = Math.max(first + 10 * minute, Date.parse(room.now));
  return html`<section aria-labelledby="measured">
<h2 id="measured">What users meet</h2>
${pictures({ ...room, from: first, until, moments: momentsOf(room.weights).filter(({ at }) => at >= first) }, 'newest')}
</section>`;
}

function triggers(all: readonly TriggerNow[]): Content {
  return (
    all.length > 0 &&
    html`<section aria-labelledby="triggers">
<h2 id="triggers">Triggers, and how near they are</h2>
<ul class="plain">${all.toSorted(byWorry).map(trigger)}</ul>
</section>`
  );
}

const worries = ['fail', 'error', 'inconclusive', 'pass'] as const;

/** What rings first, then what cannot tell, then what is nearest to its limit. */
function byWorry(a: TriggerNow, b: TriggerNow): number {
  const worry = worries.indexOf(a.outcome) - worries.indexOf(b.outcome);
  return worry === 0 ? (b.reached ?? -1) - (a.reached ?? -1) : worry;
}

const said = {
  pass: 'quiet',
  fail: 'rings',
  error: 'cannot be read',
  inconclusive: 'cannot tell yet',
} as const;
const tones = { pass: 'go', fail: 'stop', error: 'stop', inconclusive: 'warn' } as const;

/** They ring when every one of their minutes is over: one bad minute beside a good one is quiet, and looks as if it were not. */
const lasting: ReadonlySet<string> = new Set(['http5xx', 'latencyP95']);

function trigger({ id, scope, outcome, seen, reached }: TriggerNow): Html {
  const far =
    outcome === 'pass' &&
    reached !== undefined &&
    html` at ${Math.round(100 * reached)} % of its limit${lasting.has(id) && ' in its mildest minute'}${reached > 0 && bar(reached)}`;
  return html`<li><b>${id}</b> <span class="soft">${whatOf(id)}, ${whereOf(scope)}</span> <span class="mark ${tones[outcome]}">${said[outcome]}</span>${far}<div class="soft small">${seen}</div></li>
`;
}

function ahead({ timetable, isOver }: Room): Content {
  if (timetable.length === 0) return false;
  const rows = timetable.map(
    ({
      what,
      plannedAt,
      actualAt,
      lateSeconds,
    }) => html`<tr><th scope="row">${what}</th><td>${plannedAt !== undefined && clockText(plannedAt)}</td><td>${actualAt === undefined ? html`<span class="soft">${isOver ? 'never' : 'ahead'}</span>` : clockText(actualAt)}</td><td>${lateText(lateSeconds)}</td></tr>
`,
  );
  return html`<section aria-labelledby="timetable">
<h2 id="timetable">Done, and ahead</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Planned and actual times"><table>
<thead><tr><th scope="col">What</th><th scope="col">Planned</th><th scope="col">Actual</th><th scope="col">Late</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
</section>`;
}
