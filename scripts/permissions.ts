/** Writes docs/permissions.md from the packaged template: what each function may really do, not what we meant. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const templateFile = `${root}.serverless/cloudformation-template-update-stack.json`;
export const pageFile = `${root}docs/permissions.md`;

export type Arn =
  | string
  | { readonly 'Fn::GetAtt': readonly [string, string] }
  | { readonly 'Fn::Sub': string };

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly Arn[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has a schema of its own, which cfn-lint checks.
  readonly Properties: Readonly<Record<string, any>>; // oxlint-disable-line typescript/no-explicit-any
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface PackagedFunction {
  /** CloudFormation's. */
  readonly id: string;
  readonly key: string;
  readonly roleId: string;
  readonly timeoutSeconds: number;
  readonly properties: Resource['Properties'];
}

export function readTemplate(): Template {
  return JSON.parse(readFileSync(templateFile, 'utf8')) as Template;
}

/** In the order of serverless.yml. */
export function packagedFunctions({ Resources }: Template): PackagedFunction[] {
  const functions = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  return functions.map(([id, { Properties }]) => ({
    id,
    key: lowerFirst(id.replace(/LambdaFunction$/, '')),
    roleId: Properties['Role']['Fn::GetAtt'][0],
    timeoutSeconds: Properties['Timeout'],
    properties: Properties,
  }));
}

export function statements({ Resources }: Template, roleId: string): Statement[] {
  const policies: { PolicyDocument: { Statement: Statement[] } }[] =
    Resources[roleId]?.Properties['Policies'] ?? [];
  return policies.flatMap((policy) => policy.PolicyDocument.Statement);
}

/** IAM's name of a service, where the SDK's differs. */
const prefixes: Readonly<Record<string, string>> = {
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  'application-auto-scaling': 'application-autoscaling',
  sesv2: 'ses',
  sfn: 'states',
  'cloudwatch-logs': 'logs',
  'secrets-manager': 'secretsmanager',
};

/** The document client's commands drop the "Item" that IAM keeps. */
const items = ['Get', 'Put', 'Update', 'Delete'];

/** What AWS asks of the caller beyond the action itself. */
const implied: Readonly<Record<string, readonly string[]>> = {
  // The roles of the task definition are passed with it; its tags are authorised apart.
  'ecs:RegisterTaskDefinition': ['iam:PassRole', 'ecs:TagResource'],
  'elasticloadbalancing:CreateRule': ['elasticloadbalancing:AddTags'],
  // A list of actions may hold authenticate-cognito, whose client ELB looks up in the caller's name.
  'elasticloadbalancing:ModifyRule': ['cognito-idp:DescribeUserPoolClient'],
  // The tags of a new alarm are authorised apart.
  'cloudwatch:PutMetricAlarm': ['cloudwatch:TagResource'],
  // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
  'application-autoscaling:RegisterScalableTarget': ['ecs:DescribeServices', 'ecs:UpdateService'],
};

/** UpdateService is asked for iam:PassRole when it carries a task definition; the other callers send counts only. */
const sendsTaskDefinition = ['startCanary', 'retireCanary', 'reconcile'];

/** The IAM actions that a function's SDK calls come down to. */
export function iamActions(key: string, calls: readonly string[]): string[] {
  const actions = calls.map((call) => {
    const [client = '', command = ''] = call.split(':');
    const item = client === 'dynamodb' && items.includes(command) ? 'Item' : '';
    return `${prefixes[client] ?? client}:${command}${item}`;
  });
  const more = actions.flatMap((action) => implied[action] ?? []);
  const passed = sendsTaskDefinition.includes(key) ? ['iam:PassRole'] : [];
  return [...new Set([...actions, ...more, ...passed])].toSorted();
}

export function permissionsPage(template: Template): string {
  const functions = packagedFunctions(template);
  const sections = functions.map((one) => section(template, one));
  return `${head(functions.length)}\n${sections.join('\n')}\n${machine(template)}`;
}

function head(count: number): string {
  return `# Permissions

What cutover may do in an account, and what it can break with that. Written by \`npm run docs\` from the packaged
template; a test fails where this page and the template differ. Change [\`infra/permissions.yml\`](../infra/permissions.yml)
(who may do what) or [\`policy.yml\`](../policy.yml) (to what), not this page; the ARNs below are the sample's.

Each of the ${count} functions has a role of its own. Every one of them may also write to its own log group and send
X-Ray traces; that is left out below. \`*\` stands only where AWS takes no ARN: for reading, for traces, and for the
delivery of the state machine's log.
`;
}

function section(template: Template, { key, roleId, timeoutSeconds }: PackagedFunction): string {
  const description: string = template.Resources[roleId]?.Properties['Description'] ?? '';
  const rows = statements(template, roleId)
    .filter(({ Action }) => !Action.every(isOwnNoise))
    .map(row);
  return `## ${key}

**${description.replace(': ', ':** ')} Ends after ${timeoutSeconds} s at the latest.

| may | on | only if |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function machine(template: Template): string {
  const rows = statements(template, 'CutoverRole').map(row);
  return `## The state machine

**What it can break:** it decides which of these functions runs next, and calls nothing else.

| may | on | only if |
| --- | --- | --- |
${rows.join('\n')}
`;
}

/** What every function needs to be seen, and the page says once. */
function isOwnNoise(action: string): boolean {
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].includes(action) || action.startsWith('xray:');
}

function row({ Action, Resource, Condition }: Statement): string {
  const cells = [Action.map(code), Resource.map(arn), conditions(Condition)];
  return `| ${cells.map((cell) => cell.join('<br>')).join(' | ')} |`;
}

const places: Readonly<Record<string, string>> = {
  ApprovalsTopic: 'the topic of approvers',
  LedgerTable: 'the ledger',
  Undelivered: 'the queue of undelivered events',
};

function arn(resource: Arn): string {
  if (typeof resource === 'string') return code(resource);
  if ('Fn::Sub' in resource) return code(resource['Fn::Sub']);
  const id = resource['Fn::GetAtt'][0];
  return places[id] ?? `the function ${lowerFirst(id.replace(/LambdaFunction$/, ''))}`;
}

function conditions(condition: Statement['Condition'] = {}): string[] {
  return Object.entries(condition).flatMap(([operator, tests]) =>
    Object.entries(tests).map(([key, value]) =>
      operator === 'Null' ? `${code(key)} is there` : `${code(key)} is ${code(String(value))}`,
    ),
  );
}

function code(text: string): string {
  return `\`${text}\``;
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

if (import.meta.main) writeFileSync(pageFile, permissionsPage(readTemplate()));
