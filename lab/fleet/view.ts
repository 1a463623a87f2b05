/** One cutover of a fleet, as those see it who look at a lab with one: its production, and what happens about it. */
import type { DynamoDb } from '../cloud/dynamodb/dynamodb.ts';
import type { InvocationEnded } from '../cloud/lambda/host.ts';
import type { CallRecord } from '../cloud/wire/call.ts';
import type { Lab } from '../lab.ts';
import type { Production } from '../production.ts';
import { numberIn, numbersIn } from './names.ts';

type Change = Parameters<Parameters<DynamoDb['onChange']>[0]>[0];
type Row = ReturnType<DynamoDb['rows']>[number];

/** Who listens to one cutover. Everything that happens is looked at once, whoever listens. */
export class Views {
  readonly #lab: Lab;
  readonly #views: readonly View[];
  /** Whom a running invocation works for. */
  readonly #invocations = new Map<string, number>();
  /** Those about whom something has happened since they were last asked for. */
  readonly #touched = new Set<number>();

  #sorted: { readonly at: number; readonly rows: Map<number | undefined, Row[]> } | undefined;

  constructor(lab: Lab, productions: readonly Production[]) {
    this.#lab = lab;
    this.#views = productions.map((production) => new View(production));
    productions.forEach((production, number) => production.onShare(() => this.#touched.add(number)));
    lab.lambda.onInvoke(({ requestId, event }) => {
      const about = (event as { cutover?: { id?: string } } | null)?.cutover?.id;
      const number = about === undefined ? undefined : numberIn(about);
      if (number !== undefined) this.#invocations.set(requestId, number);
    });
    lab.lambda.onEnd((ended) => {
      const view = this.#of(this.#invocations.get(ended.requestId));
      this.#invocations.delete(ended.requestId);
      for (const listener of view?.ends ?? []) listener(ended);
    });
    lab.wire.onCall((call) => {
      if (!call.mutating || call.service === 'dynamodb') return;
      for (const number of numbersIn(call.input))
        for (const listener of this.#of(number)?.calls ?? []) listener(call);
    });
    lab.ledger.onChange((change) => {
      const view = this.#of(numberOf(change.key));
      for (const listener of view?.changes ?? []) listener(change);
    });
  }

  /** The numbers of those that may look different now. */
  touched(): readonly number[] {
    const touched = [...this.#touched];
    this.#touched.clear();
    return touched;
  }

  lab(number: number): Lab {
    const view = this.#views[number];
    if (view === undefined) throw new Error(`the fleet has no cutover ${number}`);
    const { clock, random, engine, stateMachineArn, events, mails } = this.#lab;
    const { lambda } = this.#lab;
    const own = {
      clock,
      random,
      engine,
      stateMachineArn,
      events,
      mails,
      production: view.production,
      ledger: {
        onChange: (listener: (change: Change) => void) => void view.changes.push(listener),
        rows: (table: string) => this.#rows(table).get(number) ?? [],
      },
      wire: { onCall: (listener: (call: CallRecord) => void) => void view.calls.push(listener) },
      lambda: {
        onEnd: (listener: (ended: InvocationEnded) => void) => void view.ends.push(listener),
        // Nobody breaks a function that all of them share.
        wrap: () => undefined,
        invoke: lambda.invoke.bind(lambda),
      },
    };
    // As much of a lab as checkers and recorders use.
    return own as unknown as Lab;
  }

  /** Sorted once for all who ask in one instant. */
  #rows(table: string): Map<number | undefined, Row[]> {
    const at = this.#lab.clock.now();
    if (this.#sorted?.at === at) return this.#sorted.rows;
    const rows = Map.groupBy(this.#lab.ledger.rows(table), numberOf);
    this.#sorted = { at, rows };
    return rows;
  }

  #of(number: number | undefined): View | undefined {
    const view = number === undefined ? undefined : this.#views[number];
    if (view !== undefined && number !== undefined) this.#touched.add(number);
    return view;
  }
}

/** Whom a row of the ledger is about. */
function numberOf({ pk, sk }: Readonly<Record<string, unknown>>): number | undefined {
  return numberIn(`${pk as string} ${sk as string}`);
}

class View {
  readonly production: Production;
  readonly changes: ((change: Change) => void)[] = [];
  readonly calls: ((call: CallRecord) => void)[] = [];
  readonly ends: ((ended: InvocationEnded) => void)[] = [];

  constructor(production: Production) {
    this.production = production;
  }
}
