/** The control room: server-rendered and whole; a small script keeps it live. */
import { createHash } from 'node:crypto';
import type { Room } from '../../core/room/room.ts';
import { type Content, Html, html } from '../html.ts';
import { now, rest } from './live.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** Absent where nobody may say a word. `typed`: what has to be typed before an abort. */
export interface Speaking {
  readonly typed: string;
}

/** Where the page's parts are, and how it is kept live. */
export interface Place {
  readonly live: string;
  readonly everyMilliseconds: number;
  /** Below `/room/`, once there is one. */
  readonly report?: string;
  /** Said above it all: until when it can be looked at. */
  readonly note?: string;
}

export function roomPage(room: Room, at: Place, speaking?: Speaking): string {
  const service = room.service ?? speaking?.typed ?? 'a plan';
  const title = `${service}: control room`;
  return document(
    title,
    html`<header><p class="over">${service} · ${room.live ? 'cutover' : 'dry run'} ${room.cutoverId} · all times are UTC${at.note !== undefined && ` · ${at.note}`}</p></header>
<p class="line" id="line" role="alert" hidden></p>
<noscript><p class="soft">Without JavaScript this page is loaded anew every five seconds.</p></noscript>
<div id="now">${now(room, at.report)}</div>
${speaking === undefined ? silent(room) : words(room, speaking)}
<div id="rest">${rest(room)}</div>`,
    room.isOver ? undefined : at,
  );
}

/** Who came by a link only looks. */
function silent({ cutoverId }: Room): Html {
  return html`<section class="words" id="words" aria-label="Saying something to it"><p class="soft">This page only looks. With AWS credentials, <code>npx cutover abort ${cutoverId}</code> takes everybody back; <code>skip</code>, <code>hold</code> and <code>resume</code> go the same way. Gates are answered by the links that approvers were sent.</p></section>`;
}

function words(room: Room, speaking: Speaking): Html {
  // The script disables what would do nothing now; without it each may be pressed, and says so.
  const isShown = !room.isOver && room.live;
  const off = (word: Room['words'][number]) => !room.words.includes(word) && html` disabled`;
  return html`<section class="words" id="words" aria-labelledby="say"${!isShown && html` hidden`}>
<h2 id="say">Say something to it</h2>
<form method="post" action="/say">
<button type="submit" name="word" value="skip"${off('skip')}>Skip this wait</button>
<button type="submit" name="word" value="hold"${off('hold')}>Hold</button>
<button type="submit" name="word" value="resume"${off('resume')}>Resume</button>
</form>
<form method="post" action="/say" autocomplete="off">
<div class="field"><label class="above" for="typed">To take everybody back, type <code>${speaking.typed}</code></label>
<input type="text" id="typed" name="typed" maxlength="100" autocapitalize="none" autocomplete="off" spellcheck="false"></div>
<button class="stop" type="submit" name="word" value="abort"${off('abort')}>Abort</button>
</form>
<p id="told" role="status"></p>
</section>`;
}

/** What came of a word, for whoever has no script. */
export function toldPage(told: string): string {
  return document(
    'Said',
    html`<h1>Said</h1><section><p>${told}</p><p><a class="jump" href="/room">Back to the control room</a></p></section>`,
    undefined,
  );
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export const roomHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** `live`: absent where nothing moves any more. */
function document(title: string, main: Content, live: Place | undefined): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${live !== undefined && html`<noscript><meta http-equiv="refresh" content="5"></noscript>`}
<title>${title}</title>
${Html.style(style)}
</head>
<body>
<main${live !== undefined && html` data-live="${live.live}" data-every="${live.everyMilliseconds}"`}>
${main}
</main>
${live !== undefined && Html.script(script)}
</body>
</html>
`.toString();
}
