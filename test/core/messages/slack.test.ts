import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Channels, SlackChannel } from '../../../core/messages/channels.ts';
import type { TellFacts } from '../../../core/messages/facts.ts';
import { slackPieces } from '../../../core/messages/slack.ts';
import { someGate } from '../gate/some-gate.ts';

const slack: SlackChannel = {
  channel: 'C0',
  token: 'arn:t',
  onRollback: ['S0ONCALL'],
  buttons: { signingSecret: 'arn:s', app: 'A0', workspaces: ['T0'] },
};
const channels: Channels & { slack: SlackChannel } = {
  slack,
  slackIds: { robin: 'U0ROBIN', dana: 'U0DANA' },
};
const entry = (text: string, actor = 'judgeRung', n = 0) => ({
  id: `STORY#${n}`,
  at: '2026-12-01T22:00:00Z',
  actor,
  text,
});
const some = (changes: Partial<TellFacts> = {}): TellFacts => ({
  cutoverId: 'c',
  service: 'claude-proxy',
  starter: 'robin',
  images: ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/claude-proxy:2.4.0@sha256:0'],
  story: [entry('Live. claude-proxy', 'readPlan')],
  gates: [],
  ...changes,
});
const pieces = (facts: TellFacts, told: readonly string[] = [], of = channels) =>
  slackPieces(facts, of, (id) => told.includes(id));
const texts = (facts: TellFacts) => pieces(facts).map(({ content }) => content.text);

describe('who is called', () => {
  test('nobody, by what the story says', () => {
    const quiet = ['Locked 3 rules', 'robin and <@U0DANA> look on', '<!channel> <!here>'];
    const calls = texts(some({ story: quiet.map((text, n) => entry(text, 'x', n)) })).filter((text) =>
      /<[!@]/.test(text),
    );
    expect(calls).toEqual([]);
  });

  test('the starter and whoever the policy names, when it goes back: once', () => {
    const story = [
      entry('Rolling back: it rang', 'rollBack', 1),
      entry('Rolling back: again', 'reconcile', 2),
    ];
    const calls = texts(some({ story })).filter((text) => text.includes('<!subteam^S0ONCALL>'));
    expect(calls).toEqual(['<@U0ROBIN> <!subteam^S0ONCALL> 22:00 UTC  Rolling back: it rang']);
  });

  test.each(['A person is needed: nobody is healthy', 'No way back any more: it rang late'])('%s', (text) => {
    expect(texts(some({ story: [entry(text)] })).at(-1)).toContain('<!subteam^S0ONCALL>');
  });

  test('those who are asked, as long as they are asked', () => {
    const gate = someGate();
    const [, , asked] = pieces(some({ gates: [gate] }));
    expect(asked?.content.text).toContain('<@U0DANA>');
    const closing = { by: 'dana', at: 0, text: 'dana approves go-live' };
    const closed = { ...gate, status: 'approved' as const, closing };
    const [, , shown] = pieces(some({ gates: [closed] }), [asked?.id ?? '']);
    expect(shown?.content.text).not.toContain('<@');
    expect(JSON.stringify(shown?.content.blocks)).not.toContain('button');
  });
});

describe('what is asked', () => {
  const asked = (changes: Parameters<typeof someGate>[0], of = channels) =>
    pieces(some({ gates: [someGate(changes)] }), [], of).at(-1)?.content;

  test('has buttons that name the gate and what was shown, and no more', () => {
    const [, actions] = (asked({})?.blocks ?? []) as { elements?: { value: string }[] }[];
    const values = actions?.elements?.map(({ value }) => JSON.parse(value) as unknown);
    expect(values).toEqual([
      { gate: 'rehearsal-1.go-live', digest: 'shown' },
      { gate: 'rehearsal-1.go-live', digest: 'shown' },
    ]);
  });

  test.each([
    ['a gate that wants more proof than a click', asked({ strength: 'strong' })],
    [
      'people without an account there',
      asked({
        approvers: [{ id: 'x', email: 'x@example.com', iamPrincipals: [] }],
        escalation: undefined as never,
      }),
    ],
    [
      'a policy without buttons',
      asked({}, { ...channels, slack: { channel: 'C0', token: 'arn:t', onRollback: [] } }),
    ],
  ])('%s: the way by terminal instead', (_why, content) => {
    expect(JSON.stringify(content?.blocks)).not.toContain('"button"');
    expect(content?.text).toContain('npx cutover approve rehearsal-1');
  });

  test('is not asked when it has an answer before it could be', () => {
    expect(pieces(some({ gates: [someGate({ status: 'expired' })] })).map(({ id }) => id)).toEqual([
      'ROOT',
      'STORY#0',
    ]);
  });
});

test('the end comes last, after what is asked', () => {
  const ending = { outcome: 'promoted', reason: 'verified', endedAt: '2026-12-02T00:00:00Z' } as const;
  expect(pieces(some({ gates: [someGate()], ending })).map(({ id }) => id)).toEqual([
    'ROOT',
    'STORY#0',
    'GATE#rehearsal-1.go-live',
    'END#promoted',
  ]);
});

test('no story is too long, and none writes a form of its own', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 5_000, unit: 'binary' }),
      fc.string({ maxLength: 40 }),
      (text, actor) => {
        for (const { content } of pieces(some({ story: [entry(text, actor)], service: text })))
          for (const shown of [content.text, JSON.stringify(content.blocks ?? [])]) {
            expect(content.text.length).toBeLessThanOrEqual(3_000);
            expect(shown.replaceAll(/<(@U0ROBIN|!subteam\^S0ONCALL)>/g, '')).not.toMatch(/[<>]/);
          }
      },
    ),
  );
});
