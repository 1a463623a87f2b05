/** The way back. */
import { argo, flagger, type Planted } from './defect.ts';

export const wayBack: readonly Planted[] = [
  {
    name: 'a rollback needs the ledger',
    from: 'rollback needs the balancer alone',
    test: 'test/scenarios/dead-ledger.test.ts',
    file: 'aws/way-back.ts',
    find: "return { epoch: unfenced, phase: 'rollingBack' };",
    replace: 'throw error;',
  },
  {
    name: 'users go back to a group where nobody is healthy',
    from: flagger(1898),
    test: 'test/scenarios/goes-back.test.ts',
    file: 'aws/way-back.ts',
    find: 'if (healthy > 0) return;',
    replace: 'if (healthy >= 0) return;',
  },
  {
    name: 'after watching has ended a rollback still goes back',
    from: flagger(1898),
    test: 'test/exploration',
    file: 'aws/way-back.ts',
    find: "if (phase === 'promoting')",
    replace: "if (phase === 'releasing' && epoch < 0)",
  },
  {
    name: 'a rollback leaves the canary a little',
    from: argo(4841),
    file: 'core/traffic/division.ts',
    find: "if (division === 'stable alone') return { TargetGroups: [{ TargetGroupArn: pair.stable, Weight: 1 }] };",
    replace:
      "if (division === 'stable alone') return { TargetGroups: [{ TargetGroupArn: pair.stable, Weight: 9 }, { TargetGroupArn: pair.canary, Weight: 1 }] };",
  },
  {
    name: 'stragglers are not waited for',
    from: 'fence',
    test: 'test/scenarios/faults.test.ts',
    file: 'aws/settle.ts',
    find: 'const mayBeHeard = seconds < stragglerSeconds;',
    replace: 'const mayBeHeard = seconds < 0;',
  },
  {
    name: "the old canary's group comes back while cookies lead there",
    from: 'cookies',
    test: 'test/core/release/home.test.ts',
    file: 'core/release/home.ts',
    find: 'if (longestSeconds === 0 || secondsSinceBack > longestSeconds + marginSeconds)',
    replace: 'if (longestSeconds >= 0)',
  },
  {
    name: "the canary's tasks end before its traffic does",
    from: argo(3941),
    test: 'test/scenarios/stopped.test.ts',
    file: 'aws/home.ts',
    find: "if (decision !== 'home') return;",
    replace: '',
  },
  {
    name: 'alarms outlive their cutover',
    from: 'tidy up',
    file: 'aws/disarm.ts',
    find: '...(alarms === undefined ? []',
    replace: '...(alarms !== undefined ? []',
  },
  {
    name: 'floors of Auto Scaling outlive their cutover',
    from: 'tidy up',
    file: 'aws/disarm.ts',
    find: 'floors === undefined ? []',
    replace: 'floors !== undefined ? []',
  },
  {
    name: "the canary's door stays open",
    from: 'tidy up',
    file: 'aws/disarm.ts',
    find: 'door === undefined ? []',
    replace: 'door !== undefined ? []',
  },
  {
    name: 'a lock stays with a cutover that has ended',
    from: 'tidy up',
    file: 'functions/release-lock.ts',
    find: 'if (record === undefined || !cutover.live)',
    replace: 'if (record !== undefined || !cutover.live)',
  },
];
