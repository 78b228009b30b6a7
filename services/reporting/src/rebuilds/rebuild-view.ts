import type { RebuildProgress } from '@betang/messaging';
import type { RebuildView } from './rebuilds.dto.js';

export function rebuildView(progress: RebuildProgress, now: Date): RebuildView {
  const startedAt = 'startedAt' in progress ? progress.startedAt : undefined;
  const finishedAt = 'finishedAt' in progress ? progress.finishedAt : undefined;
  const seconds = startedAt && ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1_000;
  return {
    id: progress.rebuildId,
    state: progress.state,
    rowsDone: progress.rowsDone,
    rowsTotal: progress.rowsTotal,
    percent: percentDone(progress),
    requestedAt: progress.requestedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    eventsPerSecond: seconds ? Math.round(progress.rowsDone / seconds) : null,
    failure: progress.state === 'FAILED' ? progress.failure : null,
    begunAnew: Math.max(0, progress.begun - 1),
    reason: progress.reason ?? null,
  };
}

function percentDone({ state, rowsDone, rowsTotal }: RebuildProgress): number | null {
  if (state === 'WAITING') return null;
  if (state === 'DONE') return 100;
  return rowsTotal === 0 ? 0 : Math.floor((rowsDone * 100) / rowsTotal);
}
