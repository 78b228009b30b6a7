import type { CompetencyGapStated, SessionClosed, SessionPublished } from '@betang/contracts';
import type { FigureCell, Figures, ReportDefinition, ReportFilter } from './report.js';
import type { Statement } from '../statements/statement.js';
import type { StatementsQueries } from '../statements/statements.queries.js';
import { agencyKey } from './stated-report.js';

/** A session as any region tells of it; at home it has no state but the one of its end. */
type Supply = Pick<SessionPublished, 'sessionId' | 'kind' | 'capacity' | 'competencies'> &
  Partial<Pick<SessionPublished, 'state'>>;

/**
 * Needs against supply (R10, R11): of each competency how many people lack it, and how many seats the trainings of a year have for it, whoever
 * holds them. A seat may be for another level than is lacking: what is covered is a most.
 */
export function needsAndSupply(queries: StatementsQueries, home?: string): ReportDefinition {
  const needsOf = (filter: ReportFilter) =>
    queries.of<CompetencyGapStated>('competency-gap', home === undefined ? filter : { ...filter, region: home });
  return {
    name: 'needs-supply',
    groupings: { competency: 'code' },
    filters: ['agencyId'],
    // What is lacking is of today; the seats are of the year.
    ofToday: true,
    columns: [
      { name: 'needed', kind: 'integer' },
      { name: 'sessions', kind: 'integer' },
      { name: 'seats', kind: 'integer' },
      { name: 'uncovered', kind: 'integer', derive: uncovered },
      { name: 'coveredPercent', kind: 'percent', derive: covered },
    ],
    // Seats for one competency cover no need of another.
    withoutTotal: true,
    line: { service: 'competency-mapping', audience: home === undefined ? 'province' : 'local' },
    stated: home === undefined,
    statedRegions: async (filter) => [...new Set((await needsOf(filter)).map(({ region }) => region))],
    load: async (filter) => {
      if (home !== undefined && (filter.region ?? home) !== home) return [];
      const needs = (await needsOf(filter)).flatMap(needCells);
      if (filter.agencyId !== undefined) return needs;
      // Seats of every region are open to a region's people; a province that asks for one region sees that region's.
      const within = {
        year: filter.year,
        ...(home === undefined && filter.region !== undefined ? { region: filter.region } : {}),
      };
      const ends = await queries.of<SessionClosed>('session-end', within);
      const cancelled = new Set(ends.flatMap(({ subject, data }) => (data.outcome === 'CANCELLED' ? [subject] : [])));
      const sessions = await queries.of<Supply>('session', within);
      return [...needs, ...sessions.filter(({ subject }) => !cancelled.has(subject)).flatMap(supplyCells)];
    },
  };
}

function needCells(statement: Statement<CompetencyGapStated>): FigureCell[] {
  const { data, region, source } = statement;
  return data.competencies.map(({ competencyCode, required, withGap }) => ({
    key: competencyCode,
    region,
    people: null,
    figures: { needed: withGap },
    sources: [source],
    // As in the report of gaps: what is left out there is left out here.
    about: { item: competencyCode, place: agencyKey(statement), people: required, only: ['needed'] },
  }));
}

function supplyCells({ data, region, source }: Statement<Supply>): FigureCell[] {
  if (data.kind !== 'TRAINING' || data.state === 'CANCELLED') return [];
  return [...new Set(data.competencies.map(({ code }) => code))].map((code) => ({
    key: code,
    region,
    people: null,
    figures: { sessions: 1, seats: data.capacity },
    sources: [source],
  }));
}

function uncovered({ needed = null, seats = null }: Figures): number | null {
  return needed === null ? null : Math.max(0, needed - (seats ?? 0));
}

/** Cut to one decimal: 100 only when there is a seat for everyone. */
function covered({ needed = null, seats = null }: Figures): number | null {
  if (needed === null || needed === 0) return null;
  return Math.floor((Math.min(needed, seats ?? 0) * 1_000) / needed) / 10;
}
