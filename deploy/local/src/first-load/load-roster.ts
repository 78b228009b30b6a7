import { AppError } from '@betang/platform';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Tell } from '../progress/progress.js';
import { ofTotal } from '../progress/figures.js';
import { poll } from '../api/poll.js';
import type { RegionApi } from '../api/region-api.js';

export interface FileLoad {
  readonly api: RegionApi;
  readonly region: string;
  readonly file: string;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

interface ImportView {
  readonly state: string;
  readonly progress: { readonly done: number; readonly total: number | null };
  readonly counts: Readonly<Record<string, number>>;
  readonly failure: { readonly code: string } | null;
}

const PATIENCE_SECONDS = 600;
const ENDED = new Set(['FAILED', 'CANCELLED', 'NEEDS_MAPPING']);

/**
 * Imports a roster as an officer would: upload, wait for the preview, apply it, wait until it is done. Keys come from the file, so that an import which was
 * cut off goes on where it stood. Answers the import's counts. @throws AppError `local.import-failed`
 */
export async function loadRoster(load: FileLoad): Promise<ImportView['counts']> {
  const key = await keyOf('roster', load.file);
  const { importId } = await load.api.upload<{ importId: string }>('identity', 'imports', key, load.file);
  const preview = await reach(load, importId, ['PREVIEWED', 'APPLYING', 'APPLIED']);
  if (preview.state === 'PREVIEWED') await load.api.post('identity', `imports/${importId}/apply`, `${key}-apply`);
  return (await reach(load, importId, ['APPLIED'])).counts;
}

async function reach(
  { api, region, file, tell, signal }: FileLoad,
  importId: string,
  states: readonly string[],
): Promise<ImportView> {
  const ask = async () => {
    const view = await api.get<ImportView>('identity', `imports/${importId}`);
    tell(`${view.state} ${ofTotal(view.progress.done, view.progress.total)}`);
    if (!ENDED.has(view.state)) return states.includes(view.state) ? view : undefined;
    const reason = view.failure?.code ?? view.state;
    throw new AppError('local.import-failed', { params: { file: basename(file), region, reason } });
  };
  return poll(ask, { what: `${basename(file)} ${states.at(-1) ?? ''}`, seconds: PATIENCE_SECONDS, signal });
}

/** The same for the same file, and between 8 and 128 characters. */
export async function keyOf(kind: string, file: string): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return `local-${kind}-${digest.slice(0, 32)}`;
}
