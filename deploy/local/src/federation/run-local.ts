import { errorText } from '../messages/local-messages.js';
import { TITLES } from '../messages/step-titles.js';
import type { Progress } from '../progress/progress.js';
import type { LocalSettings } from '../settings/local-settings.js';
import { allPorts, checkPorts } from '../settings/ports.js';
import { claimFolder, emptyFolder, waitForLeftovers } from './federation-folder.js';
import { LocalFederation } from './local-federation.js';

export interface RunPorts {
  readonly settings: LocalSettings;
  readonly progress: Progress;
  /** Ends the run. */
  readonly signal: AbortSignal;
  /** What is done once everything runs; ends early when the signal is aborted. */
  readonly work: (federation: LocalFederation, signal: AbortSignal) => Promise<void>;
  readonly onStarted: (federation: LocalFederation) => void;
}

/**
 * Runs the local federation from its start to its clean end: until interrupted, or with `once` until the work is done. Rejects with what failed,
 * after everything has been stopped.
 */
export async function runLocal({ settings, progress, signal, work, onStarted }: RunPorts): Promise<void> {
  const { dir, portBase, mode, once } = settings;
  const folder = await claimFolder(dir);
  try {
    if (folder.abandoned) await progress.step(TITLES.waitForPrevious, () => waitForLeftovers(allPorts(portBase, mode)));
    if (settings.reset) await progress.step(TITLES.reset, () => emptyFolder(folder));
    await checkPorts(portBase, mode);
    const federation = new LocalFederation({ settings, progress });
    onStarted(federation);
    try {
      await federation.start();
      if (!signal.aborted) await unlessInterrupted(work(federation, signal), signal);
      if (!once && !signal.aborted) progress.line(TITLES.running);
      if (!once) await interrupted(signal);
    } finally {
      await progress.step(TITLES.stopping, () => federation.stop());
    }
  } finally {
    await folder.release();
  }
  progress.line(TITLES.stopped);
}

/** Work that fails because it was interrupted has not failed. */
async function unlessInterrupted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Exit code of a run, its failure told. */
export async function exitCodeOf(run: Promise<void>, progress: Progress): Promise<number> {
  try {
    await run;
    return 0;
  } catch (error) {
    progress.line(errorText(error));
    return 1;
  }
}
