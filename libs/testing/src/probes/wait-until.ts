import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { ServerLaunchError } from '../servers/server-launch.error.js';

export interface WaitOptions {
  /** Milliseconds until it gives up; default 15,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two probes; default 20. */
  readonly intervalMs?: number;
}

/** What a probe answers while it does not hold yet. */
type NotYet = undefined | null | false;

/**
 * Asks `probe` again and again until it answers something other than undefined, null or false, and returns that answer.
 * A probe that throws does not hold yet; its last error becomes the cause of the failure.
 * @throws ServerLaunchError `testing.wait-timed-out` with the description, the last answer and the time waited.
 */
export async function waitUntil<T>(
  description: string,
  probe: () => T | NotYet | Promise<T | NotYet>,
  options: WaitOptions = {},
): Promise<T> {
  const { timeoutMs = 15_000, intervalMs = 20 } = options;
  const started = performance.now();
  for (;;) {
    const { answer, error } = await ask(probe);
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() - started > timeoutMs) throw timedOut(description, timeoutMs, answer, error);
    await pause(intervalMs);
  }
}

async function ask<T>(
  probe: () => T | NotYet | Promise<T | NotYet>,
): Promise<{ answer?: T | NotYet; error?: unknown }> {
  try {
    return { answer: await probe() };
  } catch (error) {
    return { error };
  }
}

function timedOut(description: string, timeoutMs: number, answer: unknown, error: unknown): ServerLaunchError {
  const last = error === undefined ? `last answer ${inspect(answer)}` : `last error ${String(error)}`;
  return new ServerLaunchError(
    'testing.wait-timed-out',
    `Waited ${timeoutMs} ms in vain until ${description} (${last})`,
    error,
  );
}
