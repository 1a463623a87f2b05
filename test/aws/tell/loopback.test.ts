/** The function that tells, against Slack's rules over real HTTP: its calls, and what it makes of a bad line. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { openedAt, someGate } from '../../core/gate/some-gate.ts';
import { id, lineTo } from './line.ts';
import { allChannels } from './post-office.ts';
import { slackServer, type Trouble } from './slack-server.ts';

const buttons = { signingSecret: 'arn:…', app: 'A0', workspaces: ['T0'] };

async function aLine(troubles: Trouble[]) {
  const server = await slackServer('token-that-must-not-be-shown', troubles);
  onTestFinished(server.close);
  const slack = { ...(allChannels.slack as NonNullable<typeof allChannels.slack>), buttons };
  const channels = { slack, slackIds: allChannels.slackIds };
  return { server, ...lineTo(server, 'https://slack.com', channels) };
}

const told = ({ messages }: { messages: readonly { text?: string }[] }) =>
  messages.map(({ text = '' }) => text);

test('a cutover with a gate, a way back and an end breaks no rule of Slack', async () => {
  const { server, say, put, ring, letters } = await aLine([]);
  await say(1, 'Live. <!channel> & co', 'readPlan');
  await ring();
  const gate = someGate({ id: `${id}.go-live`, cutoverId: id });
  await put({ pk: `APPROVAL#${gate.id}`, sk: 'RECORD', gate });
  const plan = { service: 'claude-proxy', release: { taskDefinition: {} }, rungs: [1, 100] };
  await put({ pk: `CUTOVER#${id}`, sk: 'RECORD', asks: gate.id, plan, starter: { person: 'robin' } });
  await ring();
  expect(JSON.stringify(server.messages.at(-1)?.blocks)).toContain('"action_id":"approve"');
  const closing = { by: 'dana', at: openedAt, text: 'dana approves go-live' };
  await put({ pk: `APPROVAL#${gate.id}`, sk: 'RECORD', gate: { ...gate, status: 'approved', closing } });
  await say(2, 'Rolling back: it rang', 'rollBack');
  await put({
    pk: `CUTOVER#${id}`,
    sk: 'REPORT',
    outcome: 'rolledBack',
    reason: 'it rang',
    endedAt: '2026-12-01T22:20:00Z',
  });
  await ring();
  expect(server.errors).toEqual([]);
  expect(letters).toEqual([]);
  expect(told(server)).toEqual([
    expect.stringContaining('*claude-proxy* · Back on the stable version'),
    '22:00 UTC  Live. &lt;!channel&gt; &amp; co',
    expect.stringContaining('closed at 22:00 UTC: dana approves go-live'),
    '<@U0ROBIN> <!subteam^S0ONCALL> 22:00 UTC  Rolling back: it rang',
    expect.stringContaining('Back on the stable version: it rang'),
  ]);
  expect(JSON.stringify(server.messages)).not.toContain('"action_id"');
});

describe.each<[string, Trouble[]]>([
  ['429 with Retry-After', ['busy', 'busy']],
  ['500', ['broken', 'broken', 'broken', 'broken']],
  ['half an answer', ['cut']],
  ['half an answer, twice, and then 429', ['cut', 'busy', 'cut']],
  ['no answer', ['silent']],
  ['an answer of somebody else', ['notJson', 'notJson']],
])('%s', (_name, troubles) => {
  test('each message once and in order', async () => {
    const { server, say, ring, letters } = await aLine([...troubles]);
    await say(1, 'one');
    await say(2, 'two');
    await ring();
    expect(told(server).slice(1)).toEqual(['22:00 UTC  one', '22:00 UTC  two']);
    expect(server.messages).toHaveLength(3);
    expect(letters).toEqual([]);
    expect(server.errors).toEqual([]);
  });
});

test('what was told is not told again, and Slack is not even asked', async () => {
  const { server, say, ring } = await aLine([]);
  await say(1, 'one');
  await ring();
  const before = server.calls.length;
  await ring();
  expect(server.calls).toHaveLength(before);
});
