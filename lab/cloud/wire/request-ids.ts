/** Ids of requests: a UUID drawn once, whose last part counts. Nobody looks at them, so drawing each anew is wasted. */
import type { Random } from '../../random.ts';

const lastDigits = 12;

export class RequestIds {
  readonly #prefix: string;
  #count = 0;

  constructor(random: Pick<Random, 'uuid'>) {
    this.#prefix = random.uuid().slice(0, -lastDigits);
  }

  next(): string {
    this.#count += 1;
    return this.#prefix + this.#count.toString(16).padStart(lastDigits, '0');
  }
}
