import type { CompetencyGapStated, PlanStateStated, TalentBoxesStated } from '@betang/contracts';
import type { Statement } from '../statements/statement.js';
import { hundredthsOf, percent } from './shares.js';
import { agencyKey, dayOf, type StatedFigures, type StatedReport } from './stated-report.js';

/**
 * Competency gaps (kesenjangan kompetensi) by competency, agency or region. Regions count whom nobody has assessed as having one, so the share is one
 * of all of whom the competency is required.
 */
export const competencyGaps: StatedReport<CompetencyGapStated> = {
  name: 'competency-gaps',
  kind: 'competency-gap',
  service: 'competency-mapping',
  groupings: { competency: 'code', agency: 'agency', region: 'region' },
  ofToday: true,
  filters: ['agencyId'],
  columns: [
    { name: 'required', kind: 'integer' },
    { name: 'assessed', kind: 'integer' },
    { name: 'assessedPercent', kind: 'percent', derive: percent('assessed', 'required') },
    { name: 'withGap', kind: 'integer' },
    { name: 'withGapPercent', kind: 'percent', derive: percent('withGap', 'required') },
    { name: 'deficit', kind: 'integer' },
  ],
  read: readGaps,
};

function readGaps(statement: Statement<CompetencyGapStated>, groupBy: string): StatedFigures[] {
  return statement.data.competencies.map(({ competencyCode, required, assessed, withGap, deficit }, index) => ({
    key: groupBy === 'competency' ? competencyCode : groupBy === 'region' ? statement.region : agencyKey(statement),
    // Competencies are asked of the same people: they count once in a sum over competencies.
    people: groupBy === 'competency' ? required : index === 0 ? statement.data.people : 0,
    // A competency may be asked of a few people of a large agency.
    about: { item: competencyCode, people: required },
    figures: { required, assessed, withGap, deficit },
  }));
}

/** Plans of competency development by their state (AKPK) and what they ask for. */
export const plans: StatedReport<PlanStateStated> = {
  name: 'plans',
  kind: 'plan',
  service: 'competency-mapping',
  groupings: { state: 'code', region: 'region', agency: 'agency' },
  filters: ['agencyId'],
  columns: [
    { name: 'plans', kind: 'integer' },
    { name: 'returned', kind: 'integer' },
    { name: 'overdue', kind: 'integer' },
    { name: 'lines', kind: 'integer' },
    { name: 'plannedPeople', kind: 'integer' },
    { name: 'hours', kind: 'integer', hidden: true },
    { name: 'plannedJp', kind: 'decimal', derive: hundredthsOf('hours') },
    { name: 'plannedCost', kind: 'rupiah' },
  ],
  read: (statement, groupBy, now) => {
    const { state, returned, dueOn, lines, people, hours, budget } = statement.data;
    const done = state === 'APPROVED' || state === 'SYNCED';
    return [
      {
        key: groupBy === 'state' ? state : groupBy === 'region' ? statement.region : agencyKey(statement),
        figures: {
          plans: 1,
          returned,
          overdue: !done && dueOn !== null && dueOn < dayOf(statement.region, now) ? 1 : 0,
          lines,
          plannedPeople: people,
          hours,
          plannedCost: budget,
        },
      },
    ];
  },
};

/** Talent boxes (kotak manajemen talenta), aggregated: regions withhold boxes of fewer than five people. */
export const talent: StatedReport<TalentBoxesStated> = {
  name: 'talent',
  kind: 'talent',
  service: 'competency-mapping',
  groupings: { box: 'code', region: 'region', agency: 'agency' },
  filters: ['agencyId'],
  columns: [
    { name: 'people', kind: 'integer' },
    { name: 'talentPool', kind: 'integer' },
    { name: 'withheldBoxes', kind: 'integer' },
  ],
  read: (statement, groupBy) =>
    statement.data.boxes.map(({ box, people }) => ({
      key: groupBy === 'box' ? String(box) : groupBy === 'region' ? statement.region : agencyKey(statement),
      people: people ?? 0,
      // Boxes 7 to 9 are the pool of successors (kelompok rencana suksesi).
      figures: { people, talentPool: box >= 7 ? people : 0, withheldBoxes: people === null ? 1 : 0 },
    })),
};
