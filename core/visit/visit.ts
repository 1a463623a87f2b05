/** A request to an approver's page, read: all of it is somebody's claim until a gate has been asked. */

export interface Visit {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly gateId: string;
  /** Of the link, in the address: only ever to look. */
  readonly secret?: string;
  /** Of the link that was opened before, in the cookie. */
  readonly session?: string;
  /** What the browser says of where this request comes from; absent: an old browser, or none. */
  readonly from?: 'here' | 'elsewhere';
  /** Of a POST. */
  readonly form?: GivenForm;
  readonly address?: string;
  readonly userAgent?: string;
}

export interface GivenForm {
  readonly decision?: string;
  readonly reason: string;
  readonly typed: string;
  readonly digest: string;
  readonly slip: string;
}

/** A request that no page and no link of ours makes. */
export type RefusalName = 'nowhere' | 'method' | 'malformed' | 'tooLarge' | 'notAForm' | 'polluted';

export interface Refused {
  readonly refusal: RefusalName;
  /** Where it was about a gate, which may not exist. */
  readonly gateId?: string;
}

/** Of which the longest field is a reason of 500 characters, percent-encoded. */
export const bodyBytesMax = 16 * 1024;
