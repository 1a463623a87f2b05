/** What the stories of the probe have in common. */
import type { HttpRequest } from '../../aws/world.ts';
import type { Lab } from '../../lab/lab.ts';
import type { HttpOutcome } from '../../lab/users/answer.ts';
import type { Document, Told } from './story.ts';

export const night = { users: { requestsPerSecond: 1 } };
export const probed = (more: (document: Document) => unknown = () => undefined) => ({
  plan: (document: Document) => {
    Object.assign(document['triggers'] as object, { probe: {} });
    more(document);
  },
});
/** Only what the probe itself says counts. */
export const forgiving = probed((document) => {
  const triggers = document['triggers'] as Record<string, unknown>;
  triggers['http5xx'] = { above: '90%', for: '2m' };
  document['watch'] = { for: '2m', errorRate: '50%' };
  document['verify'] = { for: '30m', errorRate: '50%', p95: '5s' };
  // Verification would go by the lines that such a canary logs.
  document['checks'] = { ...(document['checks'] as object), logs: false };
});

interface Seen {
  readonly at: number;
}

/** Listens at the canary's door, and answers there instead of it where a test wants to. */
export function atTheDoor(
  answer: (request: HttpRequest, own: HttpOutcome, count: number) => HttpOutcome = (_request, own) => own,
) {
  const seen: Seen[] = [];
  const prepare = (lab: Lab) => {
    const own = lab.production.answer;
    lab.production.answer = (request) => {
      if (request.headers['user-agent'] !== 'cutover-probe') return own(request);
      const at = lab.clock.now();
      seen.push({ at });
      return answer(request, own(request), seen.length - 1);
    };
  };
  return { seen, prepare };
}

export const status = (code: number): HttpOutcome => ({
  response: { status: code, body: '', tookMilliseconds: 5 },
});

export const rangAfter = (told: Told, onsetSeconds: number) => {
  const { firedAt } = told.result.triggers.find(({ id }) => id === 'probe') ?? {};
  return (Date.parse(firedAt ?? '') - Date.parse(told.result.startedAt)) / 1000 - onsetSeconds;
};

export const texts = ({ result }: Told) => result.story.map(({ text }) => text);
