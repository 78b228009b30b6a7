import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { findRegion, newId, type PeriodPart } from '@betang/contracts';
import { Audit, ServiceDatabase, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { peopleOfYear } from '../people/people-of-year.js';
import { OriginsQueries } from '../origins/origins.queries.js';
import { ReportingConfig } from '../reporting.config.js';
import {
  endOfPeriod,
  missingReports,
  type MissingReport,
  type OwedReport,
  type ReportDeadline,
} from './missing-periods.decision.js';
import type { PeriodLevel } from './period-store.js';

/** Agencies that were there when the period ended: one that was formed later owes no report of it, one that was closed by then nobody's any more. */
const AGENCIES = `SELECT 'AGENCY' AS level, u.unit_id::text AS place, u.name, p.state, p.reason
  FROM unit AS u
  LEFT JOIN report_period AS p ON p.level = 'AGENCY' AND p.place = u.unit_id::text AND p.year = $1 AND p.part = $2
 WHERE u.kind = 'AGENCY' AND u.agency_from <= $3::date AND (u.closed_on IS NULL OR u.closed_on > $3::date)
   AND EXISTS (SELECT 1 FROM ${peopleOfYear('$1::int')} AS e WHERE e.agency_id = u.unit_id)`;

const OF_REGIONS = `SELECT place, state, reason FROM report_period WHERE level = 'REGION' AND year = $1 AND part = $2 AND place = ANY($3)`;

/** When a region came: the day of its first key. One of before there were keys has always been there. */
const CAME = `SELECT region, min(valid_from) AS "cameAt" FROM betang.region_key GROUP BY region`;

const DEADLINES = `SELECT level, valid_from::text AS "validFrom", days, basis, revision FROM report_deadline`;

/** Two who set the same would both count the same revision. */
const ONE_AT_A_TIME = `SELECT pg_advisory_xact_lock(hashtextextended('reporting.report-deadlines', 0))`;
const SET = `INSERT INTO report_deadline (deadline_id, level, valid_from, days, basis, revision, set_by)
  SELECT $1, $2, $3, $4, $5, 1 + coalesce(max(revision), 0), $6 FROM report_deadline WHERE level = $2 AND valid_from = $3::date
  RETURNING revision`;

interface StateOfRegion extends Pick<OwedReport, 'reason'> {
  readonly place: string;
  readonly state: string;
}

/** Who owes the report of a period, and by when it is due. */
@Injectable()
export class MissingPeriods {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly origins: OriginsQueries,
    private readonly audit: Audit,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
  ) {}

  /** Agencies of the own region that have people; regions of a province, in a regency it alone. */
  async of(
    period: { readonly year: number; readonly part: PeriodPart },
    level?: PeriodLevel,
  ): Promise<MissingReport[]> {
    const [agencies, regions, deadlines] = await Promise.all([
      level === 'REGION' ? [] : this.agencies(period),
      level === 'AGENCY' ? [] : this.regions(period),
      this.database.query<ReportDeadline>(DEADLINES),
    ]);
    return missingReports([...agencies, ...regions].map(known), period, deadlines, this.today());
  }

  /** Sets how long after its end a period's report may come; answers the revision. */
  async set(tx: Transaction, deadline: Omit<ReportDeadline, 'revision'>, by: string): Promise<ReportDeadline> {
    const { level, validFrom, days, basis } = deadline;
    const deadlineId = newId();
    await tx.query(ONE_AT_A_TIME);
    const [row] = await tx.query<{ revision: number }>(SET, [deadlineId, level, validFrom, days, basis, by]);
    const object = { type: 'report-deadline', id: deadlineId };
    await this.audit.record(tx, { actor: by, action: 'set-report-deadline', object, after: { ...deadline } });
    return { ...deadline, revision: row!.revision };
  }

  private agencies({ year, part }: { readonly year: number; readonly part: PeriodPart }): Promise<OwedReport[]> {
    return this.database.query<OwedReport>(AGENCIES, [year, part, endOfPeriod(year, part)]);
  }

  private async regions({ year, part }: { readonly year: number; readonly part: PeriodPart }): Promise<OwedReport[]> {
    const owing = await this.owingRegions(endOfPeriod(year, part));
    const rows = await this.database.query<StateOfRegion>(OF_REGIONS, [year, part, owing]);
    const states = new Map(rows.map((row) => [row.place, row]));
    return owing.map((place) => ({
      level: 'REGION',
      place,
      name: findRegion(place)?.name ?? place,
      state: states.get(place)?.state,
      reason: states.get(place)?.reason ?? null,
    }));
  }

  /** Members that were there when the period ended; one that came later owes no report of it, and may submit one all the same. */
  private async owingRegions(endsOn: string): Promise<string[]> {
    const own = this.config.region;
    const [members, came] = await Promise.all([
      this.origins.all(),
      this.database.query<{ region: string; cameAt: Date }>(CAME),
    ]);
    const late = new Set(came.filter(({ cameAt }) => this.dayOf(cameAt) > endsOn).map(({ region }) => region));
    const isProvince = RegionCode.parse(own).level === 'province';
    return members
      .filter(({ region, membership }) =>
        isProvince ? region.startsWith(`${own}.`) && membership !== 'REMOVED' : region === own,
      )
      .map(({ region }) => region)
      .filter((region) => !late.has(region));
  }

  private today(): string {
    return this.dayOf(this.clock.now());
  }

  private dayOf(instant: Date): string {
    return calendarDateAt(instant, timeZoneOf(RegionCode.parse(this.config.region))).iso;
  }
}

/** A row without a report has null where the decision knows undefined. */
function known(row: OwedReport): OwedReport {
  return { ...row, state: row.state ?? undefined };
}
