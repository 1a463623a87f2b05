/** From the machine's question to its answer by nothing but a mail: the whole way of a person who approves. */
import { expect, test } from 'vitest';
import { buildLab, type Lab } from '../../lab/lab.ts';
import { servePage } from '../../lab/page/serve.ts';
import { signStarts } from '../../lab/people.ts';
import { calmScenario } from '../../lab/scenario/parse.ts';
import { productionOf } from '../../lab/weather.ts';
import { samplePlan } from '../scenarios/story.ts';
import { ask, filledForm, post } from './visitor.ts';

const pageUrl = 'https://page.example';

async function asked(): Promise<Lab> {
  const lab = buildLab({
    seed: 1,
    production: productionOf(calmScenario()),
    approvals: { pageUrl, sender: 'cutover@example.com' },
  });
  signStarts(lab);
  const plan = await samplePlan((document) => {
    document['approvals'] = { 'go-live': { by: ['dana@example.com'], within: '1h' } };
  });
  const input = JSON.stringify({ ...plan, live: true });
  lab.engine.startExecution({ stateMachineArn: lab.stateMachineArn, name: 'rehearsal-1', input });
  while (lab.mails.length === 0) await lab.clock.step();
  return lab;
}

test.each([
  ['approve', 1],
  ['reject', 0],
])('whoever is mailed can %s, and the machine does it', async (decision, percent) => {
  const lab = await asked();
  const page = await servePage(lab, { port: 0 });
  const link = lab.mails.find(({ to }) => to === 'dana@example.com')?.text.match(/https:\S+/)?.[0] ?? '';
  const path = link.slice(pageUrl.length);
  const entered = await ask(page.url, { path });
  const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
  const own = String(entered.headers['location']);
  const form = await filledForm(page.url, cookie, { decision, reason: 'by mail' }, own);
  expect((await post(page.url, cookie, form, {}, own)).status).toBe(303);
  const until = lab.clock.now() + 5 * 60_000;
  while ((lab.clock.nextAt() ?? Infinity) < until) await lab.clock.step();
  expect(lab.production.glance().canaryPercent).toBe(percent);
  await page.close();
});
