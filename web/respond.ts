/** What a visit came to, as an answer over HTTP. */
import type { Met, MetGate } from '../core/visit/met.ts';
import type { RefusalName } from '../core/visit/visit.ts';
import { viewOf } from './approval/compose.ts';
import { approvalPage, noticePage } from './approval/page.ts';
import { pageHeaders } from './headers.ts';

export interface PageAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string;
}

export function respond(met: Met): PageAnswer {
  switch (met.kind) {
    case 'gate':
      return page(statusOf(met), approvalPage(viewOf(met)));
    case 'enter':
      return { ...seeOther(met.gateId), cookies: [met.cookie] };
    case 'recorded':
      return seeOther(met.gateId);
    case 'bridge':
      return bridge(met.gateId);
    case 'refused':
      return refused(met.refusal);
    case 'stranger':
      return stranger(met.hasTried);
    case 'forged':
    case 'badWord':
    case 'fault':
    default:
      return failed(met);
  }
}

function page(statusCode: number, body: string, headers: Readonly<Record<string, string>> = {}): PageAnswer {
  return { statusCode, headers: { ...pageHeaders, ...headers }, body };
}

/** A form that needs another look is 422; an answer that could not count, 403, 409 or 410. */
function statusOf({ decided, hasTried, problems }: MetGate): number {
  if (!hasTried && problems.length === 0) return 200;
  if (decided.result === 'notAllowed') return 403;
  if (decided.result === 'expired') return 410;
  return problems.length > 0 ? 422 : 409;
}

function seeOther(gateId: string): PageAnswer {
  return page(303, '', { location: pathOf(gateId) });
}

/** The cookie is there; the next request comes from this page, and with that from here. */
function bridge(gateId: string): PageAnswer {
  const body = noticePage({
    title: 'One moment',
    sentences: ['The page opens by itself. If it does not:'],
    link: { gateId, text: 'Open the page' },
  });
  return page(200, body, { refresh: `0; url=${pathOf(gateId)}` });
}

function pathOf(gateId: string): string {
  return `/gate/${encodeURIComponent(gateId)}`;
}

const refusals: Readonly<Record<RefusalName, readonly [number, string]>> = {
  nowhere: [404, 'There is nothing at this address.'],
  method: [405, 'This address takes GET, HEAD and POST.'],
  malformed: [400, 'This request could not be read.'],
  tooLarge: [413, 'This request is larger than any form of ours.'],
  notAForm: [415, 'An answer comes from the form on the page.'],
  polluted: [400, 'This request says something twice, or something that the form does not ask.'],
};

function refused(refusal: RefusalName): PageAnswer {
  const [status, sentence] = refusals[refusal];
  const body = noticePage({ title: 'Nothing was changed', sentences: [sentence] });
  return page(status, body, refusal === 'method' ? { allow: 'GET, HEAD, POST' } : {});
}

function stranger(hasTried: boolean): PageAnswer {
  const body = noticePage({
    title: hasTried ? 'Nothing was decided' : 'This page opens by a personal link',
    sentences: [
      ...(hasTried ? ['Your answer came without an open link, so it was not counted.'] : []),
      'Open the newest message that asked you, and follow its link. An opened page can decide for half an hour.',
      'With AWS credentials, cutover approve and cutover reject do the same.',
    ],
  });
  return page(hasTried ? 403 : 404, body);
}

const failures = {
  forged: [403, 'The form that was sent was not made for you and this question.'],
  badWord: [400, 'The answer that was sent is none that this question has.'],
  fault: [503, 'Something failed on our side. If you had sent a decision, look whether it was recorded.'],
} as const;

function failed(met: { readonly kind: keyof typeof failures; readonly gateId: string }): PageAnswer {
  const [status, sentence] = failures[met.kind];
  const title = met.kind === 'fault' ? 'This did not work' : 'Nothing was decided';
  const link = { gateId: met.gateId, text: 'Look at the question' };
  return page(status, noticePage({ title, sentences: [sentence], link }));
}
