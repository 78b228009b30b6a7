import type { ContingencyPlanStated, DrillStated, ReadinessStated } from '@betang/contracts';
import { average } from './shares.js';
import { dayOf, type StatedReport } from './stated-report.js';

/** Readiness of contingency plans (R07: plans not only on paper), by region, hazard and band. */
export const readiness: StatedReport<ReadinessStated> = {
  name: 'readiness',
  kind: 'readiness',
  service: 'contingency',
  groupings: { region: 'region', hazard: 'code', band: 'code' },
  ofToday: true,
  columns: [
    { name: 'plans', kind: 'integer' },
    { name: 'figureSum', kind: 'integer', hidden: true },
    { name: 'readinessPercent', kind: 'percent', derive: average('figureSum', 'plans', 100) },
    { name: 'lowestSum', kind: 'integer', combine: 'min', hidden: true },
    { name: 'lowestPercent', kind: 'percent', derive: ({ lowestSum = null }) => lowestSum && lowestSum / 100 },
    { name: 'ready', kind: 'integer' },
    { name: 'notReady', kind: 'integer' },
    { name: 'falling', kind: 'integer' },
    { name: 'neverDrilled', kind: 'integer' },
  ],
  read: ({ data, region }, groupBy) => {
    if (data.withdrawn) return [];
    const { figure, band, nextFigure, lastDrillOn, hazardCode } = data;
    return [
      {
        key: groupBy === 'hazard' ? hazardCode : groupBy === 'band' ? band : region,
        figures: {
          plans: 1,
          figureSum: figure,
          lowestSum: figure,
          ready: band === 'READY' ? 1 : 0,
          notReady: band === 'NOT_READY' ? 1 : 0,
          falling: nextFigure !== null && nextFigure < figure ? 1 : 0,
          neverDrilled: lastDrillOn === null ? 1 : 0,
        },
      },
    ];
  },
};

/** Contingency plans by state, validity and reviews. */
export const contingencyPlans: StatedReport<ContingencyPlanStated> = {
  name: 'contingency-plans',
  kind: 'contingency-plan',
  service: 'contingency',
  groupings: { region: 'region', hazard: 'code', state: 'code' },
  ofToday: true,
  columns: [
    { name: 'plans', kind: 'integer' },
    { name: 'inForce', kind: 'integer' },
    { name: 'expired', kind: 'integer' },
    { name: 'reviewsDue', kind: 'integer' },
    { name: 'activated', kind: 'integer' },
    { name: 'resourceNeeds', kind: 'integer' },
    { name: 'resourceGaps', kind: 'integer' },
  ],
  read: ({ data, region }, groupBy, now) => {
    if (data.state === 'WITHDRAWN') return [];
    const due = data.reviewDueOn !== null && data.reviewDueOn <= dayOf(region, now);
    return [
      {
        key: groupBy === 'hazard' ? data.hazardCode : groupBy === 'state' ? data.state : region,
        figures: {
          plans: 1,
          inForce: data.state === 'IN_FORCE' ? 1 : 0,
          expired: data.state === 'EXPIRED' ? 1 : 0,
          reviewsDue: due || data.openReviews > 0 ? 1 : 0,
          activated: data.activationLevel === null ? 0 : 1,
          resourceNeeds: data.resourceNeeds,
          resourceGaps: data.resourceGaps,
        },
      },
    ];
  },
};

/** Drills of a year and what became of their findings. */
export const drills: StatedReport<DrillStated> = {
  name: 'drills',
  kind: 'drill',
  service: 'contingency',
  groupings: { region: 'region', hazard: 'code', drillKind: 'code' },
  occasional: true,
  columns: [
    { name: 'drills', kind: 'integer' },
    { name: 'held', kind: 'integer' },
    { name: 'drillParticipants', kind: 'integer' },
    { name: 'findings', kind: 'integer' },
    { name: 'openActions', kind: 'integer' },
    { name: 'overdueActions', kind: 'integer' },
  ],
  read: ({ data, region }, groupBy) => {
    if (data.state === 'CANCELLED') return [];
    const held = data.state !== 'PLANNED';
    return [
      {
        key: groupBy === 'hazard' ? data.hazardCode : groupBy === 'drillKind' ? data.kind : region,
        // A drill is no person, how many took part in it may be a few; each drill stands for itself.
        about: { item: data.drillId, people: held ? data.participants : 0, only: ['drillParticipants'] },
        figures: {
          drills: 1,
          held: held ? 1 : 0,
          drillParticipants: held ? data.participants : 0,
          findings: data.findings,
          openActions: data.openActions,
          overdueActions: data.overdueActions,
        },
      },
    ];
  },
};
