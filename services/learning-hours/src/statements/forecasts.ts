import { findLearningPath } from '@betang/contracts';
import { Clock, ServiceDatabase, type Language } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { CapUse } from '../conversion/apply-cap.decision.js';
import { ConversionRules } from '../conversion/conversion-rules.js';
import type { RuleBook } from '../conversion/rule-book.js';
import { YearStatements } from '../duty/year-statements.js';
import { waitingHours, type WaitingClaim } from './waiting-hours.decision.js';
import { forecastOf, waysToFulfil } from './forecast.decision.js';
import type { ForecastView } from './statement.dto.js';

const WAITING = `SELECT path_code AS "pathCode", scope, quantity_hundredths AS "quantityHundredths", started_on AS "startedOn", completed_on AS "completedOn"
  FROM claim WHERE employee_id = $1 AND state IN ('SUBMITTED', 'RETURNED') AND extract(year FROM completed_on) = $2 ORDER BY submitted_at`;

/** Room under caps that the person's entries in force have taken. */
const TAKEN = `SELECT entry.path_code AS "pathCode", entry.cap -> 'uses' AS uses FROM ledger_entry AS entry
 WHERE entry.employee_id = $1 AND entry.cap IS NOT NULL AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)`;

/** States how a person's year may end, and by which paths what is missing can be had. */
@Injectable()
export class Forecasts {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly statements: YearStatements,
    private readonly rules: ConversionRules,
    private readonly clock: Clock,
  ) {}

  /** Throws `person-not-found` (404). */
  async get(employeeId: string, year: number, language: Language): Promise<ForecastView> {
    const { counted, duty } = await this.statements.get(employeeId, year);
    const book = await this.rules.book();
    const waiting = await this.waiting(employeeId, year, book);
    const today = this.clock.today();
    const forecast = forecastOf(counted, waiting, duty, { year, today });
    const inForce = [...new Set(book.rules.map(({ pathCode }) => pathCode))].flatMap(
      (path) => book.find(path, today) ?? [],
    );
    const ways = waysToFulfil(forecast.missing, inForce).map((way) => {
      const path = findLearningPath(way.pathCode, today);
      return { ...way, name: (language === 'id' ? path?.nameId : path?.nameEn) ?? way.pathCode };
    });
    return { year, ...forecast, ways };
  }

  /** Hours that claims in the queue would bring, beside what counts already. */
  private async waiting(employeeId: string, year: number, book: RuleBook): Promise<number> {
    const claims = await this.database.query<WaitingClaim>(WAITING, [employeeId, year]);
    if (claims.length === 0) return 0;
    const taken = await this.database.query<{ pathCode: string; uses: CapUse[] }>(TAKEN, [employeeId]);
    return waitingHours(claims, taken, book);
  }
}
