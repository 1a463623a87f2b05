/** How a fault names calls: one, as `elbv2:ModifyRule`, or with `dynamodb:*` all of a service that is down. */

const anyAction = '*';

export function isNamedBy(name: string, service: string, action: string): boolean {
  return name === `${service}:${action}` || name === wholeService(service);
}

export function wholeService(service: string): string {
  return `${service}:${anyAction}`;
}

export function isWholeService(name: string): boolean {
  return name.endsWith(`:${anyAction}`);
}
