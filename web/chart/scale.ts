/** From values to places in a picture, and the round numbers that stand beside them. */

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The smallest of 1, 2 and 5 times a power of ten that a value fits under. */
export function roundTop(value: number): number {
  if (!Number.isFinite(value) || value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  // Powers of ten below one are no whole numbers: 0.2 must not miss 0.2.
  const step = [1, 2, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(6));
}

const minute = 60_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440].map((minutes) => minutes * minute);

/** Round times of day between two moments: at most `most` of them. */
export function timeTicks(from: number, until: number, most: number): number[] {
  const step = steps.find((one) => (until - from) / one <= most - 1) ?? (until - from) / (most - 1);
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((until - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

/** 12.3456 → `12.3`: as exact as a picture is. */
export function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}
