import { findLearningPath } from '@betang/contracts';
import { ServiceDatabase, type Language } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ConversionRules } from '../conversion/conversion-rules.js';
import { earnedHundredths } from '../conversion/convert-hours.decision.js';
import { YearStatements } from '../duty/year-statements.js';
import { forecastOf, waysToFulfil } from './forecast.decision.js';
import type { ForecastView } from './statement.dto.js';

interface Waiting {
  readonly pathCode: string;
  readonly scope: 'NATIONAL' | 'INTERNATIONAL';
  readonly quantityHundredths: number;
  readonly completedOn: string;
}

const WAITING = `SELECT path_code AS "pathCode", scope, quantity_hundredths AS "quantityHundredths", completed_on AS "completedOn"
  FROM claim WHERE employee_id = $1 AND state IN ('SUBMITTED', 'RETURNED') AND extract(year FROM completed_on) = $2`;

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
    const claims = await this.database.query<Waiting>(WAITING, [employeeId, year]);
    const waiting = claims.reduce((sum, claim) => {
      const rule = book.find(claim.pathCode, claim.completedOn);
      return sum + (rule ? earnedHundredths(claim, rule) : 0);
    }, 0);
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
}
