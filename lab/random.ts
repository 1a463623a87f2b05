/**
 * The lab's only chance: a seeded stream of numbers (sfc32). Consumers take a `fork` under their own name, so
 * that a new consumer does not shift what the others draw.
 */
export class Random {
  readonly #seed: string;
  readonly #state: Uint32Array;

  constructor(seed: number | string) {
    this.#seed = String(seed);
    this.#state = Uint32Array.from([0, 1, 2, 3], (salt) => hash(`${salt}/${this.#seed}`));
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
    return Array.from({ length: bytes }, () => (this.#word() >>> 24).toString(16).padStart(2, '0')).join('');
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
    const [a = 0, b = 0, c = 0, counter = 0] = this.#state;
    const word = (a + b + counter) >>> 0;
    this.#state.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + word, counter + 1]);
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
