/** Actions that are granted more widely than to one function on one resource. */
/** What every function may: its own log and its own traces. */
export const everyones = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** The service authorization reference names no resource for these. */
export const withoutArn = [
  'application-autoscaling:DescribeScalableTargets',
  'cloudfront:ListDistributions',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'cloudwatch:GetMetricWidgetImage',
  'cloudwatch:ListAlarmMuteRules',
  'ecs:DescribeTaskDefinition',
  // On container instances, of which Fargate has none: a condition keeps it to the policy's clusters.
  'ecs:ListTasks',
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'ssm:DescribeParameters',
  'states:SendTaskFailure',
  'states:SendTaskSuccess',
  'wafv2:DescribeManagedRuleGroup',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** What Lambda does in the name of a function that reads a table's stream, and keeps what it gives up. */
export const readingStreams = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
  'sqs:SendMessage',
];
