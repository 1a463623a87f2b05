/** Values by number: what is equal has one number, so that a state is a few numbers and comparing is cheap. */
export class Interned<T> {
  readonly #numbers = new Map<string, number>();
  readonly #values: T[] = [];
  readonly #nameOf: (value: T) => string;

  constructor(nameOf: (value: T) => string = (value) => JSON.stringify(value) ?? 'undefined') {
    this.#nameOf = nameOf;
  }

  number(value: T): number {
    const name = this.#nameOf(value);
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#values.push(value) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }

  value(number: number): T {
    return this.#values[number] as T;
  }

  get size(): number {
    return this.#values.length;
  }
}
