/** What is explored at every test, and what `scripts/explore.ts` explores when somebody has minutes. */
import type { Story } from './story.ts';

const shift = { percent: 1, release: ['Shift traffic'] } as const;
const finish = { percent: 100, release: ['Stop watching', 'Promote'] } as const;

export const small: readonly Story[] = [
  {
    title: 'a shift and a rollback, one call late, failed or lost',
    ...shift,
    budget: { trigger: 1, late: 1 },
  },
  { title: 'a shift and a rollback, one of them dies', ...shift, budget: { trigger: 1, crash: 1 } },
  {
    title: 'a shift and a rollback, one write sent twice by the SDK',
    ...shift,
    budget: { trigger: 1, again: 1 },
  },
  { title: 'a shift that runs twice', ...shift, budget: { twice: 1 } },
  { title: 'two rules', ...shift, hasSecondRule: true, budget: { trigger: 1 } },
  { title: 'somebody else sets the weights', ...shift, budget: { trigger: 1, drift: 1 } },
  { title: 'the ledger is dead for a while', ...shift, budget: { trigger: 1, outage: 1 } },
  {
    title: 'the end of watching and a rollback',
    ...finish,
    budget: { trigger: 1, late: 1, crash: 1 },
  },
  {
    title: 'a stopped execution and the reconciler',
    ...shift,
    reconcilers: 1,
    budget: { stop: 1 },
  },
  {
    title: 'an execution that is stopped while it ends',
    ...finish,
    reconcilers: 1,
    budget: { stop: 1, late: 1 },
  },
  {
    title: 'the next cutover takes over from a dead one',
    ...shift,
    reconcilers: 1,
    next: true,
    budget: { stop: 1 },
  },
  {
    title: 'from the last shift to promotion',
    percent: 76,
    release: ['Shift traffic', 'Stop watching', 'Promote'],
    budget: { trigger: 1, late: 1 },
  },
];

/** Minutes each. */
export const large: readonly Story[] = [
  { title: 'large: a shift or a rollback that runs twice', ...shift, budget: { trigger: 1, twice: 1 } },
  { title: 'large: two faults at once', ...shift, budget: { trigger: 1, late: 1, crash: 1 } },
  {
    title: 'large: two rules, one call late',
    ...shift,
    hasSecondRule: true,
    budget: { trigger: 1, late: 1 },
  },
  {
    title: 'large: the ledger is dead and somebody dies',
    ...shift,
    budget: { trigger: 1, outage: 1, crash: 1 },
  },
  {
    title: 'large: stopped at any instant, and somebody dies',
    ...shift,
    reconcilers: 1,
    budget: { stop: 1, trigger: 1, crash: 1 },
  },
  {
    title: 'large: the next cutover takes over, and somebody dies',
    ...shift,
    reconcilers: 1,
    next: true,
    budget: { stop: 1, crash: 1 },
  },
];
