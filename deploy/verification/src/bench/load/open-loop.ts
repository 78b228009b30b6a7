import { setTimeout as pause } from 'node:timers/promises';

/** Begins `work` so many times a second whatever becomes of those before, as users do; answers when all have ended. */
export async function openLoop(
  seconds: number,
  perSecond: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  const count = Math.round(seconds * perSecond);
  const running: Promise<unknown>[] = [];
  const began = performance.now();
  for (let index = 0; index < count; index += 1) {
    const due = began + (index * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 1) await pause(early);
    running.push(work(index));
  }
  await Promise.all(running);
}
