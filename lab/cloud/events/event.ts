/** An event as EventBridge hands it to a target. */
import { place } from '../service.ts';

export interface CloudEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What an event is about; the rest is the same for all. */
export interface Subject {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export function eventOf(
  { source, detailType, resources, detail }: Subject,
  id: string,
  at: number,
): CloudEvent {
  return {
    version: '0',
    id,
    'detail-type': detailType,
    source,
    account: place.account,
    time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: place.region,
    resources,
    detail,
  };
}
