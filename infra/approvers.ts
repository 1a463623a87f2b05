/**
 * Subscribes each approver of policy.yml to the topic of gates, filtered to what is meant for them. A subscription of
 * one's own: who unsubscribes unsubscribes nobody else.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const { approvers } = parse(readFileSync(new URL('../policy.yml', import.meta.url), 'utf8')) as {
  readonly approvers: Readonly<Record<string, { readonly email: string }>>;
};

/** The `Resources` that serverless.yml includes. */
export const subscriptions = {
  Resources: Object.fromEntries(
    Object.entries(approvers).map(([id, { email }]) => [
      `ApprovalsOf${logical(id)}`,
      {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'ApprovalsTopic' },
          Protocol: 'email',
          Endpoint: email,
          FilterPolicy: { approver: [id] },
        },
      },
    ]),
  ),
};

/** CloudFormation takes letters and digits: each other character by its number, so that two names stay two. */
function logical(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9]/g, (character) => `X${character.codePointAt(0)}X`);
}
