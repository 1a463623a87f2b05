/** A cutover's ticket, over real HTTP against the rules of Jira and GitHub: each comment once, in order, whatever the line does. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Channels } from '../../../core/messages/channels.ts';
import type { Lesson } from '../../../core/report/lessons.ts';
import { id, lineTo } from './line.ts';
import { ticketServer, type Trouble } from './ticket-server.ts';

const token = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:cutover/tickets-AbCdEf';
const trackers = {
  jira: {
    origin: 'https://example.atlassian.net',
    ticket: 'OPS-42',
    channel: { site: 'https://example.atlassian.net', user: 'bot@example.com', token },
  },
  github: {
    origin: 'https://api.github.com',
    ticket: '42',
    channel: { repository: 'example/releases', token },
  },
} as const;
type Kind = keyof typeof trackers;
const kinds: readonly Kind[] = ['jira', 'github'];

interface About {
  readonly troubles?: readonly Trouble[];
  readonly ticket?: string;
  readonly isClosed?: boolean;
  readonly others?: number;
}

async function aTicket(kind: Kind, { troubles = [], ticket, ...state }: About = {}) {
  const { origin, channel, ticket: named } = trackers[kind];
  const server = await ticketServer(kind, [...troubles], state);
  onTestFinished(server.close);
  const channels: Channels = { ticket: channel, slackIds: {} };
  const line = lineTo(server, origin, channels);
  const plan = {
    service: 'claude-proxy',
    ticket: ticket ?? named,
    release: { taskDefinition: { containerDefinitions: [{ name: 'app', image: 'repo/app@sha256:1' }] } },
    rungs: [1, 100],
  };
  await line.put({ pk: `CUTOVER#${id}`, sk: 'RECORD', plan });
  const end = (outcome: string, lessons?: readonly Lesson[]) =>
    line.put({
      pk: `CUTOVER#${id}`,
      sk: 'REPORT',
      outcome,
      reason: 'because @dana said ```so``` #7',
      endedAt: '2026-12-01T22:20:00Z',
      ...(lessons && { lessons }),
    });
  const begin = () => line.say(1, 'Live. claude-proxy', 'readPlan');
  const goBack = () => line.say(2, 'Rolling back: it rang', 'rollBack');
  return { ...line, kept: server.kept, errors: server.errors, begin, goBack, end };
}

/** The beginning, the way back, what reopening takes, and then the end. */
const lastCut: Trouble[] = ['well', 'well', 'well', 'cut', 'cut', 'cut'];

const began = expect.stringContaining(`Cutover ${id} of claude-proxy began at`) as string;
const wentBack = expect.stringContaining('Rolling back: it rang') as string;
const ended = (how: string) => expect.stringContaining(how) as string;

describe.each(kinds)('%s', (kind) => {
  test('promoted: the beginning and the end, and closed', async () => {
    const { begin, say, end, ring, kept, errors, letters } = await aTicket(kind);
    await begin();
    await ring();
    expect([kept.comments, kept.isClosed]).toEqual([[began], false]);
    await say(2, 'Shifted 26 %', 'shiftTraffic');
    await end('promoted');
    await ring();
    expect(kept.comments).toEqual([began, ended('Promoted: because')]);
    expect(kept.isClosed).toBe(true);
    expect(kept.moves).toHaveLength(1);
    expect([errors, letters]).toEqual([[], []]);
  });

  test('gone back: said at once and at the end, and reopened where somebody had closed it', async () => {
    const { begin, goBack, end, ring, kept, errors } = await aTicket(kind, { isClosed: true });
    await begin();
    await goBack();
    await ring();
    expect([kept.comments, kept.isClosed]).toEqual([[began, wentBack], false]);
    await end('rolledBack');
    await ring();
    expect(kept.comments).toEqual([began, wentBack, ended('Back on the stable version')]);
    expect([kept.isClosed, errors]).toEqual([false, []]);
  });

  test('refused: said, and left as it is', async () => {
    const { begin, end, ring, kept } = await aTicket(kind);
    await begin();
    await end('refused');
    await ring();
    expect([kept.comments.length, kept.isClosed, kept.moves]).toEqual([2, false, []]);
  });

  test.each<[string, Trouble[]]>([
    ['429', ['busy', 'busy']],
    ['403 for too many', ['limited']],
    ['500', ['broken', 'broken', 'broken', 'broken']],
    ['502 after it was done', ['brokenAfter']],
    ['half an answer, 429 to the look, half again', ['cut', 'busy', 'cut']],
    ['no answer', ['silent', 'silent']],
    ['an answer of somebody else', ['notJson', 'notJson']],
    ['half an answer to the last comment', lastCut],
  ])('%s: each comment once and in order', async (_name, troubles) => {
    // More comments of other people than one page has, so that ours is on the last one.
    const about = { troubles, others: 130 };
    const { begin, goBack, end, ring, kept, errors, letters } = await aTicket(kind, about);
    await begin();
    await goBack();
    await end('rolledBack');
    await ring();
    expect(kept.comments.slice(130)).toEqual([began, wentBack, ended('Back on the stable version')]);
    expect([letters, errors]).toEqual([[], []]);
  });

  test.each<Trouble>(['cut', 'silent', 'brokenAfter', 'notJson'])(
    '%s while it is closed',
    async (trouble) => {
      const { begin, end, ring, kept, errors } = await aTicket(kind, {
        troubles: [trouble, trouble, trouble, trouble],
      });
      await begin();
      await end('promoted');
      await ring();
      expect([kept.comments, kept.isClosed]).toEqual([[began, ended('Promoted')], true]);
      expect(errors).toEqual([]);
    },
  );

  test('what it taught stands in its last comment, each a line', async () => {
    const { begin, end, ring, kept, errors } = await aTicket(kind);
    await begin();
    const at = '2026-12-01T22:10:00.000Z';
    await end('promoted', [
      { kind: 'waived', text: 'waf (fail): counts\n\nso @dana said; signed by lead' },
      { kind: 'held', at, text: '26 %, held' },
    ]);
    await ring();
    const said = kept.comments.at(-1) ?? '';
    expect(said).toContain(
      'What it taught:\n- Waived: waf (fail): counts so @dana said; signed by lead\n- Held 22:10:00: 26 %, held',
    );
    expect(errors).toEqual([]);
  });

  test('doubled and reordered records tell nothing twice', async () => {
    const { begin, goBack, end, ring, kept } = await aTicket(kind);
    await goBack();
    await begin();
    await end('rolledBack');
    await ring(5);
    await ring(3);
    expect(kept.comments).toEqual([began, wentBack, ended('Back on the stable version')]);
  });

  test('a ticket that is not there is a letter with its reason, and a sentence on the story', async () => {
    const ticket = kind === 'jira' ? 'OPS-43' : '43';
    const { begin, ring, letters, rows, kept } = await aTicket(kind, { ticket });
    await begin();
    await ring();
    expect(kept.comments).toEqual([]);
    expect(letters.map(({ body }) => (JSON.parse(body) as { why: string }).why)).toEqual(['answered 404']);
    expect(rows().flatMap(({ actor, text }) => (actor === 'tell' ? [text] : []))).toEqual([
      expect.stringMatching(/^ticket could not be told: answered 404/),
    ]);
  });

  test("another service's ticket is refused in words, before anything is sent", async () => {
    const { begin, ring, letters, errors } = await aTicket(kind, {
      ticket: kind === 'jira' ? '42' : 'OPS-42',
    });
    await begin();
    await ring();
    expect(errors).toEqual([]);
    expect(letters[0]?.body).toMatch(/the plan's ticket (42|OPS-42) is not the (key|number) of an issue/);
  });

  test('no token in comments, letters, the ledger or the log', async () => {
    const { begin, end, ring, kept, letters, rows, lines } = await aTicket(kind, {
      troubles: ['cut', 'broken'],
    });
    await begin();
    await end('promoted');
    await ring();
    const everything = JSON.stringify([kept, letters, rows(), lines]);
    expect(lines.length).toBeGreaterThan(0);
    expect(everything).not.toContain('token-that-must-not-be-shown');
    const basic = Buffer.from('bot@example.com:token-that-must-not-be-shown').toString('base64');
    expect(everything).not.toContain(basic);
  });
});

test('what the story quotes stays within its fence on GitHub', async () => {
  const { begin, end, ring, kept } = await aTicket('github');
  await begin();
  await end('promoted');
  await ring();
  expect(kept.comments.at(-1)).toMatch(
    /^````text\n[^]*because @dana said ```so``` #7\n````\n\n<!-- cutover:[0-9a-f]{32} -->$/,
  );
});
