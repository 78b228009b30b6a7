import type { DataCompletenessStated } from '@betang/contracts';
import type { Statement } from '../statements/statement.js';
import type { ReportFilter } from './report.js';
import { percent } from './shares.js';
import { agencyKey, type StatedFigures, type StatedReport } from './stated-report.js';

const DAY = 86_400_000;

/** The officers' scoreboard (R27): per agency and data set, how much is filled in, and how long ago something was. */
export const completeness: StatedReport<DataCompletenessStated> = {
  name: 'completeness',
  kind: 'completeness',
  service: 'competency-mapping',
  groupings: { agency: 'agency', dataset: 'code', region: 'region' },
  filters: ['agencyId', 'dataset'],
  ofToday: true,
  columns: [
    { name: 'expected', kind: 'integer' },
    { name: 'filled', kind: 'integer' },
    { name: 'filledPercent', kind: 'percent', derive: percent('filled', 'expected') },
    { name: 'missingRecords', kind: 'integer' },
    { name: 'emptyDatasets', kind: 'integer' },
    { name: 'idleDays', kind: 'integer', combine: 'min' },
  ],
  read: readCompleteness,
};

function readCompleteness(
  statement: Statement<DataCompletenessStated>,
  groupBy: string,
  now: Date,
  { dataset: asked }: Pick<ReportFilter, 'dataset'>,
): StatedFigures[] {
  const { data, region } = statement;
  // Of an agency that is no more, or has nobody yet, nothing is expected: it is no row of a scoreboard.
  if (data.people === 0 && data.datasets.every(({ expected }) => expected === 0)) return [];
  return data.datasets
    .filter(({ dataset }) => asked === undefined || dataset === asked)
    .map(({ dataset, expected, filled, lastFilledAt }, index) => ({
      key: groupBy === 'dataset' ? dataset : groupBy === 'region' ? region : agencyKey(statement),
      // Data sets are about the same people: they count once in a sum over data sets.
      people: groupBy === 'dataset' || index === 0 ? data.people : 0,
      figures: {
        expected,
        filled,
        missingRecords: Math.max(0, expected - filled),
        emptyDatasets: expected > 0 && filled === 0 ? 1 : 0,
        idleDays: lastFilledAt === null ? null : daysBetween(lastFilledAt, now),
      },
    }));
}

/** Whole days: an agency that stands still grows older, though it states nothing new. */
function daysBetween(from: string, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - Date.parse(from)) / DAY));
}
