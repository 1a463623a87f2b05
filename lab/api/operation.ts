/** One operation of the API: what its request must be, and what it does. */
import type { StatesEngine } from '../states/engine.ts';
import type { Settings } from './settings.ts';
import { type InputOf, readInput, type Shape } from './members.ts';
import type { Wall } from './wall.ts';

export interface Call {
  readonly engine: StatesEngine;
  readonly settings: Settings;
  readonly wall: Wall;
  /** Aborted when the caller has hung up. */
  readonly signal: AbortSignal;
}

export type Operation = (body: Readonly<Record<string, unknown>>, call: Call) => unknown;

export function operation<S extends Shape>(
  shape: S,
  act: (input: InputOf<S>, call: Call) => unknown,
): Operation {
  return (body, call) => act(readInput(shape, body), call);
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what is absent: the engine tells `undefined` from nothing. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** AWS JSON has times as seconds, with decimals. */
export const seconds = (milliseconds: number) => milliseconds / 1000;
