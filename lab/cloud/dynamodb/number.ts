/** DynamoDB adds decimals exactly: 0.1 + 0.2 is 0.3. */
import type { Numeric } from './value.ts';

export function add(left: Numeric, right: Numeric): Numeric {
  const places = Math.max(decimals(left), decimals(right));
  return fromScaled(scaled(left, places) + scaled(right, places), places);
}

export function subtract(left: Numeric, right: Numeric): Numeric {
  return add(left, -right);
}

function decimals(number: Numeric): number {
  const [digits = '', exponent = '0'] = String(number).split('e');
  return Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent));
}

function scaled(number: Numeric, places: number): bigint {
  if (typeof number === 'bigint') return number * 10n ** BigInt(places);
  return BigInt(number.toFixed(places).replace('.', ''));
}

/** A number where JavaScript has it exactly, as the document client decides it. */
function fromScaled(sum: bigint, places: number): Numeric {
  const number = Number(`${sum}e-${places}`);
  return places > 0 || Number.isSafeInteger(number) ? number : sum;
}
