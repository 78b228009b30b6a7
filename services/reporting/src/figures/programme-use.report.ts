import type { ProgrammeUseStated } from '@betang/contracts';
import type { Statement } from '../statements/statement.js';
import { percent } from './shares.js';
import type { StatedFigures, StatedReport } from './stated-report.js';

/** Use of programmes, own and shared (R11: regions share resources, curricula and data; no region walks alone). */
export const programmeUse: StatedReport<ProgrammeUseStated> = {
  name: 'programme-use',
  kind: 'programme-use',
  service: 'training-catalog',
  groupings: { programme: 'named', region: 'region', organiser: 'region', target: 'target' },
  occasional: true,
  columns: [
    { name: 'programmes', kind: 'integer' },
    { name: 'sharedProgrammes', kind: 'integer' },
    { name: 'sharedPercent', kind: 'percent', derive: percent('sharedProgrammes', 'programmes') },
    { name: 'sessions', kind: 'integer' },
    { name: 'seats', kind: 'integer' },
    { name: 'completed', kind: 'integer' },
    { name: 'completedShared', kind: 'integer' },
    { name: 'completedElsewhere', kind: 'integer' },
    { name: 'guestsCompleted', kind: 'integer' },
    { name: 'withoutTarget', kind: 'integer' },
  ],
  read: (statement, groupBy) => [readUse(statement, groupBy)],
};

/** One region's use of one programme; it is shared when another region offers it, or the region took it over from another. */
function readUse({ data, region }: Statement<ProgrammeUseStated>, groupBy: string): StatedFigures {
  const shared = (data.organiserRegion !== null && data.organiserRegion !== region) || data.origin !== null;
  return {
    ...keyOf(data, region, groupBy),
    figures: {
      programmes: 1,
      sharedProgrammes: shared ? 1 : 0,
      sessions: data.sessions,
      seats: data.seats,
      completed: data.completed,
      completedShared: shared ? data.completed : 0,
      completedElsewhere: data.completedElsewhere,
      guestsCompleted: data.guestsCompleted,
      withoutTarget: data.developmentTargetId === null ? 1 : 0,
    },
  };
}

function keyOf(data: ProgrammeUseStated, region: string, groupBy: string): { key: string; name?: string | null } {
  if (groupBy === 'region') return { key: region };
  if (groupBy === 'organiser') return { key: data.organiserRegion ?? 'unknown' };
  if (groupBy === 'target') return { key: data.developmentTargetId ?? 'none' };
  return { key: data.programmeId, name: data.title };
}
