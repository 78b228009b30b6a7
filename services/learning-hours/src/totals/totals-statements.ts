import { UnitLearningHoursStated, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Clock, ServiceDatabase, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { DutyPolicies } from '../duty/duty-policies.js';
import { NO_DUTY } from '../duty/duty-policy.js';
import type { EmploymentStatus } from '../ledger/ledger-entry.js';
import { openYears } from '../ledger/person-years.js';
import { protectSmallUnits } from './protect-small-units.decision.js';
import { dueStatements, type StatedTotals } from './state-totals.decision.js';
import { endMarks, loadGroups, loadMarked, loadStated, writeStated, type TotalsKey } from './totals-store.js';
import { totalsByAgency } from './unit-totals.decision.js';

const ONE_AT_A_TIME = `SELECT pg_try_advisory_xact_lock(hashtextextended('learning-hours.totals', 0)) AS mine`;
const IS_COUNTED = 'EXISTS (SELECT 1 FROM counted_year WHERE year = $1)';
const DUE = `SELECT EXISTS (SELECT 1 FROM totals_mark) OR NOT ${IS_COUNTED} AS due`;
const COUNTED = `SELECT ${IS_COUNTED} AS counted`;

interface Due {
  readonly key: TotalsKey;
  readonly totals: readonly StatedTotals[];
}

/** States the totals that changed since they were last stated, each with its next number, in one transaction. */
@Injectable()
export class TotalsStatements {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly policies: DutyPolicies,
    private readonly clock: Clock,
  ) {}

  /**
   * Answers how many statements it made; 0 also when another process is at it. All that is read is read before the first write: an open
   * transaction that has written hides every later event of the region until it ends.
   */
  async stateChanges(): Promise<number> {
    // Nearly every look while all is quiet finds nothing: it opens no transaction for that.
    const [look] = await this.database.query<{ due: boolean }>(DUE, [this.thisYear()]);
    if (!look!.due) return 0;
    return this.unitOfWork.run(async (tx) => {
      const [lock] = await tx.query<{ mine: boolean }>(ONE_AT_A_TIME);
      if (!lock?.mine) return 0;
      await this.countThisYear(tx);
      const marked = await loadMarked(tx);
      if (marked.length === 0) return 0;
      const due: Due[] = [];
      for (const key of marked) due.push({ key, totals: await this.due(tx, key) });
      await Promise.all([endMarks(tx, marked), ...due.map((one) => this.state(tx, one))]);
      return due.reduce((made, { totals }) => made + totals.length, 0);
    });
  }

  /** From new year's day on everyone stands in the new year's totals, with no hours yet. */
  private async countThisYear(tx: Transaction): Promise<void> {
    const [found] = await tx.query<{ counted: boolean }>(COUNTED, [this.thisYear()]);
    if (!found!.counted) await openYears(tx, [this.thisYear()]);
  }

  private thisYear(): number {
    return Number(this.clock.today().slice(0, 4));
  }

  private async due(tx: Transaction, key: TotalsKey): Promise<StatedTotals[]> {
    const duty = (await this.policies.bookIn(tx)).find(key.employmentStatus, key.year) ?? NO_DUTY;
    const units = protectSmallUnits(totalsByAgency(await loadGroups(tx, key), duty));
    return dueStatements(units, await loadStated(tx, key));
  }

  private async state(tx: Transaction, { key, totals }: Due): Promise<void> {
    if (totals.length === 0) return;
    const at = this.clock.now();
    await Promise.all([
      writeStated(tx, key, totals, at),
      this.outbox.append(
        tx,
        totals.map((stated) => statementOf(key, stated, at)),
      ),
    ]);
  }
}

/** A statement as the province is told it. */
export function statementOf(key: TotalsKey, stated: StatedTotals, at: Date): NewEvent {
  const { agencyId, statement, people, bands, counted, byMonth, withheld } = stated;
  return UnitLearningHoursStated.create({
    subject: `${agencyId ?? 'rest'}/${key.employmentStatus}/${key.year}`,
    time: at,
    data: {
      agencyId,
      employmentStatus: key.employmentStatus as EmploymentStatus,
      year: key.year,
      statement,
      asOf: at.toISOString(),
      people,
      bands: { ...bands },
      counted,
      byMonth: [...byMonth],
      ...(withheld ? { withheld } : {}),
    },
  }) as unknown as NewEvent;
}
