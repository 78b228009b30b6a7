import {
  HealthRegistry,
  Lifecycle,
  RepeatedWork,
  ServiceDatabase,
  ServiceLogger,
  UnitOfWork,
  type Transaction,
} from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { attributeYearsAlone } from './attribute-years.js';

const LOOK_MS = 10_000;
/** People a transaction: while one is open that has written, every later event of the region waits. */
const BATCH = 500;

const ASK = 'INSERT INTO years_due DEFAULT VALUES ON CONFLICT DO NOTHING';
const DUE = 'SELECT EXISTS (SELECT FROM years_due) AS due';
const NEXT = `WITH due AS (SELECT coalesce(through, '00000000-0000-0000-0000-000000000000') AS through FROM years_due FOR UPDATE SKIP LOCKED)
  SELECT e.employee_id AS id FROM due CROSS JOIN LATERAL (
    (SELECT employee_id FROM person WHERE employee_id > due.through ORDER BY 1 LIMIT ${BATCH})
    UNION (SELECT DISTINCT employee_id FROM person_year WHERE employee_id > due.through ORDER BY 1 LIMIT ${BATCH})
    ORDER BY 1 LIMIT ${BATCH}) AS e ORDER BY 1`;
const DONE_THROUGH = 'UPDATE years_due SET through = $1';
const DONE = `DELETE FROM years_due WHERE NOT EXISTS (SELECT FROM person WHERE employee_id > years_due.through)
  AND NOT EXISTS (SELECT FROM person_year WHERE employee_id > years_due.through)`;

/** To be called while the list of people is rebuilt: what it changes for their years is found once the rebuilt list is in force. */
export async function askForYears(tx: Transaction): Promise<void> {
  await tx.execute(ASK);
}

/**
 * Gives people the agency and status of their years anew after the list was rebuilt: the years stand beside the list, with the hours, and were attributed
 * by what the list said before. Whoever is no longer on it counts in no year.
 */
@Injectable()
export class YearAttribution implements OnApplicationBootstrap {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const options = {
      name: 'learning-hours years',
      failureCode: 'years-not-attributed',
      everyMs: LOOK_MS,
      work: (isStopping: () => boolean) => this.work(isStopping),
    };
    new RepeatedWork(options, this.logger).start(this.lifecycle, this.health);
  }

  /** Goes on where it was interrupted. Nearly every look finds nothing, and opens no transaction for that. */
  async work(isStopping: () => boolean = () => false): Promise<void> {
    const [look] = await this.database.query<{ due: boolean }>(DUE);
    if (look?.due !== true) return;
    while (!isStopping() && (await this.unitOfWork.run((tx) => this.attributeNext(tx))));
  }

  /** False when all are done, or another process is at it. */
  private async attributeNext(tx: Transaction): Promise<boolean> {
    const ids = (await tx.query<{ id: string }>(NEXT)).map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) {
      await tx.execute(DONE);
      return false;
    }
    await attributeYearsAlone(tx, ids);
    await tx.execute(DONE_THROUGH, [last]);
    return true;
  }
}
