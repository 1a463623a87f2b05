import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../../core/plan/parse.ts';
import { aPlan, problemsOf } from './a-plan.ts';

const smokeOf = (test: object) => {
  const parsed = parsePlan(aPlan({ smoke: [test] }));
  return 'plan' in parsed ? parsed.plan.smoke : parsed.problems;
};

it('fills in nothing but what the runbook says', () => {
  expect(smokeOf({})).toEqual([{ path: '/health', status: 200, withinMilliseconds: 2000 }]);
});

it('takes everything that a request can have', () => {
  const asked = { path: '/v1', method: 'POST', headers: { accept: 'text/plain' }, body: '{}' };
  const brings = { status: 201, within: '1s', contains: 'made', condition: 'body.id > 0' };
  const how = { retries: 2, redirects: 1, tls: { validFor: '24h' } };
  expect(smokeOf({ ...asked, ...brings, ...how })).toEqual([
    {
      ...asked,
      status: 201,
      withinMilliseconds: 1000,
      contains: 'made',
      condition: 'body.id > 0',
      retries: 2,
      redirects: 1,
      tls: { atLeast: 'TLSv1.2', validForSeconds: 86_400 },
    },
  ]);
});

describe('refused in words', () => {
  it.each<[string, object, string]>([
    ['a secret', { headers: { Authorization: 'Bearer x' } }, 'would keep a secret in the plan'],
    ['a second header by its value', { headers: { a: 'b\r\nc: d' } }, 'printable ASCII'],
    ['a header that HTTP writes', { headers: { 'Content-Length': '3' } }, 'is set by the connection itself'],
    ['a method that is none', { method: 'FETCH' }, 'must be one of GET, HEAD, OPTIONS'],
    ['a body with GET', { body: 'x' }, 'is not sent with GET'],
    ['more time than there is', { within: '10s', retries: 5 }, 'may take 65s together, retries included'],
  ])('%s', (_title, test, words) => {
    expect(problemsOf(aPlan({ smoke: [test] })).join('\n')).toContain(words);
  });
});
