import type { ProfileChangeCause } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';

/** Why a profile has to be computed again. POSITION changes the match with a standard, never a level. */
export type MarkCause = ProfileChangeCause | 'POSITION';

/** What summaries were computed by. */
export interface ComputedBy {
  readonly profileRule: { readonly ruleVersion: string };
  readonly matchRule: { readonly ruleVersion: string };
  readonly dictionary: { readonly version: number };
  readonly today: string;
}

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

  /** People whose computation came too late to be told of, with what it followed from. */
  async markAgain(
    tx: Transaction,
    people: readonly {
      readonly employeeId: string;
      readonly cause: MarkCause;
      readonly causationId?: string | null;
    }[],
  ): Promise<void> {
    if (people.length === 0) return;
    await tx.execute(
      `INSERT INTO profile_mark (employee_id, cause, cause_event) SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[]) ON CONFLICT DO NOTHING`,
      [
        people.map(({ employeeId }) => employeeId),
        people.map(({ cause }) => cause),
        people.map(({ causationId }) => causationId ?? null),
      ],
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

  /** Everyone whose profile was computed by other rules, or another dictionary, than hold now. */
  async markOutdated(tx: Transaction, { profileRule, matchRule, dictionary }: ComputedBy): Promise<void> {
    await tx.execute(
      `INSERT INTO profile_mark (employee_id, cause)
       SELECT employee_id, CASE WHEN dictionary_version <> $3 THEN 'DICTIONARY' ELSE 'RULE' END FROM profile_summary
        WHERE rule_version <> $1 OR match_rule_version <> $2 OR dictionary_version <> $3 ON CONFLICT DO NOTHING`,
      [profileRule.ruleVersion, matchRule.ruleVersion, dictionary.version],
    );
    tx.afterCommit(() => this.wake());
  }

  /** Everyone with evidence that was recorded ahead of its day, which has come since. */
  async markBegun(tx: Transaction, day: string): Promise<void> {
    await tx.execute(
      `INSERT INTO profile_mark (employee_id, cause)
       SELECT DISTINCT ON (e.employee_id) e.employee_id, CASE e.source WHEN 'TRAINING' THEN 'TRAINING' WHEN 'TRANSFER' THEN 'TRANSFER' ELSE 'ASSESSMENT' END
         FROM evidence AS e JOIN profile_summary AS s USING (employee_id)
        WHERE e.revoked_at IS NULL AND e.observed_on > s.computed_on AND e.observed_on <= $1 ORDER BY e.employee_id, e.observed_on
       ON CONFLICT DO NOTHING`,
      [day],
    );
    tx.afterCommit(() => this.wake());
  }

  /** Everyone in service, and whoever else has a profile; `causationId` is the event that this follows from. */
  async markAll(tx: Transaction, cause: MarkCause, causationId?: string): Promise<void> {
    await tx.execute(
      `INSERT INTO profile_mark (employee_id, cause, cause_event)
       SELECT employee_id, $1, $2::uuid FROM person WHERE left_on IS NULL AND state_order > 0
        UNION SELECT employee_id, $1, $2::uuid FROM profile_summary
       ON CONFLICT DO NOTHING`,
      [cause, causationId ?? null],
    );
    tx.afterCommit(() => this.wake());
  }
}
