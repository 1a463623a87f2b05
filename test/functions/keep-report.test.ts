/** Reports as files in the team's bucket: all of them, whatever S3 is up to, or again until the stream gives it up. */
import { expect, test } from 'vitest';
import type { Report } from '../../core/report/report.ts';
import { aPostOffice, cutoverId } from '../aws/tell/post-office.ts';
import { aReport } from '../web/report/a-report.ts';

const channels = { reports: { bucket: 'claude-proxy-reports', prefix: 'cutovers/' }, slackIds: {} };
const report: Report = { ...aReport('plain'), cutoverId };
const key = (name: string) => `cutovers/${cutoverId}/${name}`;
const keys = ['report.html', 'report.md', 'report.json'].map(key);

type Office = ReturnType<typeof aPostOffice>;

/** So many calls of S3 end like this; `effect`: it was done all the same. */
function troubled({ tellers }: Office, name: string, times: number, effect = false): void {
  let left = times;
  tellers.wire.meet({
    before: ({ service }) => (service === 's3' && left-- > 0 ? { fail: { name, effect } } : undefined),
  });
}

const kept = ({ tellers }: Office) => new Map(tellers.files.map((file) => [file.key, file]));

test('a page, Markdown and JSON, each whole, under the name of the cutover', async () => {
  const office = aPostOffice(channels);
  office.say('Live. claude-proxy', 'readPlan');
  await office.settle();
  expect(office.tellers.files).toEqual([]);
  office.report(report);
  await office.settle();
  expect([...kept(office).keys()]).toEqual(keys);
  const [page, markdown, facts] = kept(office).values();
  expect(page).toMatchObject({ bucket: 'claude-proxy-reports', type: 'text/html; charset=utf-8' });
  expect(page?.text).toContain('<h1>Rolled back: all users are on the old version</h1>');
  expect(markdown?.text).toContain('Rolled back: all users are on the old version');
  expect(JSON.parse(facts?.text ?? '')).toEqual(JSON.parse(JSON.stringify(report)));
});

test.each([
  ['throttled', 'SlowDown', 30, false],
  ['broken', 'InternalServerError', 7, false],
  ['without an answer, though it was kept', 'TimeoutError', 2, true],
])('%s for a while: all the same', async (_name, error, times, effect) => {
  const office = aPostOffice(channels);
  troubled(office, error, times, effect);
  office.report(report);
  await office.settle();
  expect([...kept(office).keys()]).toEqual(keys);
  expect(office.tellers.reports.givenUp).toEqual([]);
});

test('refused for good: given up with the undelivered after half an hour, and the log says why', async () => {
  const office = aPostOffice(channels);
  troubled(office, 'AccessDenied', 9999);
  office.report(report);
  await office.settle();
  expect(office.tellers.files).toEqual([]);
  expect(office.tellers.reports.givenUp).toHaveLength(1);
  expect(office.lines.join('\n')).toMatch(/a report was not kept yet.*AccessDenied/);
});

test('a report that is written anew takes the place of the one before', async () => {
  const office = aPostOffice(channels);
  office.report({ ...report, outcome: 'needsPerson' });
  await office.settle();
  office.report({ ...report, endedAt: '2026-12-01T23:30:00.000Z' });
  await office.settle();
  expect([...kept(office).keys()]).toEqual(keys);
  expect(kept(office).get(key('report.html'))?.text).toContain('Rolled back');
});

test('nothing is kept where the policy names no bucket', async () => {
  const office = aPostOffice({ slackIds: {} });
  office.report(report);
  await office.settle();
  expect(office.tellers.files).toEqual([]);
});
