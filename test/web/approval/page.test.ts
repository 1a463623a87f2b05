import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approvalPage, noticePage } from '../../../web/approval/page.ts';
import type { ApprovalView, GateState } from '../../../web/approval/view.ts';
import { pageHeaders } from '../../../web/headers.ts';
import { sampleView } from './sample-view.ts';

const { form: sampleForm, ...closed } = sampleView;
const shown = (change: Partial<ApprovalView>) => approvalPage({ ...sampleView, ...change });
const at = Date.parse('2026-12-01T22:30:00Z');
/** What a person reads: the page without its tags. */
const read = (page: string) =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

const drawn = sampleView.ramp as NonNullable<ApprovalView['ramp']>;
const noNumbers = (minutes: typeof drawn.minutes) => read(shown({ ramp: { ...drawn, minutes } }));
const tags = (page: string) => page.match(/<\/?[a-z0-9]+/gi);

describe('an open gate', () => {
  const page = shown({});

  test('says what is asked, how long there is, and what silence means', () => {
    expect(read(page)).toContain('Go on from 26 % to 51 %?');
    expect(read(page)).toContain('29 min left, until 22:55 UTC on 1 December');
    expect(read(page)).toContain('If nobody decides by then, everybody goes back to stable.');
  });

  test('shows what ships by digest, and the difference to what runs', () => {
    expect(page).toContain('sha256:9b2cf535f27731c974343645a3985328b1e1a0c5d9d9c41f3e6c0f5c2f5a9a11');
    expect(read(page)).toContain('memory − 1024 + 2048');
  });

  test('shows the canary beside stable, in pictures that have words', () => {
    expect(page).toMatch(/aria-label="Error rate\. Canary between 0\.09 % and 0\.49 %; stable between/);
    expect(page).toContain('aria-label="The rungs of the ramp: 1 %, 26 % (now), 51 %, 76 %, 100 %"');
    expect(read(page)).toContain('22:13 UTC 30 – –');
  });

  test('shows who has decided and who has not', () => {
    expect(read(page)).toContain('Go on · sam@example.com at 22:25 UTC, personal link “graphs are calm”');
    expect(read(page)).toContain('no answer yet: dana@example.com and lead@example.com');
  });

  test('chooses for nobody, and Enter sends no answer of its own', () => {
    expect(page).not.toMatch(/<input[^>]* checked/);
    expect(page.match(/<button/g)).toHaveLength(1);
    expect(page).not.toMatch(/<button[^>]*(name|value)=/);
  });

  test('runs nothing and fetches nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\sstyle=|url\(|@import|https?:\/\//i);
  });

  test('is small', () => {
    expect(page.length).toBeLessThan(24_000);
  });
});

describe('numbers that are not there', () => {
  test('are not good numbers', () => {
    expect(noNumbers({ unknown: 'AccessDenied' })).toContain('could not be read: AccessDenied');
    expect(noNumbers([])).toContain('no minute of the canary yet');
    expect(noNumbers([{ at, canary: { requests: 0 }, stable: { requests: 0 } }])).toContain('canary no data');
  });

  test('of one minute are drawn without a division by nothing', () => {
    const one = { requests: 5, errorPercent: 0, p95Milliseconds: 0 };
    const page = shown({
      ramp: {
        ...drawn,
        minutes: [{ at, canary: one, stable: one }],
      },
    });
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('a difference that could not be read is said', () => {
    const shipping = { ...sampleView.shipping, changes: { unknown: 'CloudDenied' } };
    expect(read(shown({ shipping }))).toContain('Not compared: CloudDenied');
  });
});

describe('a gate that is not open for the reader', () => {
  const states: [GateState, string][] = [
    [{ kind: 'approved', by: ['sam', 'dana'], at, yours: false }, 'Approved by sam and dana'],
    [{ kind: 'approved', by: ['dana'], at, yours: true }, 'Approved, with your decision'],
    [{ kind: 'rejected', by: ['sam'], at, yours: false }, 'Rejected by sam'],
    [{ kind: 'rejected', by: ['dana'], at, yours: true }, 'You rejected it'],
    [{ kind: 'expired', at }, 'Too late: the time is up'],
    [{ kind: 'superseded', why: 'claude-proxy-2.4.1 asks now' }, 'claude-proxy-2.4.1 asks now'],
    [{ kind: 'over', why: 'the cutover was aborted' }, 'the cutover was aborted'],
    [{ kind: 'notYours', why: 'you started this cutover' }, 'you started this cutover'],
    [{ kind: 'voted', word: 'approve', at }, 'You said: Go on'],
  ];

  test.each(states)('%o', (state, expected) => {
    const page = approvalPage({ ...closed, state });
    expect(read(page)).toContain(expected);
    expect(page).not.toMatch(/<form|<input|<button|#decide/);
  });

  test('has no time left to show once it is over', () => {
    expect(read(approvalPage({ ...closed, state: { kind: 'expired', at } }))).not.toContain('left, until');
  });
});

test('what was wrong is said on top and at its field, and what was entered is kept', () => {
  const problems = [{ field: 'typed', text: 'Type the name of the service' }] as const;
  const page = shown({
    form: {
      ...(sampleForm as never as object),
      problems,
      entered: { word: 'reject', reason: '</textarea><script>' },
    } as never,
  });
  expect(page).toContain('role="alert"');
  expect(page).toContain('<a href="#typed">Type the name of the service</a>');
  expect(page).toMatch(/id="typed"[^>]* aria-describedby="typed-problem"/);
  expect(page).toContain('value="reject" required checked');
  expect(page).toContain('&lt;/textarea&gt;&lt;script&gt;</textarea>');
});

test('whatever people, plans and releases are called, the page keeps its elements', () => {
  const quiet = approvalPage(filled(sampleView, 'x'));
  fc.assert(
    fc.property(fc.stringMatching(/^[<>"'&a-z/= \n-]{1,40}$/), (text) => {
      expect(tags(approvalPage(filled(sampleView, text)))).toEqual(tags(quiet));
    }),
  );
});

/** Every text that is not one of the page's own words. */
function filled<T>(value: T, text: string): T {
  const own = ['kind', 'tone', 'verdict', 'field', 'gate', 'word'];
  if (typeof value === 'string') return text as T;
  if (Array.isArray(value)) return value.map((one) => filled(one, text)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, own.includes(key) ? one : filled(one, text)]),
  ) as T;
}

test('a notice has one thing to say, and a way on within this site', () => {
  const page = noticePage({
    title: 'A <b>',
    sentences: ['one', 'two'],
    link: { gateId: 'a b', text: 'on' },
  });
  expect(read(page)).toContain('A &lt;b&gt;');
  expect(page).toContain('<a class="jump" href="/gate/a%20b">on</a>');
});

test('the headers let nothing run, nothing in and nothing out', () => {
  expect(pageHeaders['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
  );
  expect(pageHeaders).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow',
  });
});
