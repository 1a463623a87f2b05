/** `cutover plan FILE`: checks a plan and says what following it would mean. Calls nothing. */
import { Command } from 'commander';
import { eventBudget, longestSeconds } from '../../core/plan/budget.ts';
import { moneyCost } from '../../core/plan/money.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { timetable } from '../../core/plan/timetable.ts';
import { probesPerMinuteMax, ringsWithinSeconds, roundsPerLook } from '../../core/triggers/probe.ts';
import { drawPlan } from '../draw/plan.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { complainOf } from '../problems.ts';
import { readUnderPolicy } from '../read-policy.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly policy?: string;
  readonly json?: boolean;
  readonly input?: boolean;
  readonly live?: boolean;
}

export function planCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('plan')
    .description('Checks a plan and prints its timetable, its cost and what it would touch. Calls nothing.')
    .argument('<file>', 'the plan, YAML or JSON')
    .option('--policy <file>', 'hold it against this policy, too, as the deployed one will be')
    .option('--json', 'print one JSON document')
    .option('--input', "print the execution's input instead: the plan with its task definition inside")
    .option('--live', 'with --input: an input that changes things; without it, a dry run')
    .addHelpText('after', '\nExample:\n  npx cutover plan events/plan.yml\n')
    .action(async (file: string, options: Options) => {
      const read = await readUnderPolicy(file, options.policy);
      if ('problems' in read) {
        complainOf(io, file, read.problems);
        return exit(exitCodes.badInput);
      }
      if (options.input === true) {
        return io.print(JSON.stringify({ ...read.document, live: options.live === true }, null, 2));
      }
      const facts = planFacts(read.plan);
      io.print(options.json === true ? JSON.stringify(facts, null, 2) : drawPlan(facts, io.colors));
    });
}

export type PlanFacts = ReturnType<typeof planFacts>;

function planFacts(plan: Plan) {
  const { target } = plan;
  return {
    service: plan.service,
    rungs: plan.rungs,
    startAt: plan.startAt,
    timetable: timetable(plan),
    longestSeconds: longestSeconds(plan),
    budget: eventBudget(plan),
    cost: moneyCost(plan),
    probe: probeFacts(plan),
    touches: {
      rules: target.rules,
      services: target.services.map((name) => `${target.cluster}/${name}`),
      door:
        'rule' in target.canaryDoor
          ? target.canaryDoor.rule
          : `a listener rule with the header ${target.canaryDoor.header}`,
    },
  };
}

/** What the plan's probe sends, how soon it rings, and what it costs in evidence. */
function probeFacts(plan: Plan) {
  const { probe } = plan.triggers;
  if (probe === undefined) return undefined;
  const { pollSeconds } = eventBudget(plan);
  return {
    path: probe.path,
    status: probe.status,
    withinMilliseconds: probe.withinMilliseconds,
    requestsPerMinute: {
      calm: Math.round((60 * roundsPerLook(pollSeconds)) / pollSeconds),
      atMost: probesPerMinuteMax,
    },
    ringsWithinSeconds: ringsWithinSeconds(probe),
    judgedFromRequestsPerMinute: plan.minRequestsPerMinute,
  };
}
