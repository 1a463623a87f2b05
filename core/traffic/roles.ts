import { type Action, forwardsTo } from './actions.ts';
import { shareOf } from './division.ts';

/** One service of the pair and the target group that its tasks register with. */
export interface PairMember {
  readonly service: string;
  readonly targetGroupArn: string;
}

export interface RuleActions {
  readonly arn: string;
  readonly actions: readonly Action[];
}

export type Roles = { readonly stable: string; readonly canary: string };

/**
 * Who is stable: the one service whose group carries everything in every rule when the cutover starts.
 * Anything else (a split left behind, rules that disagree, a third group) is refused with the numbers, since
 * "back" would then mean something that nobody chose.
 */
export function resolveRoles(
  members: readonly [PairMember, PairMember],
  rules: readonly RuleActions[],
): { readonly roles: Roles } | { readonly refusal: string } {
  const groups = new Set(members.map((member) => member.targetGroupArn));
  if (groups.size < 2) {
    return {
      refusal: `${members[0].service} and ${members[1].service} share the target group ${[...groups][0]}; give each service a group of its own`,
    };
  }
  for (const rule of rules) {
    const foreign = forwardsTo(rule.actions).find((group) => !groups.has(group));
    if (foreign !== undefined) {
      return {
        refusal: `rule ${rule.arn} also forwards to ${foreign}, which neither service of the pair owns; take it out of the rule`,
      };
    }
  }
  if (rules.length === 0) return { refusal: 'no rule says who is stable; name one in target.rules' };
  for (const [index, member] of members.entries()) {
    if (rules.every((rule) => shareOf(member.targetGroupArn, rule.actions) === 100)) {
      const other = members[1 - index] ?? members[0];
      return { roles: { stable: member.service, canary: other.service } };
    }
  }
  return {
    refusal:
      `traffic is not on one service alone: ${rules.map((rule) => describe(members, rule)).join('; ')}; ` +
      'find out why it is split, put all of it on the version that you know to be good, then start again',
  };
}

function describe(members: readonly PairMember[], rule: RuleActions): string {
  const shares = members.map((member) => {
    const share = shareOf(member.targetGroupArn, rule.actions);
    return `${member.service} ${share === undefined ? 'none' : `${share} %`}`;
  });
  return `${rule.arn} has ${shares.join(', ')}`;
}
