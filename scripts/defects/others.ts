/** Capacity, and who finishes for the dead. */
import { argo, flagger, type Planted } from './defect.ts';

export const others: readonly Planted[] = [
  {
    name: 'a canary that falls over at once is steady',
    from: argo(3941),
    test: 'test/core/decide/steady.test.ts',
    file: 'core/decide/steady.ts',
    find: "return rolloutState === 'COMPLETED' && running;",
    replace: 'return running;',
  },
  {
    name: 'nobody brings home what a stopped execution has left',
    from: argo(2929),
    file: 'aws/home.ts',
    find: 'await (deserted === undefined ? relieve(world, one, steps) : bringHome(world, one, deserted, steps));',
    replace: 'await relieve(world, one, steps);',
  },
  {
    name: 'an execution that hangs is left to itself',
    from: 'neglect',
    test: 'test/core/release/neglect.test.ts',
    file: 'core/release/neglect.ts',
    find: "if (phase !== 'releasing') return undefined;",
    replace: 'if (phase !== undefined) return undefined;',
  },
  {
    name: 'a dead execution goes back after it was promoted',
    from: flagger(1932),
    test: 'test/scenarios/stopped.test.ts',
    file: 'core/release/homeward.ts',
    find: "if (phase === 'promoting') {",
    replace: "if (phase === 'promoting' && aloneAt === 0) {",
  },
];
