import { AppError } from '@betang/platform';
import { basename } from 'node:path';
import { figure, ofTotal } from '../progress/figures.js';
import { keyOf, type FileLoad } from './load-roster.js';
import { poll } from '../api/poll.js';

interface ImportView {
  readonly state: 'WORKING' | 'DONE' | 'FAILED';
  readonly rowsTotal: number;
  readonly rowsRead: number;
  readonly rowsRecorded: number;
  readonly rowsRepeated: number;
  readonly rowsRefused: number;
  readonly failureCode: string | null;
}

const PATIENCE_SECONDS = 600;

/** Imports course records: upload, wait until every row is recorded or refused. @throws AppError `local.import-failed` */
export async function loadCompletions({ api, region, file, tell, signal }: FileLoad): Promise<ImportView> {
  const key = await keyOf('completions', file);
  const path = 'completion-imports';
  const { importId } = await api.upload<{ importId: string }>('training-catalog', path, key, file);
  const ask = async () => {
    const view = await api.get<ImportView>('training-catalog', `${path}/${importId}`);
    tell(ofTotal(view.rowsRead, view.rowsTotal));
    if (view.state === 'WORKING') return undefined;
    if (view.state === 'DONE') return view;
    const params = { file: basename(file), region, reason: view.failureCode ?? view.state };
    throw new AppError('local.import-failed', { params });
  };
  const done = await poll(ask, { what: basename(file), seconds: PATIENCE_SECONDS, signal });
  tell(`${figure(done.rowsRecorded + done.rowsRepeated)} ✓, ${figure(done.rowsRefused)} ✗`);
  return done;
}
