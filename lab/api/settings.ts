/** What AWS keeps of a state machine beside what runs: given back as it came, and acted on by nobody here. */
import type { Machine } from '../states/graph.ts';

export interface MachineSettings {
  readonly loggingConfiguration: Readonly<Record<string, unknown>>;
  readonly tracingConfiguration: Readonly<Record<string, unknown>>;
  readonly encryptionConfiguration?: Readonly<Record<string, unknown>>;
}

const untouched: MachineSettings = {
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
};

export class Settings {
  readonly #byArn = new Map<string, MachineSettings>();
  /** The engine keeps definitions as values; people want their text back. */
  readonly #texts = new WeakMap<object, string>();

  of(arn: string): MachineSettings {
    return this.#byArn.get(arn) ?? untouched;
  }

  set(arn: string, changed: Partial<MachineSettings>): void {
    this.#byArn.set(arn, { ...this.of(arn), ...changed });
  }

  forget(arn: string): void {
    this.#byArn.delete(arn);
  }

  keepText({ definition }: Machine, text: string): void {
    const key = definition as object;
    if (!this.#texts.has(key)) this.#texts.set(key, text);
  }

  textOf({ definition }: Machine): string {
    return this.#texts.get(definition as object) ?? JSON.stringify(definition, null, 2);
  }
}
