/** Where the release goes: the pair of services, the rules before them, and how the canary is met alone. */
import * as z from 'zod';
import { list, section, text } from './fields.ts';
import { ruleArn, ruleOrListenerArn } from './listener-arns.ts';

/** ECS's own rule for the names of clusters, services and families. */
export const ecsName = /^[A-Za-z0-9_-]{1,255}$/;

/** Set by browsers, proxies or the balancer: a rule on one of these would meet the crowd, or nobody. */
const takenHeaders =
  /^(host|cookie|authorization|connection|keep-alive|content-.*|transfer-encoding|te|trailer|upgrade|expect|user-agent|accept.*|origin|referer|x-forwarded-.*|x-amzn-.*)$/i;

const header = text(
  "The header that opens the canary's own door. A listener rule is made for the time of the cutover.",
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html: at most 40 characters
  /^[A-Za-z][A-Za-z0-9_-]{0,39}$/,
  "a header's name of up to 40 letters, digits, - and _, such as x-cutover",
).refine((name) => !takenHeaders.test(name), {
  error: 'is a header that ordinary requests carry: choose one of your own, such as x-cutover',
});

const canaryDoor = section('How smoke tests meet the canary and not the crowd: one of header and rule.', {
  header: header.optional(),
  rule: text(
    "The team's own test rule that forwards to the canary's group.",
    ruleArn,
    'the ARN of a listener rule of an Application Load Balancer',
  ).optional(),
});

const rules = list(
  "Every rule that forwards to the pair; a listener's ARN means its default action.",
  text(
    'A listener rule or a listener.',
    ruleOrListenerArn,
    'the ARN of a listener rule (or of a listener, for its default action) of an Application Load Balancer',
  ),
  1,
  // Each is read, written and read back within the life of one function.
  20,
  'a list of 1 to 20 ARNs of listener rules or listeners',
);

const services = list(
  'The pair of ECS services. Which of them is stable is read from the rules.',
  text('An ECS service.', ecsName, "an ECS service's name (not its ARN)"),
  2,
  2,
  'a list of exactly two names of ECS services: the one that carries the traffic and the one that takes it over',
);

const allowedUrl =
  'must be an origin such as https://shop.example.com: http or https, no path, no query, no user (the paths stand in smoke)';

/** Where a service is reached: http or https, without a path. */
export function origin(about: string) {
  return z
    .string({ error: allowedUrl })
    .max(512, { error: allowedUrl })
    .refine(isOrigin, { error: allowedUrl })
    .transform((url) => url.replace(/\/$/, ''))
    .meta({ description: `${about}: http or https, without a path.`, pattern: '^https?://[^/?#@\\s]+/?$' });
}

function isOrigin(url: string): boolean {
  return /^https?:\/\/[^/?#@\s\\]+\/?$/.test(url) && URL.canParse(url);
}

export const target = section('What the release moves.', {
  cluster: text("The ECS cluster's name.", ecsName, "the ECS cluster's name (not its ARN)"),
  services,
  rules,
  canaryDoor: canaryDoor.prefault({ header: 'x-cutover' }),
  productionUrl: origin('Where users reach the service'),
});
