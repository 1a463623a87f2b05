/**
 * A cutover with every gate: reminded, asked again, decided by links and by signature. Then everything that anybody may
 * read of it is searched for the task tokens and the secrets of the links.
 */
import { expect, test } from 'vitest';
import { reportMarkdown } from '../../core/report/markdown.ts';
import type { Gate } from '../../core/gate/gate.ts';
import type { Guests } from '../../lab/guests.ts';
import { type Lab, ledgerTable } from '../../lab/lab.ts';
import { servePage } from '../../lab/page/serve.ts';
import { rehearse } from '../../lab/rehearsal.ts';
import { reportOf } from '../../lab/report.ts';
import { parseScenario } from '../../lab/scenario/parse.ts';
import type { Step } from '../../lab/turns.ts';
import { reportPage } from '../../web/report/page.ts';
import { ask, filledForm, post, type Reply } from '../functions/visitor.ts';
import { samplePlan } from './story.ts';

const dies = { function: 'askToGoLive', when: 'after-write', call: 'dynamodb:TransactWriteItems' };
const weather = parseScenario({
  account: { waf: 'none' },
  when: [{ at: '+0s', crash: dies }],
  people: [
    { gate: 'waive', answer: 'approve', after: '40m' },
    { gate: 'sign-off', answer: 'approve', after: '1m' },
  ],
});

const plan = await samplePlan((document) => {
  document['approvals'] = {
    waive: { by: ['lead'], within: '1h' },
    'go-live': { by: ['dana', 'sam'], need: 2 },
    ramp: { at: ['26%'], by: ['sam'] },
    'sign-off': { by: ['dana'] },
  };
});

const isRecord = (pk: unknown, sk: unknown) => pk === 'CUTOVER#rehearsal-1' && sk === 'RECORD';

/** Follows every link that was mailed about a gate, and answers by it. */
async function rehearsed() {
  const place = Promise.withResolvers<{ lab: Lab; step: Step }>();
  const page = await servePage(
    place.promise.then(({ lab }) => lab),
    { port: 0, step: async () => (await place.promise).step() },
  );
  const room = await servePage(
    place.promise.then(({ lab }) => lab),
    { port: 0, step: async () => (await place.promise).step(), functionKey: 'serveRoom' },
  );
  const seen = {
    replies: [] as Reply[],
    lines: [] as string[],
    tokens: new Set<string>(),
    links: [] as string[],
  };
  const userArn = 'arn:aws:sts::123456789012:assumed-role/viewers/vera';
  const requestContext = { http: { method: 'POST' }, authorizer: { iam: { userArn } } };
  const body = JSON.stringify({ cutoverId: 'rehearsal-1', share: true });
  /** By a link that the deployed function makes. */
  const lookOn = async () => {
    const { lab, step } = await place.promise;
    const made: { link?: string } = {};
    lab.lambda.invoke('showCutover', { requestContext, body }, (result) => {
      const { body: said = '{}' } = 'output' in result ? (result.output as { body: string }) : {};
      made.link = (JSON.parse(said) as { link: string }).link;
    });
    while (made.link === undefined) await step();
    const { pathname, search, searchParams } = new URL(made.link);
    seen.links.push(searchParams.get('key') ?? '');
    const entered = await ask(room.url, { path: `${pathname}${search}` });
    const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
    for (const path of [pathname, `${pathname}/live`])
      seen.replies.push(await ask(room.url, { path, headers: { cookie } }));
  };
  const answer = async (link: string) => {
    const entered = await ask(page.url, { path: link });
    const path = String(entered.headers['location']);
    const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
    const form = await filledForm(page.url, cookie, { reason: 'by mail' }, path);
    const sent = await post(page.url, cookie, form, {}, path);
    seen.replies.push(entered, sent, await ask(page.url, { path, headers: { cookie } }));
  };
  const decide = async ({ id, attempt }: Gate) => {
    const { lab } = await place.promise;
    const mails = lab.mails.filter(({ text }) => text.includes(`Gate ${id}, attempt ${attempt}.`));
    await lookOn();
    for (const { text } of mails)
      await answer(new URL(/^http\S+$/m.exec(text)?.[0] ?? '').pathname + /\?key=\w+/.exec(text)?.[0]);
  };
  const guests: Guests = { enter: place.resolve, decide };
  const log = (message: string, fields?: object) =>
    void seen.lines.push(JSON.stringify({ message, ...fields }));
  if ('problems' in weather) throw new Error(JSON.stringify(weather.problems));
  const result = await rehearse({
    plan,
    scenario: weather.scenario,
    seed: 1,
    live: true,
    replay: '',
    guests,
    pageUrl: page.url,
    log: { info: log, error: log },
    prepare: (lab) =>
      lab.lambda.onInvoke(({ event }) => {
        const { token } = event as { token?: string };
        if (token !== undefined) seen.tokens.add(token);
      }),
  });
  await page.close();
  await room.close();
  const { lab } = await place.promise;
  return { ...seen, lab, result };
}

test('no token and no secret is in a log line, an address, a page, the story, a message, the report or the ledger', async () => {
  const { lab, result, replies, lines, tokens, links } = await rehearsed();
  const secrets = lab.mails.flatMap(({ text }) => /key=(\w+)/.exec(text)?.[1] ?? []);
  expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  const ways = ['waive lead', 'go-live dana', 'go-live sam', 'ramp sam', 'sign-off dana'];
  expect(result.approvals.map(({ gate, by }) => `${gate} ${by}`).toSorted()).toEqual(ways.toSorted());
  expect(result.story.some(({ text }) => text.startsWith('Asks again'))).toBe(true);
  expect(result.story.some(({ text }) => text.startsWith('Reminds'))).toBe(true);
  expect(secrets.length).toBeGreaterThan(5);
  expect(replies.filter(({ body }) => body.includes('This page only looks'))).toHaveLength(links.length);
  expect(links.length).toBeGreaterThan(1);
  expect(tokens.size).toBeGreaterThan(5);
  expect(lines.length).toBeGreaterThan(10);

  const report = reportOf(lab, result);
  const places: Record<string, string> = {
    'log lines': lines.join('\n'),
    pages: replies.map(({ body }) => body).join('\n'),
    addresses: replies.map(({ headers }) => String(headers['location'])).join('\n'),
    'subjects of mails': lab.mails.map(({ subject }) => subject).join('\n'),
    'story and messages': JSON.stringify(result),
    report: [reportPage(report), reportMarkdown(report), JSON.stringify(report)].join('\n'),
    // The record alone keeps tokens: those by which an alarm or a word ends a wait. They died with the execution.
    ledger: JSON.stringify(lab.ledger.rows(ledgerTable).filter(({ pk, sk }) => !isRecord(pk, sk))),
  };
  for (const [place, text] of Object.entries(places)) {
    const found = [...secrets, ...links, ...tokens].filter((secret) => text.includes(secret));
    expect({ place, found }).toEqual({ place, found: [] });
  }
});
