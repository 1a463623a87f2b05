/** The ledger's keys, in one place. A dry run writes under its own prefix and reads nothing else. */
import type { CutoverRef } from './story.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export function lockKey(arn: string): Key {
  return { pk: `LOCK#${arn}`, sk: 'LOCK' };
}

export function partition(cutover: CutoverRef): string {
  return `${cutover.live ? 'CUTOVER' : 'DRY'}#${cutover.id}`;
}

export function recordKey(cutover: CutoverRef): Key {
  return { pk: partition(cutover), sk: 'RECORD' };
}

export function reportKey(cutover: CutoverRef): Key {
  return { pk: partition(cutover), sk: 'REPORT' };
}

/** An alarm of the team's may guard several cutovers; each has a row here. */
export function alarmPartition(alarmName: string): string {
  return `ALARM#${alarmName}`;
}

export function alarmKey(alarmName: string, cutoverId: string): Key {
  return { pk: alarmPartition(alarmName), sk: `CUTOVER#${cutoverId}` };
}

/** Cutovers that are not wholly over: all in one partition, so that the reconciler finds them with one Query. */
export const openPartition = 'OPEN';

export function openKey(cutoverId: string): Key {
  return { pk: openPartition, sk: cutoverId };
}

/** Beside the record, and before it: who signed for the start. */
export function startKey(cutover: CutoverRef): Key {
  return { pk: partition(cutover), sk: 'START' };
}

export function gateKey(gateId: string): Key {
  return { pk: `APPROVAL#${gateId}`, sk: 'RECORD' };
}

const openGatePrefix = 'GATE#';

/** Gates that are open, or whose token waits for an answer: beside the cutovers, for the same reconciler. */
export function openGateKey(gateId: string): Key {
  return { pk: openPartition, sk: `${openGatePrefix}${gateId}` };
}

export function isOpenGate({ sk }: Pick<Key, 'sk'>): boolean {
  return sk.startsWith(openGatePrefix);
}

export function evidenceKey(cutover: CutoverRef, check: string): Key {
  return { pk: partition(cutover), sk: `CHECK#${check}` };
}

export const storyPrefix = 'STORY#';

/** Who tells a cutover now; and for each channel, what was told there. */
export function toldKey(cutover: CutoverRef, channel?: string): Key {
  return { pk: partition(cutover), sk: channel === undefined ? 'TOLD' : `TOLD#${channel}` };
}

/** A link by which people look on, under the hash of its secret. */
export function roomLinkKey(cutover: CutoverRef, hash: string): Key {
  return { pk: partition(cutover), sk: `ROOM#${hash}` };
}

export const lookPrefix = 'LOOK#';

export function lookKey(cutover: CutoverRef, at: string): Key {
  return { pk: partition(cutover), sk: `${lookPrefix}${at}` };
}

/** What one guard reads for all. */
export type Kind = 'alarms' | 'rules';

/** All of a kind in one partition, so that whoever reads for everybody finds their names. */
export function sharedPartition(kind: Kind): string {
  return `SHARED#${kind}`;
}

export function sharedKey(kind: Kind, name: string): Key {
  return { pk: sharedPartition(kind), sk: name };
}

/** Whose turn it is to read them. */
export function sharedTurnKey(kind: Kind): Key {
  return { pk: 'SHARED_TURN', sk: kind };
}
