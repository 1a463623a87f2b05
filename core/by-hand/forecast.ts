/** What a canary or a ramp by hand would do, in its order: sentences, and the AWS CLI's commands for what users could feel. */
import type { Plan } from '../plan/plan.ts';
import { durationText } from '../plan/units.ts';
import type { Snapshot } from '../record.ts';
import { floors } from '../release/floors.ts';
import { canaryTasks } from '../traffic/capacity.ts';
import { actionsUnder, split } from '../traffic/division.ts';
import { handLookSeconds } from './hand.ts';
import {
  healthCommand,
  readCommand,
  registerCommand,
  scalingCommand,
  serviceCommand,
  writeCommand,
} from './shell.ts';

export interface Would {
  readonly does: string;
  readonly commands: readonly string[];
}

interface Pinned {
  readonly definition: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export function forecastCanary(plan: Plan, snapshot: Snapshot, pinned: Pinned, percent: number): Would[] {
  const { cluster, canaryDoor, rules, services } = plan.target;
  const near = rules[0] ?? '';
  const { canary, stable } = snapshot;
  const { family } = plan.release.taskDefinition;
  const door =
    'rule' in canaryDoor ? `through ${canaryDoor.rule}` : `for requests with the header ${canaryDoor.header}`;
  const desiredCount = canaryTasks(percent, stable.desiredCount);
  return [
    only(
      `lock ${rules.length + services.length} rules and services on the ledger, and write down what "back" means`,
    ),
    only(`open a door to ${canary.name} ${door}, and arm alarms of its own`),
    ...floors(snapshot).map(({ role, scaling, text }) => ({
      does: text,
      commands: [scalingCommand(near, cluster, snapshot[role].name, scaling)],
    })),
    { does: `register ${family} with ${pinned.text}`, commands: [registerCommand(near, pinned.definition)] },
    {
      does: `start ${desiredCount} tasks of ${canary.name}, and wait until all are healthy`,
      commands: [
        serviceCommand(near, { cluster, service: canary.name, desiredCount, taskDefinition: family }),
        healthCommand(canary.targetGroupArn),
      ],
    },
    shift(snapshot, percent),
    only(
      `look at the triggers every ${handLookSeconds} s for ${durationText(plan.bakeSeconds)}; one that rings takes users back`,
    ),
  ];
}

export interface ClimbFrom {
  readonly percent: number;
  readonly rungs: readonly number[];
  readonly intervalSeconds: number;
}

export function forecastRamp(
  plan: Plan,
  snapshot: Snapshot,
  { percent, rungs, intervalSeconds }: ClimbFrom,
): Would[] {
  const near = plan.target.rules[0] ?? '';
  const { cluster } = plan.target;
  const { canary, stable } = snapshot;
  const above = rungs.filter((one) => one > percent);
  return [
    only(`take the canary up at ${percent} %, in an epoch of its own`),
    ...above.flatMap((rung) => [
      {
        does: `bring ${canary.name} to ${canaryTasks(rung, stable.desiredCount)} tasks for ${rung} %`,
        commands: [
          serviceCommand(near, {
            cluster,
            service: canary.name,
            desiredCount: canaryTasks(rung, stable.desiredCount),
          }),
          healthCommand(canary.targetGroupArn),
        ],
      },
      only(`look every ${handLookSeconds} s for ${durationText(intervalSeconds)}, and judge the rung`),
      shift(snapshot, rung),
    ]),
    only(`look for ${durationText(intervalSeconds)} more, and let go of it`),
  ];
}

function shift({ rules, stable, canary }: Snapshot, percent: number): Would {
  const pair = { stable: stable.targetGroupArn, canary: canary.targetGroupArn };
  const writes = rules.map(({ arn, actions }) =>
    writeCommand(arn, actionsUnder(split(percent), actions, pair)),
  );
  return {
    does: `give ${canary.name} ${percent} % of the traffic, and read it back`,
    commands: [...writes, ...rules.map(({ arn }) => readCommand(arn))],
  };
}

function only(does: string): Would {
  return { does, commands: [] };
}
