/** Whoever does not answer is reminded, and it decides nothing. */
import { expect, test } from 'vitest';
import { type Lab, ledgerTable } from '../../lab/lab.ts';
import { servePage } from '../../lab/page/serve.ts';
import { labWays } from '../../lab/people.ts';
import { ask } from './visitor.ts';
import { type Document, tell, type Told } from '../scenarios/story.ts';

const asked = (document: Document) => {
  document['approvals'] = {
    'go-live': { by: ['dana', 'sam'], within: '1h', escalate: { to: ['lead'], after: '40m' } },
  };
};
const nobody = [{ gate: 'go-live', answer: 'nothing' }];
const late = [{ gate: 'go-live', answer: 'approve', after: '45m', by: 'lead' }];

/** Each mail by when it left, in steps of five minutes, and to whom. */
const mails = ({ lab, result }: Told) =>
  lab.mails.map(({ at, to, subject }) => {
    const minutes = Math.floor((at - Date.parse(result.startedAt)) / 300_000) * 5;
    return `${minutes} ${to.split('@')[0]}${subject.startsWith('Reminder') ? ' again' : ''}`;
  });
const said = ({ result }: Told) =>
  result.story.flatMap(({ text, actor }) => (text.startsWith('Reminds') ? [`${actor}: ${text}`] : []));

test('in the middle, at their turn, near the end; and silence still refuses', async () => {
  const told = await tell({ people: nobody }, { plan: asked });
  expect(told.result).toMatchObject({ outcome: 'refused', invariants: { broken: [] } });
  expect(mails(told).toSorted()).toEqual([
    '0 dana',
    '0 lead',
    '0 sam',
    '30 dana again',
    '30 sam again',
    '40 lead again',
    '45 dana again',
    '45 lead again',
    '45 sam again',
  ]);
  expect(said(told)).toEqual([
    'remindApprovers: Reminds dana, sam of go-live: open until 23:00 UTC, 1 approval is missing',
    'remindApprovers: Reminds lead of go-live: open until 23:00 UTC, 1 approval is missing',
    'remindApprovers: Reminds dana, sam, lead of go-live: open until 23:00 UTC, 1 approval is missing',
  ]);
});

test('whoever answers is not reminded any more', async () => {
  const told = await tell({ people: late }, { plan: asked });
  expect(told.result).toMatchObject({ outcome: 'promoted', approvals: [{ by: 'lead' }] });
  expect(mails(told).at(-1)).toBe('40 lead again');
});

test.each([
  [
    'mail fails',
    {
      fail: {
        call: 'sesv2:SendEmail',
        function: 'remindApprovers',
        error: 'AccessDeniedException',
        for: '2h',
      },
    },
  ],
  [
    'nothing can be sent at all',
    { fail: { call: 'sns:Publish', error: 'InternalErrorException', for: '2h' } },
  ],
  [
    'its mark cannot be written',
    {
      fail: {
        call: 'dynamodb:UpdateItem',
        function: 'remindApprovers',
        error: 'InternalServerError',
        for: '50m',
      },
    },
  ],
  [
    'it dies before the mail leaves',
    { crash: { function: 'remindApprovers', when: 'before-write', call: 'sesv2:SendEmail', times: 3 } },
  ],
])('%s: nobody hears it, and everything else is as ever', async (title, fault) => {
  const when = [{ at: '+0s', ...fault }];
  const more = title.startsWith('nothing')
    ? [{ at: '+1m', fail: { call: 'sesv2:SendEmail', error: 'AccessDeniedException', for: '2h' } }]
    : [];
  const told = await tell({ people: late, when: [...when, ...more] }, { plan: asked });
  expect(told.result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  expect(mails(told).filter((mail) => mail.endsWith('again'))).toEqual([]);
});

test('where mail fails the topic has it, and the story what failed', async () => {
  const fail = {
    call: 'sesv2:SendEmail',
    function: 'remindApprovers',
    error: 'AccessDeniedException',
    for: '2h',
  };
  const told = await tell({ people: nobody, when: [{ at: '+0s', fail }] }, { plan: asked });
  const texts = told.result.story.map(({ text }) => text);
  expect(texts).toContain('dana could not be told by mail: AccessDeniedException');
  expect(told.result.outcome).toBe('refused');
});

test('its link opens the page as the first one does, and none is on the ledger', async () => {
  const seen: { lab?: Lab } = {};
  const told = await tell({ people: nobody }, { plan: asked, prepare: (lab) => (seen.lab = lab) });
  const links = told.lab.mails
    .filter(({ to }) => to === 'dana@example.com')
    .map(({ text }) => /https:\S+/.exec(text)?.[0].slice(labWays.pageUrl?.length) ?? '');
  expect(new Set(links).size).toBe(3);
  const page = await servePage(told.lab, { port: 0 });
  for (const path of links) expect(await ask(page.url, { path })).toMatchObject({ status: 303 });
  await page.close();
  const ledger = JSON.stringify(told.lab.ledger.rows(ledgerTable));
  for (const link of links) expect(ledger).not.toContain(link.split('key=')[1]);
  const gates = told.lab.ledger
    .rows(ledgerTable)
    .filter(({ sk, gate }) => sk === 'RECORD' && gate !== undefined);
  expect(gates).toMatchObject([{ gate: { attempt: 1, status: 'expired' } }]);
});
