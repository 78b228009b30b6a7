import type { ProfileChangeCause } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';

/** Why a profile has to be computed again. POSITION changes the match with a standard, never a level. */
export type MarkCause = ProfileChangeCause | 'POSITION';

/** Notes whose profile has to be computed again; the worker takes them by the thousand after the commit. */
@Injectable()
export class ProfileMarks {
  private wake: () => void = () => undefined;

  /** Who is to be told after a commit that left marks. */
  onMarked(wake: () => void): void {
    this.wake = wake;
  }

  async mark(tx: Transaction, employeeIds: readonly string[], cause: MarkCause): Promise<void> {
    if (employeeIds.length === 0) return;
    await tx.execute(
      `INSERT INTO profile_mark (employee_id, cause) SELECT DISTINCT e, $2 FROM unnest($1::uuid[]) AS e ON CONFLICT DO NOTHING`,
      [employeeIds, cause],
    );
    tx.afterCommit(() => this.wake());
  }

  /** Everyone with a level that held until before a day; answers how many. */
  async markExpired(tx: Transaction, day: string): Promise<number> {
    const marked = await tx.execute(
      `INSERT INTO profile_mark (employee_id, cause)
       SELECT DISTINCT employee_id, 'EXPIRY' FROM profile_level WHERE valid_until < $1 ON CONFLICT DO NOTHING`,
      [day],
    );
    tx.afterCommit(() => this.wake());
    return marked;
  }

  /** Everyone in service, and whoever else has a profile. */
  async markAll(tx: Transaction, cause: MarkCause): Promise<void> {
    await tx.execute(
      `INSERT INTO profile_mark (employee_id, cause)
       SELECT employee_id, $1 FROM person WHERE left_on IS NULL AND state_order > 0
        UNION SELECT employee_id, $1 FROM profile_summary
       ON CONFLICT DO NOTHING`,
      [cause],
    );
    tx.afterCommit(() => this.wake());
  }
}
