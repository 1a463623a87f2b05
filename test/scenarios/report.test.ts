/** What the morning reads: the report of whole cutovers, written by the deployed function. */
import { beforeAll, describe, expect, test } from 'vitest';
import { reportMarkdown } from '../../core/report/markdown.ts';
import { summarize } from '../../core/report/summary.ts';
import { type RehearsalReport, reportOf } from '../../lab/report.ts';
import { reportPage } from '../../web/report/page.ts';
import { type Document, type Told, tell } from './story.ts';

const bad = {
  title: 'bad at 26 %',
  when: [{ at: 'weight>=26', set: { 'canary.errorRate': '30%' } }],
};
const gates = (document: Document) => {
  document['approvals'] = { 'go-live': { by: ['dana'], need: 1, within: '1h' } };
};
const answers = (report: RehearsalReport) =>
  Object.fromEntries(
    summarize(report).answers.map(({ question, text, steps }) => [
      question,
      [text, ...steps.map((step) => `${step.at.slice(11, 19)} ${step.text}`)].join(' / '),
    ]),
  );

describe('the report of a rollback', () => {
  let told: Told;
  let report: RehearsalReport;
  const secrets = new Set<string>();
  beforeAll(async () => {
    told = await tell(bad, {
      plan: gates,
      prepare: (lab) => lab.ledger.onChange(({ after }) => collect(after, secrets)),
    });
    report = reportOf(told.lab, told.result);
  });

  test('answers what, when, who was hurt, what went back and who decided', () => {
    const { users } = told.result;
    expect(summarize(report).headline).toBe('Rolled back: all users are on the old version');
    expect(answers(report)).toEqual({
      'What happened': expect.stringMatching(
        /^It had reached 26 % of users, and went back because of requests that fail at the canary: http5xx rings, says its alarm: .* limit 5 %\. The new version was claude-proxy:2\.4\.0 as sha256:/,
      ),
      When: expect.stringMatching(
        /^1 December 2026, 22:00:00 to 22:2\d:\d\d UTC \(2\d min\)\. Users met the new version from 22:0\d:\d\d to 22:2\d:\d\d \(1\d min\)\.$/,
      ),
      'Who was hurt': expect.stringContaining(
        `${users.failed} of ${users.requests.toLocaleString('en')} requests failed`,
      ),
      'What went back': expect.stringMatching(
        /^All traffic, \d min.* after 26 % began\. \/ 22:2\d:\d\d Everything went to claude-proxy-a alone \/ .*The rules are as the snapshot says/,
      ),
      'Who decided': expect.stringMatching(
        /22:00:00 robin started it \/ 22:01:\d\d dana approved go-live \(signed with AWS credentials\) \/ 22:2\d:\d\d The machine went back by itself/,
      ),
    });
  });

  test('counts by the balancer nearly what the lab knows: the last minutes are in it', () => {
    const counted = report.minutes.reduce((sum, { canary }) => sum + canary.failed, 0);
    expect(counted).toBeGreaterThan(0.9 * told.result.users.failedByCanary);
    expect(counted).toBeLessThanOrEqual(told.result.users.failedByCanary);
  });

  test('has the names of the public contract, and what only a report has', () => {
    const { users: _users, triggers: _triggers, approvals: _approvals, ...rest } = told.result;
    expect(report).toMatchObject(rest);
    expect(report.users).toMatchObject(told.result.users);
    expect(report.triggers).toMatchObject(told.result.triggers);
    expect(report.approvals).toMatchObject(told.result.approvals);
    expect(report.cost?.calm.dollars).toBeGreaterThan(0);
  });

  test('holds no task token, no secret of a door and no link, in any of its forms', () => {
    expect(secrets.size).toBeGreaterThan(3);
    const forms = [reportPage(report), reportMarkdown(report), JSON.stringify(report)];
    for (const form of forms) for (const secret of secrets) expect(form).not.toContain(secret);
  });
});

/** Whatever the ledger holds under a name that is not for people, wherever it stands. */
function collect(value: unknown, into: Set<string>, name = ''): void {
  if (typeof value === 'string') {
    if (/token$/i.test(name) || name === 'hash') into.add(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'headers' && typeof inner === 'object' && inner !== null)
      for (const header of Object.values(inner)) into.add(String(header));
    collect(inner, into, key);
  }
}

describe('a report', () => {
  test('of a promoted release says that nothing went back', async () => {
    const { lab, result } = await tell({});
    const report = reportOf(lab, result);
    expect(summarize(report).headline).toBe('Promoted: all users are on the new version');
    expect(answers(report)).toMatchObject({ 'What went back': 'Nothing.' });
    const late = report.timetable.flatMap(({ lateSeconds }) => lateSeconds ?? []);
    expect(late.length).toBe(9);
    expect(Math.max(...late)).toBeLessThan(300);
  });

  test('of a refusal says that nobody was hurt', async () => {
    const { lab, result } = await tell({ account: { image: 'missing' } });
    expect(answers(reportOf(lab, result))).toMatchObject({
      'Who was hurt': 'Nobody: users never met the new version.',
      'What went back': 'Nothing had moved.',
    });
  });

  test('of a dry run says that it changed nothing', async () => {
    const { lab, result } = await tell({}, { live: false });
    const report = reportOf(lab, result);
    expect(summarize(report).headline).toBe('Dry run: nothing stands in the way');
    expect(answers(report)).toMatchObject({ 'Who was hurt': 'Nobody: a dry run changes nothing.' });
  });

  test('of an abort says who said so', async () => {
    const { lab, result } = await tell({ when: [{ at: 'weight>=26 +60s', command: 'abort' }] });
    const report = reportOf(lab, result);
    expect(report.commands).toMatchObject([{ command: 'abort' }]);
    expect(answers(report)['Who decided']).toMatch(/aborts the cutover$/);
  });

  test('comes late or thin where the metrics have gone silent, and never changes how it ends', async () => {
    const silent = { call: 'cloudwatch:GetMetricData', by: '60s', times: 100_000 };
    const { lab, result } = await tell({
      ...bad,
      when: [...bad.when, { at: 'weight>=26 +150s', slow: silent }],
    });
    expect(result).toMatchObject({ outcome: 'rolledBack', invariants: { broken: [] } });
    const report = reportOf(lab, result);
    expect(report.minutesUnread).toBe('no answer within 6 s');
    expect(report.minutes.length).toBeGreaterThan(10);
    expect(reportPage(report)).toContain('No numbers is not good numbers');
  });
});
