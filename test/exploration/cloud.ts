/**
 * The lab's own DynamoDB and Elastic Load Balancing as a function of a state: the lock row and the rules before, one
 * call, the row and the rules after, and what the caller is told. Each different question is asked of the lab once.
 */
import type { Division } from '../../core/traffic/division.ts';
import { actionsUnder, shareOf } from '../../core/traffic/division.ts';
import { type Action, sameActions } from '../../core/traffic/actions.ts';
import { pairOf } from '../../aws/traffic.ts';
import type { Service } from '../../aws/world.ts';
import { ledgerTable } from '../../lab/lab.ts';
import { type Ground, liveActions, type Row } from './ground.ts';
import { Interned } from './interned.ts';

/** One call of a function to AWS. */
export interface Ask {
  readonly service: Service;
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the caller is told. */
export type Answer = { readonly output: object } | { readonly error: Error };

/** The lock row and the rules, by number. */
export interface Place {
  readonly row: number;
  readonly rules: number;
}

export interface Served extends Place {
  readonly answer: number;
}

type Actions = readonly (readonly Action[])[];
type Run = (input: unknown) => object;

const named = (answer: Answer) =>
  'error' in answer ? `${answer.error.name}: ${answer.error.message}` : JSON.stringify(answer.output);

export class Cloud {
  readonly rows = new Interned<Row | null>();
  readonly rules = new Interned<Actions>();
  readonly asks = new Interned<Ask>();
  readonly answers = new Interned<Answer>(named);
  readonly ground: Ground;
  readonly #served = new Map<string, Served>();
  readonly #means = new Map<string, boolean>();
  #at: Place | undefined;

  constructor(ground: Ground) {
    this.ground = ground;
  }

  /** The place that the ground was laid at. */
  start(): Place {
    return { row: this.rows.number(this.ground.row), rules: this.rules.number(this.ground.actions) };
  }

  /** What becomes of a place by a call, and what is answered. */
  serve(place: Place, ask: number): Served {
    const key = `${place.row},${place.rules},${ask}`;
    let served = this.#served.get(key);
    if (served === undefined) this.#served.set(key, (served = this.#ask(place, ask)));
    return served;
  }

  /** The largest share that any rule gives to the canary, in percent. */
  share(rules: number): number {
    const canary = pairOf(this.ground.snapshot).canary;
    return Math.max(...this.rules.value(rules).map((actions) => shareOf(canary, actions) ?? 0));
  }

  /** Whether all rules say what a division wants. */
  means(rules: number, division: Division): boolean {
    const key = `${rules} ${division}`;
    let same = this.#means.get(key);
    if (same === undefined) {
      const { snapshot } = this.ground;
      const live = this.rules.value(rules);
      same = snapshot.rules.every((rule, index) =>
        sameActions(live[index] ?? [], actionsUnder(division, rule.actions, pairOf(snapshot))),
      );
      this.#means.set(key, same);
    }
    return same;
  }

  /** The rules after somebody else's hand. */
  drifted(place: Place, percent: number): number {
    this.#goTo(place);
    this.#at = undefined;
    this.ground.lab.production.drift(percent);
    return this.rules.number(this.#liveActions());
  }

  #ask(place: Place, number: number): Served {
    const { service, action, input } = this.asks.value(number);
    this.#goTo(place);
    this.#at = undefined;
    const answer = this.answers.number(answered(this.#service(service), action, input));
    const after = { row: this.rows.number(this.#liveRow()), rules: this.rules.number(this.#liveActions()) };
    this.#at = after;
    return { ...after, answer };
  }

  #goTo(place: Place): void {
    if (this.#at?.row === place.row && this.#at.rules === place.rules) return;
    const row = this.rows.value(place.row);
    const { pk, sk } = this.ground.row as unknown as { pk: string; sk: string };
    const { PutItem, DeleteItem } = this.ground.lab.ledger.actions;
    if (row === null) DeleteItem({ TableName: ledgerTable, Key: { pk, sk } });
    else PutItem({ TableName: ledgerTable, Item: structuredClone(row) as never });
    const actions = this.rules.value(place.rules);
    const { ModifyRule } = this.ground.lab.production.services.elbv2.actions;
    for (const [index, { arn }] of this.ground.snapshot.rules.entries())
      ModifyRule({ RuleArn: arn, Actions: structuredClone(actions[index] ?? []) as never });
  }

  #liveRow(): Row | null {
    const { pk, sk } = this.ground.row as unknown as { pk: string; sk: string };
    const { Item } = this.ground.lab.ledger.actions.GetItem({ TableName: ledgerTable, Key: { pk, sk } });
    return Item === undefined ? null : (structuredClone(Item) as unknown as Row);
  }

  #liveActions(): Actions {
    return liveActions(this.ground.lab, this.ground.snapshot);
  }

  #service(service: Service): Readonly<Record<string, Run>> {
    const { ledger, production } = this.ground.lab;
    const services = { ...production.services, dynamodb: ledger } as unknown as Record<
      string,
      { readonly actions: Readonly<Record<string, Run>> }
    >;
    return services[service]?.actions ?? {};
  }
}

function answered(actions: Readonly<Record<string, Run>>, action: string, input: unknown): Answer {
  const run = actions[action];
  if (run === undefined) throw new Error(`the lab does not know ${action}`);
  try {
    return { output: structuredClone(run(structuredClone(input))) };
  } catch (error) {
    return { error: error as Error };
  }
}
