/** A gate at 26 %, with a canary a little worse than stable: what the page's tests and pictures begin from. */
import type { Answer, ApprovalView, Minute } from '../../../web/approval/view.ts';

const at = (time: string) => Date.parse(`2026-12-01T${time}:00Z`);
const digest = 'sha256:9b2cf535f27731c974343645a3985328b1e1a0c5d9d9c41f3e6c0f5c2f5a9a11';

const answers: readonly Answer[] = [
  { word: 'approve', label: 'Go on', leadsTo: '51 % of users meet the new version.', tone: 'go' },
  {
    word: 'reject',
    label: 'Take everybody back',
    leadsTo: 'All users return to the stable version; the cutover ends.',
    tone: 'stop',
  },
];

export const sampleView: ApprovalView = {
  approvalId: 'rehearsal-1.ramp-26.1',
  cutoverId: 'rehearsal-1',
  service: 'claude-proxy',
  question: 'Go on from 26 % to 51 %?',
  answers,
  found: 'every trigger is quiet, and 9 minutes at 26 % passed',
  you: 'dana@example.com',
  now: at('22:26'),
  expiresAt: at('22:55'),
  silence: 'If nobody decides by then, everybody goes back to stable.',
  state: { kind: 'open' },
  shipping: {
    images: [
      {
        container: 'app',
        image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/claude-proxy:2.4.0',
        digest,
      },
      { container: 'sidecar', image: 'public.ecr.aws/xray/aws-xray-daemon:3.3.14' },
    ],
    from: 'claude-proxy:41',
    to: 'claude-proxy:42',
    changes: [
      { path: 'app: image', before: 'claude-proxy:2.3.9', after: 'claude-proxy:2.4.0' },
      { path: 'app: environment LOG_LEVEL', before: '(a value)', after: '(another value)' },
      { path: 'memory', before: '1024', after: '2048' },
      { path: 'app: secrets CACHE_URL', after: 'arn:aws:ssm:eu-west-1:123456789012:parameter/cache-url' },
    ],
    digest: 'sha256:41c0ffee',
  },
  ramp: {
    rungs: [1, 26, 51, 76, 100],
    percentNow: 26,
    minutes: minutes(),
    limits: { errorPercent: 5, p95Milliseconds: 2000 },
  },
  checks: [
    { id: 'terraform', verdict: 'pass', waived: false, evidence: 'the plan of 21:40 UTC has no changes' },
    {
      id: 'waf',
      verdict: 'fail',
      waived: true,
      evidence: 'rule crs-942 would have blocked 3 of 12000 requests',
    },
    { id: 'image', verdict: 'pass', waived: false, evidence: 'claude-proxy:2.4.0 is in ECR, tag immutable' },
  ],
  story: [
    { at: at('22:05'), text: 'The canary is steady: 1 of 1 tasks healthy' },
    { at: at('22:07'), text: '1 % of users meet the canary' },
    { at: at('22:17'), text: '26 % of users meet the canary' },
    { at: at('22:25'), text: 'Asks dana and sam to continue at 26 %' },
  ],
  quorum: {
    need: 2,
    decided: [
      {
        by: 'sam@example.com',
        word: 'approve',
        at: at('22:25'),
        method: 'personal link',
        reason: 'graphs are calm',
      },
    ],
    waiting: ['dana@example.com', 'lead@example.com'],
  },
  form: { offers: answers, slip: 'slip-of-this-render', typed: 'claude-proxy', problems: [], entered: {} },
};

function minutes(): Minute[] {
  return Array.from({ length: 19 }, (_, index) => {
    const wave = Math.sin(index / 2.3);
    return {
      at: at('22:07') + index * 60_000,
      canary: {
        requests: index < 10 ? 30 : 780,
        // A minute that CloudWatch did not publish.
        ...(index !== 6 && {
          errorPercent: 0.14 + 0.05 * wave + (index > 14 ? 0.3 : 0),
          p95Milliseconds: 262 + 14 * wave,
        }),
      },
      stable: {
        requests: 2200,
        errorPercent: 0.1 + 0.02 * Math.cos(index),
        p95Milliseconds: 240 + 8 * Math.cos(index),
      },
    };
  });
}
