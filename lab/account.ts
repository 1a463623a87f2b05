/** What a cutover meets beside its production, as the checklist finds it: every name that is asked for exists, unless the finding says otherwise. */
import type { HttpRequest } from '../aws/world.ts';
import type { VirtualClock } from './clock.ts';
import { acm } from './cloud/acm/service.ts';
import { cloudfront } from './cloud/cloudfront/service.ts';
import type { Alarms } from './cloud/cloudwatch/alarms/alarms.ts';
import { foundAlarms } from './cloud/cloudwatch/alarms/found.ts';
import { listAlarmMuteRules } from './cloud/cloudwatch/list-alarm-mute-rules.ts';
import { getDashboard } from './cloud/cloudwatch/get-dashboard.ts';
import { getMetricWidgetImage } from './cloud/cloudwatch/get-metric-widget-image.ts';
import { logs } from './cloud/logs/service.ts';
import { s3 } from './cloud/s3/service.ts';
import { secretsmanager } from './cloud/secretsmanager/service.ts';
import { sqs } from './cloud/sqs/service.ts';
import { ssm } from './cloud/ssm/service.ts';
import { wafv2 } from './cloud/wafv2/service.ts';
import type { HttpOutcome } from './users/answer.ts';
import type { ErrorLines } from './users/error-lines.ts';
import type { Queue } from './users/queue.ts';

/** The first value of each is a calm afternoon. */
export interface Findings {
  readonly terraform: 'clean' | 'changes' | 'stale' | 'missing';
  readonly cloudfront: 'none' | 'deployed' | 'inProgress';
  readonly waf: 'count' | 'block' | 'falsePositives' | 'none';
  readonly secrets: 'present' | 'missing' | 'deleted';
  readonly alarms: 'configured' | 'missing' | 'ringing' | 'insufficientData' | 'muted';
  readonly dashboards: 'present' | 'missing';
  readonly logs: 'flowing' | 'silent';
  readonly onCall: 'confirmed' | 'nobody';
  readonly calendar: 'open' | 'closed' | 'closesSoon';
}

export const calmFindings: Findings = {
  terraform: 'clean',
  cloudfront: 'none',
  waf: 'count',
  secrets: 'present',
  alarms: 'configured',
  dashboards: 'present',
  logs: 'flowing',
  onCall: 'confirmed',
  calendar: 'open',
};

interface Around {
  readonly clock: VirtualClock;
  readonly queue: Queue;
  readonly balancer: { readonly dns: string; readonly arn: string };
  readonly errorLines: ErrorLines;
}

export function accountServices(findings: Findings, { clock, queue, balancer, errorLines }: Around) {
  return {
    acm: acm(clock, balancer.arn),
    cloudfront: cloudfront(findings.cloudfront, balancer.dns),
    logs: logs(clock, findings.logs, errorLines),
    s3: s3(clock, findings.terraform),
    secretsmanager: secretsmanager(clock, findings.secrets),
    sqs: sqs(queue, clock),
    ssm: ssm(clock, findings.calendar),
    wafv2: wafv2(clock, findings.waf),
  };
}

/** What CloudWatch has beside metrics. */
export function cloudwatchExtras({ alarms: finding, dashboards }: Findings, alarms: Alarms) {
  return {
    DescribeAlarms: foundAlarms(alarms, finding),
    GetDashboard: getDashboard(dashboards),
    GetMetricWidgetImage: getMetricWidgetImage,
    ListAlarmMuteRules: listAlarmMuteRules(finding),
  };
}

/** PagerDuty, and a chat that takes whatever is posted. Undefined for a host that is not theirs. */
export function answerOutside(request: HttpRequest, findings: Findings): HttpOutcome | undefined {
  const { hostname } = new URL(request.url);
  if (hostname === 'hooks.slack.com') return answered('ok');
  if (hostname !== 'api.pagerduty.com') return undefined;
  const oncalls =
    findings.onCall === 'nobody' ? [] : [{ start: null, end: null, user: { summary: 'Olga Call' } }];
  return answered(JSON.stringify({ oncalls }));
}

function answered(body: string): HttpOutcome {
  return { response: { status: 200, body, tookMilliseconds: 80 } };
}
