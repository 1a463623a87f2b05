/** What a visit to a deployed control room came to. */
import type { Report } from '../report/report.ts';
import type { Room } from './room.ts';

export type RoomMet =
  | { readonly kind: 'refused'; readonly refusal: RoomRefusal }
  /** By a link: its secret goes into a cookie, and out of the address. */
  | { readonly kind: 'enter'; readonly cutoverId: string; readonly cookie: string }
  /** No link, a forged one, another cutover's, or one that has ended: all the same to those who should not know. */
  | { readonly kind: 'stranger' }
  | RoomShown
  | { readonly kind: 'report'; readonly report: Report }
  /** Something on our side. */
  | { readonly kind: 'fault' };

export interface RoomShown {
  readonly kind: 'page' | 'live';
  readonly room: Room;
  /** Until when the link opens it. */
  readonly until: number;
  readonly hasReport: boolean;
  /** As of which state the visitor has it. */
  readonly known?: string;
}

export type RoomRefusal = 'nowhere' | 'method' | 'malformed';

/** `''`: the page itself. */
export type RoomPart = '' | 'live' | 'report';

export interface RoomVisit {
  readonly cutoverId: string;
  readonly part: RoomPart;
  /** Of the link, as it came. */
  readonly secret?: string;
  /** The same from the cookie. */
  readonly session?: string;
  readonly known?: string;
}
