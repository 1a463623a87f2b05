/**
 * The lab's only chance: a seeded stream of numbers (sfc32). Consumers take a `fork` under their own name, so
 * that a new consumer does not shift what the others draw.
 */
export class Random {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: number | string) {
    this.#seed = String(seed);
    this.#a = hash(`a/${this.#seed}`);
    this.#b = hash(`b/${this.#seed}`);
    this.#c = hash(`c/${this.#seed}`);
    this.#counter = hash(`counter/${this.#seed}`);
    for (let round = 0; round < 16; round++) this.#word();
  }

  /** At least 0 and below 1. */
  next(): number {
    return this.#word() / 0x1_0000_0000;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** `bytes` bytes as lower-case hexadecimal. */
  hex(bytes: number): string {
    let text = '';
    while (text.length < 2 * bytes) text += this.#word().toString(16).padStart(8, '0');
    return text.slice(0, 2 * bytes);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const hex = this.hex(16);
    const variant = '89ab'[this.int(0, 3)];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** The stream of that name: the same one whatever has been drawn here before. */
  fork(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  #word(): number {
    const word = (this.#a + this.#b + this.#counter) >>> 0;
    this.#counter = (this.#counter + 1) >>> 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + word) | 0;
    return word;
  }
}

/** FNV-1a over UTF-16 code units, with a last mix so that short names differ in every bit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
