import { UnitLearningHoursStated, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { DutyPolicies } from '../duty/duty-policies.js';
import { NO_DUTY } from '../duty/duty-policy.js';
import type { EmploymentStatus } from '../ledger/ledger-entry.js';
import { openYears } from '../ledger/person-years.js';
import { protectSmallUnits } from './protect-small-units.decision.js';
import { dueStatements, type StatedTotals } from './state-totals.decision.js';
import { loadGroups, loadStated, takeMarks, writeStated, type TotalsKey } from './totals-store.js';
import { totalsByAgency } from './unit-totals.decision.js';

const ONE_AT_A_TIME = `SELECT pg_try_advisory_xact_lock(hashtextextended('learning-hours.totals', 0)) AS mine`;
const CURRENT_YEAR = `SELECT year FROM counted_year WHERE year = $1`;

/** States the totals that changed since they were last stated, each with its next number, in one transaction. */
@Injectable()
export class TotalsStatements {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly policies: DutyPolicies,
    private readonly clock: Clock,
  ) {}

  /** Answers how many statements it made; 0 also when another process is at it. */
  async stateChanges(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const [lock] = await tx.query<{ mine: boolean }>(ONE_AT_A_TIME);
      if (!lock?.mine) return 0;
      await this.countThisYear(tx);
      let made = 0;
      for (const key of await takeMarks(tx)) made += await this.state(tx, key);
      return made;
    });
  }

  /** From new year's day on everyone stands in the new year's totals, with no hours yet. */
  private async countThisYear(tx: Transaction): Promise<void> {
    const year = Number(this.clock.today().slice(0, 4));
    if ((await tx.query(CURRENT_YEAR, [year])).length === 0) await openYears(tx, [year]);
  }

  private async state(tx: Transaction, key: TotalsKey): Promise<number> {
    const duty = (await this.policies.bookIn(tx)).find(key.employmentStatus, key.year) ?? NO_DUTY;
    const units = protectSmallUnits(totalsByAgency(await loadGroups(tx, key), duty));
    const due = dueStatements(units, await loadStated(tx, key));
    if (due.length === 0) return 0;
    const at = this.clock.now();
    await writeStated(tx, key, due, at);
    await this.outbox.append(
      tx,
      due.map((stated) => statementOf(key, stated, at)),
    );
    return due.length;
  }
}

/** A statement as the province is told it. */
export function statementOf(key: TotalsKey, stated: StatedTotals, at: Date): NewEvent {
  const { agencyId, statement, people, bands, counted, byMonth } = stated;
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
    },
  }) as unknown as NewEvent;
}
