/**
 * People outside the lab: where a scenario leaves a gate to them, somebody at a terminal or a browser decides. Virtual
 * time stands still from the moment that they have been told until they have answered, unless it is paced.
 */
import type { Gate } from '../core/gate/gate.ts';
import type { Lab } from './lab.ts';
import type { Step } from './turns.ts';

export interface Guests {
  /** Where they are: `step` lets an instant happen while time stands still for them. */
  enter(place: { readonly lab: Lab; readonly step: Step }): void;
  /**
   * Asked once for each answer that a gate lacks. Resolves when they have said what they want to say; where they leave
   * the rest to silence, too.
   */
  decide(gate: Gate): Promise<void>;
}

/** Knows which gates wait for guests. */
export class Reception {
  readonly #guests: Guests;
  readonly #stands: boolean;
  readonly #waiting = new Map<string, Gate>();
  /** Gates, by attempt, whose people have been told: before, there may be no mail yet. */
  readonly #told = new Set<string>();
  readonly #asked = new Set<string>();
  #failure: { readonly error: unknown } | undefined;

  /** `stands`: whether time does, while somebody thinks. */
  constructor(lab: Lab, guests: Guests, stands: boolean) {
    this.#guests = guests;
    this.#stands = stands;
    lab.ledger.onChange(({ key, after }) => {
      const gate = after?.['gate'] as Gate | undefined;
      if (!(key['pk'] as string).startsWith('APPROVAL#') || gate === undefined) return;
      if (gate.status !== 'pending') this.#waiting.delete(gate.id);
      else if (this.#waiting.has(gate.id)) this.#waiting.set(gate.id, gate);
    });
    lab.lambda.onEnd(({ result }) => {
      const output =
        'output' in result ? (result.output as { asked?: string; attempt?: number } | null) : null;
      if (output?.asked !== undefined) this.#told.add(`${output.asked} ${output.attempt}`);
    });
  }

  /** From now on this gate is theirs. */
  expect(gate: Gate): void {
    this.#waiting.set(gate.id, gate);
  }

  /** Before every instant: resolves once time may go on. */
  async turn(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error;
    for (const gate of this.#waiting.values()) {
      if (!this.#told.has(`${gate.id} ${gate.attempt}`) || this.#asked.has(roundOf(gate))) continue;
      this.#asked.add(roundOf(gate));
      const decided = this.#guests.decide(gate);
      if (this.#stands) await decided;
      else decided.catch((error: unknown) => (this.#failure = { error }));
    }
  }
}

/** Fresh time, new links or another's answer: each is a reason to ask again. */
function roundOf({ id, attempt, expiresAt, decisions }: Gate): string {
  return `${id} ${attempt} ${expiresAt} ${Object.keys(decisions).length}`;
}
