/** Quantities as people write them, `5m`, `25%`, `2000ms`, and back. A number without a unit is never guessed at. */

export interface Unit {
  /** For messages: what it is, and how it is written. */
  readonly noun: string;
  readonly examples: string;
  /** The unit to suggest, and what each unit is worth in the smallest one that we count in. */
  readonly usual: string;
  readonly worth: Readonly<Record<string, number>>;
  /** Digits after the point that are allowed. */
  readonly decimals: number;
  readonly text: (amount: number) => string;
}

/** Counted in seconds. */
export const duration: Unit = {
  noun: 'a duration',
  examples: '30s, 5m or 1h',
  usual: 'm',
  worth: { s: 1, m: 60, h: 3600 },
  decimals: 0,
  text: durationText,
};

/** Counted in percent. */
export const share: Unit = {
  noun: 'a share',
  examples: '5% or 0.5%',
  usual: '%',
  worth: { '%': 1 },
  decimals: 2,
  text: shareText,
};

/** Counted in percent. A balancer's weights are whole numbers, and so are ours. */
export const weight: Unit = { ...share, noun: 'a whole share', examples: '1% or 25%', decimals: 0 };

/** Counted in milliseconds. */
export const latency: Unit = {
  noun: 'a latency',
  examples: '500ms or 2s',
  usual: 'ms',
  worth: { ms: 1, s: 1000 },
  decimals: 0,
  text: (milliseconds) => (milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`),
};

export function durationText(seconds: number): string {
  if (seconds === 0) return '0s';
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

export function shareText(percent: number): string {
  return `${percent}%`;
}

/** What a person wrote as an amount of the unit, or what is wrong with it. */
export function amountOf(
  unit: Unit,
  written: unknown,
): { readonly amount: number } | { readonly says: string } {
  const text = typeof written === 'number' ? String(written) : written;
  if (typeof text !== 'string' || text.length > 32) return { says: mustBe(unit) };
  if (matches(unit, text)) return { amount: worthOf(unit, text) };
  const tidy = text.replaceAll(/\s/g, '').toLowerCase();
  if (matches(unit, tidy))
    return { says: `${mustBe(unit)}, without spaces and in small letters: write ${tidy}` };
  // 0.05 may mean 5% or 0.05%: only whole numbers get a suggestion.
  if (/^[0-9]+$/.test(tidy) && matches(unit, tidy + unit.usual)) {
    return {
      says: `a number without a unit says nothing: write ${tidy}${unit.usual} (${unit.noun} is written ${unit.examples})`,
    };
  }
  return { says: mustBe(unit) };
}

/** For editors; the parser accepts exactly this and then looks at the bounds. */
export function patternOf(unit: Unit): string {
  const fraction = unit.decimals === 0 ? '' : `(\\.[0-9]{1,${unit.decimals}})?`;
  return `^[0-9]{1,9}${fraction}(${Object.keys(unit.worth).join('|')})$`;
}

function matches(unit: Unit, text: string): boolean {
  return new RegExp(patternOf(unit)).test(text);
}

function worthOf(unit: Unit, text: string): number {
  const suffix = text.replace(/^[0-9.]+/, '');
  return Number(text.slice(0, -suffix.length)) * (unit.worth[suffix] ?? Number.NaN);
}

function mustBe(unit: Unit): string {
  return `must be ${unit.noun} such as ${unit.examples}`;
}
