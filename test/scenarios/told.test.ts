/** What people are told of a cutover, and that a Slack which is not there changes nothing of it. */
import { expect, test } from 'vitest';
import type { Lab } from '../../lab/lab.ts';
import { rehearse } from '../../lab/rehearsal.ts';
import { parseScenario } from '../../lab/scenario/parse.ts';
import { samplePlan } from './story.ts';

const bad = parseScenario({
  title: 'bad at 26',
  when: [{ at: 'weight>=26', set: { 'canary.errorRate': '30%' } }],
});

async function run(prepare: (lab: Lab) => void = () => undefined, isTold = true) {
  if ('problems' in bad) throw new Error(JSON.stringify(bad.problems));
  const plan = await samplePlan();
  let lab: Lab | undefined;
  const given = { plan, scenario: bad.scenario, seed: 3, live: true, replay: '', isTold };
  const result = await rehearse({
    ...given,
    prepare: (built) => {
      lab = built;
      prepare(built);
    },
  });
  return { result, lab: lab as Lab };
}

test('told once, in order, with one call for the way back and no secret', async () => {
  const secrets = new Set(['token-that-must-not-be-shown']);
  const { result, lab } = await run((built) => built.ledger.onChange(({ after }) => collect(after, secrets)));
  const [root, ...replies] = result.told;
  expect(root).toMatchObject({
    isReply: false,
    text: expect.stringContaining('Back on the stable version') as string,
  });
  expect(replies.every(({ isReply }) => isReply)).toBe(true);
  const said = replies.map(({ text }) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );
  const story = result.story.map(({ text }) => text);
  expect(said).toHaveLength(story.length + 1);
  for (const [index, text] of story.entries()) expect(said[index]).toContain(text);
  expect(said.filter((text) => text.includes('<!'))).toEqual([expect.stringContaining('Rolling back')]);
  expect(secrets.size).toBeGreaterThan(3);
  const shown = JSON.stringify([lab.tellers?.slack.messages, lab.tellers?.letters]);
  for (const secret of secrets) expect(shown).not.toContain(secret);
});

test('without a Slack, or with a broken one, the same cutover to the byte', async () => {
  const { result: silent } = await run(undefined, false);
  const broken = await run((lab) => {
    if (lab.tellers) lab.tellers.answer = () => ({ failure: 'connect ETIMEDOUT', afterMilliseconds: 9_000 });
  });
  const { told, story, invariants, ...rest } = broken.result;
  const { told: _none, story: plain, invariants: held, ...same } = silent;
  expect(told).toEqual([]);
  expect(story.filter(({ actor }) => actor !== 'tell')).toEqual(plain);
  expect(story.filter(({ actor }) => actor === 'tell')).toHaveLength(1);
  expect([invariants.broken, held.broken]).toEqual([[], []]);
  expect(rest).toEqual(same);
  expect(broken.lab.tellers?.letters.length).toBeGreaterThan(20);
});

/** Task tokens, the door's header, hashes of links: whatever the ledger holds that nobody should read. */
function collect(row: unknown, secrets: Set<string>): void {
  JSON.stringify(row ?? null, (key, value: unknown) => {
    if (/token$/i.test(key) && typeof value === 'string') secrets.add(value);
    if (key === 'headers' && typeof value === 'object')
      for (const one of Object.values(value ?? {})) secrets.add(one as string);
    return value;
  });
}
