/** The recorded cases, as files beside the repository. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../../../../shared/asl-recordings/cases/', import.meta.url);

export interface Behaviour {
  readonly do: 'echo' | 'return' | 'raise' | 'large' | 'sleep' | 'decorate';
  readonly value?: unknown;
  readonly errorMessage?: string;
  readonly errorType?: string;
  readonly stackTrace?: readonly string[];
  readonly characters?: number;
  readonly seconds?: number;
  readonly prefix?: string;
}

/** What an activity's worker does with the task that it gets. */
export interface Worker {
  readonly name: string | null;
  readonly steps: readonly {
    readonly sleep?: number;
    readonly heartbeat?: unknown;
    readonly success?: string;
    readonly failure?: string;
  }[];
}

export interface Step {
  readonly do: string;
  readonly machine?: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly activity?: string;
  readonly worker?: Worker;
  readonly run?: number;
  readonly definition?: unknown;
  readonly input?: unknown;
  readonly name?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly expect?: Readonly<Record<string, unknown>>;
  readonly history?: readonly Readonly<Record<string, unknown>>[];
}

export interface Rule {
  readonly kind: 'literal' | 'regex' | 'jsonpath' | 'wild';
  readonly value?: string;
  readonly regex?: string;
  readonly path?: string;
  readonly ref?: boolean;
  readonly to: string;
}

export interface Case {
  readonly id: string;
  readonly folder: string;
  readonly group: string;
  readonly functions: Readonly<Record<string, Behaviour>>;
  readonly steps: readonly Step[];
  readonly normalise: readonly Rule[];
  readonly concurrent_recording?: boolean;
}

export const areRecordingsHere = existsSync(ROOT);

export function folders(): string[] {
  return areRecordingsHere ? readdirSync(ROOT).toSorted() : [];
}

export function readCases(folder: string): Case[] {
  const directory = new URL(`${folder}/`, ROOT);
  return readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as Case);
}
