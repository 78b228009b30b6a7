import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import {
  HealthRegistry,
  Lifecycle,
  RepeatedWork,
  ServiceDatabase,
  ServiceLogger,
  type Transaction,
} from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock.js';
import { DutiesQueries } from '../duties/duties.queries.js';
import { ReportingConfig } from '../reporting.config.js';
import { BAND_SUMS, dutyParameters, personsByDuty } from '../duties/hours-by-duty.js';

const LOOK_EVERY_MS = 1_000;
/** While nothing is marked. */
const LOOK_AT_REST_MS = 5_000;
/** A report that is submitted has them made on the way. */
const FOLLOWS = { beside: 'sums follow from hours that are on record' };

/** A year of which sums are kept counts everyone who served when it ended, also in units where nobody has hours of it: whoever is left out makes the shares of a year too good. */
const OPEN_YEAR = `WITH opened AS (INSERT INTO home_year (year) VALUES ($1) ON CONFLICT DO NOTHING RETURNING year)
  INSERT INTO home_mark (unit_id, year, marked_at)
  SELECT DISTINCT s.unit_id, o.year, coalesce($2::timestamptz, clock_timestamp()) FROM opened AS o, employee_state AS s ORDER BY 1 ON CONFLICT DO NOTHING`;

/** The moment up to which marks are worked off; none where nothing is marked. */
const MARKED = 'SELECT clock_timestamp()::text AS now WHERE EXISTS (SELECT 1 FROM home_mark)';

/** The mark that waits longest; whoever else is at it leaves it to them. Its row lock makes a writer of hours wait for this unit only. */
const TAKE = `DELETE FROM home_mark WHERE (unit_id, year) IN (
    SELECT unit_id, year FROM home_mark WHERE marked_at <= $1 ORDER BY marked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING unit_id AS "unitId", year`;

const SUM = `WITH ${personsByDuty('e.unit_id = $1')},
  sums AS (SELECT agency_id, employment_status, ${BAND_SUMS} FROM placed GROUP BY 1, 2)
  INSERT INTO home_total (year, agency_id, unit_id, employment_status, people, band_none, band_started, band_halfway, band_fulfilled, counted, by_month)
  SELECT $2, s.agency_id, $1, s.employment_status, s.people, s.none, s.started, s.halfway, s.fulfilled, s.counted,
         ARRAY(SELECT coalesce((SELECT sum(m.counts) FROM cut m WHERE m.month = n AND m.agency_id = s.agency_id
                                  AND m.employment_status = s.employment_status), 0)::bigint FROM generate_series(1, 12) AS n ORDER BY n)
    FROM sums s`;

/**
 * Keeps the sums of the own people by unit and status: what changed is made anew, unit by unit, each in a short transaction, seconds after
 * the events. Reports read these sums, so what they cost depends on units alone.
 */
@Injectable()
export class HomeTotals implements OnApplicationBootstrap {
  private openedYear: number | undefined;

  constructor(
    private readonly database: ServiceDatabase,
    private readonly config: ReportingConfig,
    private readonly duties: DutiesQueries,
    private readonly clock: Clock,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const repeated = new RepeatedWork(
      {
        name: 'reporting home totals',
        failureCode: 'home-totals-not-made',
        everyMs: LOOK_AT_REST_MS,
        gatherMs: LOOK_EVERY_MS,
        work: async (isStopping) => {
          if ((await this.refresh(isStopping)) > 0) repeated.soon();
        },
      },
      this.logger,
    );
    repeated.start(this.lifecycle, this.health);
    repeated.soon();
  }

  /**
   * Works off the marks that are there when it begins, or until the service stops; answers how many. What is marked meanwhile waits for the next
   * look: under load each unit would else be summed up with every batch of events.
   */
  async refresh(isStopping = () => false): Promise<number> {
    await this.openYear();
    const [marked] = await this.database.query<{ now: string }>(MARKED);
    if (!marked) return 0;
    let made = 0;
    while (!isStopping() && (await this.database.unitOfWork.run((tx) => this.refreshOne(tx, marked.now), FOLLOWS)))
      made += 1;
    return made;
  }

  /** From new year's day on everyone stands in the new year's sums. */
  private async openYear(): Promise<void> {
    const zone = timeZoneOf(RegionCode.parse(this.config.region));
    const year = Number(calendarDateAt(this.clock.now(), zone).iso.slice(0, 4));
    if (year === this.openedYear) return;
    await this.database.execute(OPEN_YEAR, [year, null]);
    this.openedYear = year;
  }

  private async refreshOne(tx: Transaction, before: string): Promise<boolean> {
    const [mark] = await tx.query<{ unitId: string; year: number }>(TAKE, [before]);
    if (mark === undefined) return false;
    // The first hours of another year bring all units in, to be summed up in the same go.
    if (mark.year !== 0) await tx.execute(OPEN_YEAR, [mark.year, before]);
    const years =
      mark.year === 0
        ? (await tx.query<{ year: number }>('SELECT year FROM home_year')).map(({ year }) => year)
        : [mark.year];
    for (const year of years) await this.sumUp(tx, mark.unitId, year);
    return true;
  }

  private async sumUp(tx: Transaction, unitId: string, year: number): Promise<void> {
    const duties = await this.duties.of(this.config.region, year, tx);
    await tx.execute('DELETE FROM home_total WHERE unit_id = $1 AND year = $2', [unitId, year]);
    await tx.prepared('reporting-home-total', SUM, [unitId, year, ...dutyParameters(duties)]);
  }
}
