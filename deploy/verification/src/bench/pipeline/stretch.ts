import type { BenchRegion } from '../region/bench-region.js';
import { cpuSecondsOf } from '../process/cpu-time.js';

/** Seconds of processor that each part has used: the program that runs the bench, Postgres, and nats-server. */
interface ProcessorSeconds {
  readonly program: number;
  readonly postgres: number;
  readonly bus: number;
}

/** So many commands, from the first one written until the effects of all are committed. */
export interface Stretch {
  readonly commands: number;
  readonly seconds: number;
  readonly processors: ProcessorSeconds;
}

/** Measures what `work` takes of the clock and of the processors. Work that counts its own seconds answers them: they stand instead of the clock's. */
export async function stretchOf(
  region: BenchRegion,
  commands: number,
  work: () => Promise<number | void>,
): Promise<Stretch> {
  const before = processorsOf(region);
  const began = performance.now();
  const counted = await work();
  const seconds = counted ?? (performance.now() - began) / 1_000;
  return { commands, seconds, processors: combined(processorsOf(region), before, (after, then) => after - then) };
}

/** Several stretches as one. */
export function together(stretches: readonly Stretch[]): Stretch {
  return stretches.reduce((sum, next) => ({
    commands: sum.commands + next.commands,
    seconds: sum.seconds + next.seconds,
    processors: combined(sum.processors, next.processors, (one, other) => one + other),
  }));
}

/** Commands a second. */
export function rateOf({ commands, seconds }: Stretch): number {
  return commands / seconds;
}

/** Microseconds of processor that a command takes, of whom: what is left to compare when the machine is slower today. */
export function costOf({ commands, processors }: Stretch): { readonly microseconds: number; readonly note: string } {
  const each = (seconds: number): number => Math.round((seconds * 1e6) / commands);
  const { program, postgres, bus } = processors;
  const note = `Node ${each(program)}, Postgres ${each(postgres)}, nats-server ${each(bus)}`;
  return { microseconds: each(program + postgres + bus), note };
}

function processorsOf({ postgres, nats }: BenchRegion): ProcessorSeconds {
  const { user, system } = process.cpuUsage();
  return { program: (user + system) / 1e6, postgres: cpuSecondsOf(postgres.pid), bus: cpuSecondsOf(nats.pid) };
}

function combined(
  one: ProcessorSeconds,
  other: ProcessorSeconds,
  by: (one: number, other: number) => number,
): ProcessorSeconds {
  return {
    program: by(one.program, other.program),
    postgres: by(one.postgres, other.postgres),
    bus: by(one.bus, other.bus),
  };
}
