import { parseArgs } from 'node:util';
import { ChaosError } from './chaos-error.js';

export const CHAOS_USAGE = `npm run chaos -- [--seed TEXT] [--faults N] [--people N] [--only FAULT,…] [--json FILE] [--keep]
  --seed     decides people, completions and faults; printed at the start (default: today)
  --faults   how many faults are injected (default 20)
  --people   invented people a region (default 60)
  --mode     all: the services of a region in one process (default); split: a process a service
  --only     these kinds of faults alone, by name
  --json     writes the figures as [{name, value, unit}]
  --keep     leaves the folder of the run, with all logs, behind`;

export interface ChaosSettings {
  readonly seed: string;
  readonly faults: number;
  readonly people: number;
  readonly only: readonly string[];
  readonly mode: 'all' | 'split';
  readonly json: string | undefined;
  readonly keep: boolean;
  readonly help: boolean;
}

/** @throws ChaosError `setting-invalid` */
export function readChaosSettings(args: readonly string[]): ChaosSettings {
  const values = parse(args);
  return {
    seed: values.seed ?? new Date().toISOString().slice(0, 10),
    faults: whole('--faults', values.faults ?? '20', 0, 1_000),
    people: whole('--people', values.people ?? '60', 1, 10_000),
    mode: modeOf(values.mode ?? 'all'),
    only: (values.only ?? '').split(',').filter((name) => name !== ''),
    json: values.json,
    keep: values.keep ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    seed: text,
    faults: text,
    people: text,
    only: text,
    mode: text,
    json: text,
    keep: flag,
    help: flag,
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new ChaosError('setting-invalid', (cause as Error).message, { cause });
  }
}

function modeOf(text: string): 'all' | 'split' {
  if (text === 'all' || text === 'split') return text;
  throw new ChaosError('setting-invalid', '--mode is all or split');
}

function whole(name: string, text: string, lowest: number, highest: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= lowest && value <= highest) return value;
  throw new ChaosError('setting-invalid', `${name} is a whole number from ${lowest} to ${highest}`);
}
