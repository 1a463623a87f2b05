/** The deployed functions by their key in serverless.yml. A house test holds this list to the files and the state machine. */
import type { Handler } from '../aws/lambda.ts';
import { handler as armAlarms } from '../functions/arm-alarms.ts';
import { handler as askPeople } from '../functions/ask-people.ts';
import { handler as askToGoLive } from '../functions/ask-to-go-live.ts';
import { handler as askToWaive } from '../functions/ask-to-waive.ts';
import { handler as callPerson } from '../functions/call-person.ts';
import { handler as checkCanary } from '../functions/check-canary.ts';
import { handler as checkDependencies } from '../functions/check-dependencies.ts';
import { handler as checkEdge } from '../functions/check-edge.ts';
import { handler as checkFirewall } from '../functions/check-firewall.ts';
import { handler as checkOutside } from '../functions/check-outside.ts';
import { handler as checkTelemetry } from '../functions/check-telemetry.ts';
import { handler as checkTerraform } from '../functions/check-terraform.ts';
import { handler as checkTriggers } from '../functions/check-triggers.ts';
import { handler as checkWorkload } from '../functions/check-workload.ts';
import { handler as confirmRollback } from '../functions/confirm-rollback.ts';
import { handler as holdAtRung } from '../functions/hold-at-rung.ts';
import { handler as keepReport } from '../functions/keep-report.ts';
import { handler as judgeChecklist } from '../functions/judge-checklist.ts';
import { handler as judgeLoadTest } from '../functions/judge-load-test.ts';
import { handler as judgeRung } from '../functions/judge-rung.ts';
import { handler as judgeWatch } from '../functions/judge-watch.ts';
import { handler as listenForAlarms } from '../functions/listen-for-alarms.ts';
import { handler as loadStaging } from '../functions/load-staging.ts';
import { handler as lookAtTriggers } from '../functions/look-at-triggers.ts';
import { handler as onAlarm } from '../functions/on-alarm.ts';
import { handler as openDoor } from '../functions/open-door.ts';
import { handler as prepareLoadTest } from '../functions/prepare-load-test.ts';
import { handler as prepareNextRung } from '../functions/prepare-next-rung.ts';
import { handler as promote } from '../functions/promote.ts';
import { handler as raiseFloors } from '../functions/raise-floors.ts';
import { handler as readPlan } from '../functions/read-plan.ts';
import { handler as reconcile } from '../functions/reconcile.ts';
import { handler as refuse } from '../functions/refuse.ts';
import { handler as registerTaskDefinition } from '../functions/register-task-definition.ts';
import { handler as releaseLock } from '../functions/release-lock.ts';
import { handler as retireCanary } from '../functions/retire-canary.ts';
import { handler as retireStable } from '../functions/retire-stable.ts';
import { handler as rollBack } from '../functions/roll-back.ts';
import { handler as serveGate } from '../functions/serve-gate.ts';
import { handler as serveRoom } from '../functions/serve-room.ts';
import { handler as serveSlack } from '../functions/serve-slack.ts';
import { handler as shiftTraffic } from '../functions/shift-traffic.ts';
import { handler as showCutover } from '../functions/show-cutover.ts';
import { handler as smokeTest } from '../functions/smoke-test.ts';
import { handler as startCanary } from '../functions/start-canary.ts';
import { handler as startCutover } from '../functions/start-cutover.ts';
import { handler as stopWatching } from '../functions/stop-watching.ts';
import { handler as takeCommand } from '../functions/take-command.ts';
import { handler as takeLock } from '../functions/take-lock.ts';
import { handler as takeSnapshot } from '../functions/take-snapshot.ts';
import { handler as remindApprovers } from '../functions/remind-approvers.ts';
import { handler as tell } from '../functions/tell.ts';
import { handler as tidyUp } from '../functions/tidy-up.ts';
import { handler as verify } from '../functions/verify.ts';
import { handler as waitForStart } from '../functions/wait-for-start.ts';
import { handler as writeReport } from '../functions/write-report.ts';

export const functions: Readonly<Record<string, Handler>> = {
  armAlarms,
  askPeople,
  askToGoLive,
  askToWaive,
  callPerson,
  checkCanary,
  checkDependencies,
  checkEdge,
  checkFirewall,
  checkOutside,
  checkTelemetry,
  checkTerraform,
  checkTriggers,
  checkWorkload,
  confirmRollback,
  holdAtRung,
  judgeChecklist,
  judgeLoadTest,
  judgeRung,
  judgeWatch,
  listenForAlarms,
  loadStaging,
  lookAtTriggers,
  onAlarm,
  openDoor,
  prepareLoadTest,
  prepareNextRung,
  promote,
  raiseFloors,
  readPlan,
  reconcile,
  refuse,
  registerTaskDefinition,
  releaseLock,
  retireCanary,
  retireStable,
  rollBack,
  serveGate,
  serveRoom,
  serveSlack,
  shiftTraffic,
  showCutover,
  smokeTest,
  startCanary,
  startCutover,
  stopWatching,
  takeCommand,
  takeLock,
  takeSnapshot,
  remindApprovers,
  keepReport,
  tell,
  tidyUp,
  verify,
  waitForStart,
  writeReport,
};
