/** A whole report with one text in every place that others write. */
import { lessonKinds } from '../../../core/report/lessons.ts';
import type { Report } from '../../../core/report/report.ts';

const at = '2026-12-01T22:00:00.000Z';
const later = '2026-12-01T22:03:00.000Z';

export function aReport(text: string): Report {
  const group = { requests: 10, failed: 1, p95Milliseconds: 200 };
  return {
    cutoverId: text,
    service: text,
    live: true,
    outcome: 'rolledBack',
    reason: text,
    planDigest: text,
    startedAt: at,
    endedAt: later,
    seconds: 180,
    startedBy: { unknown: text },
    stable: text,
    canary: text,
    taskDefinition: text,
    ships: text,
    images: [text],
    weights: [
      { at, canaryPercent: 1 },
      { at: later, canaryPercent: 0 },
    ],
    written: [
      { at, canaryPercent: 1 },
      { at: later, canaryPercent: 0 },
    ],
    users: {
      requests: 10,
      failed: 1,
      failedByCanary: 1,
      requestsOfCanary: 5,
      slow: 1,
      countedBy: 'balancer',
    },
    timetable: [{ what: text, plannedAt: at, actualAt: at, lateSeconds: 7 }, { what: text }],
    triggers: [
      { id: text, scope: 'canary', firedAt: at, observed: text },
      { id: text, scope: 'all', firedAt: null, observed: text, reached: 0.5 },
    ],
    checks: [{ id: text, verdict: 'fail', waived: true, evidence: text }],
    approvals: [
      { at, gate: text, decision: 'approve', by: text, method: 'link', reason: text },
      { at, gate: text, percent: 26, decision: 'expired', by: text, reason: text },
    ],
    lessons: lessonKinds.flatMap((kind) => [
      { kind, at, text },
      { kind, text },
    ]),
    commands: [{ at, by: text, command: 'abort', told: text }],
    cost: undefined,
    limits: { errorPercent: 5, p95Milliseconds: 2000 },
    load: {
      startedAt: at,
      plannedPerSecond: 20,
      p95MillisecondsBelow: 500,
      errorPercentBelow: 1,
      seconds: [
        { second: 0, requests: 20, failed: 0, p50: 80, p95: 240, p99: 400 },
        { second: 1, requests: 20, failed: 2, p50: 90, p95: 700, p99: 2000 },
      ],
    },
    minutes: [{ at, canary: group, stable: group, failedAtBalancer: 0, queueDepth: 3 }],
    minutesUnread: text,
    story: [{ at, actor: text, text }],
  };
}

export function rehearsed(text: string) {
  return {
    title: text,
    replay: text,
    happened: [{ at, what: text }],
    invariants: { checked: 7, broken: [{ name: text, at, why: text }] },
  };
}
