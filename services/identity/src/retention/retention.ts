import { RegionCode, ianaTimeZones, timeZoneOf } from '@betang/asn';
import { Outbox } from '@betang/messaging';
import {
  Audit,
  Files,
  RegionConfig,
  ServiceDatabase,
  UnitOfWork,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { COPY_OWNER } from '../data-copies/data-copy-store.js';
import { todayIn } from '../organisation/effective-day.js';
import { lockRegistry } from '../organisation/unit-store.js';
import { KEPT_IDENTITIES, eraseIdentities } from './erase-identities.js';
import { RETENTION_TERMS, ruleOn, type RetentionKind, type RetentionRule } from './retention-rule.js';
import { loadRetentionRules } from './retention-rule-store.js';
import { dayOf, plainTargets, type RetentionTarget } from './retention-targets.js';

/** The order counts: an account goes before the identity that it belongs to. */
export const ERASABLE_KINDS = [
  'ROSTER_IMPORT',
  'UNIT_IMPORT',
  'CORRECTION',
  'TRANSFER',
  'ACCOUNT',
  'SIGN_IN_FAILURE',
  'NOTICE',
  'DATA_COPY',
  'EMPLOYEE_IDENTITY',
] as const satisfies readonly RetentionKind[];
export type ErasableKind = (typeof ERASABLE_KINDS)[number];

/** Something whose period is over. */
export interface DueItem {
  readonly id: string;
  readonly since: string;
  readonly employeeId: string | null;
}

const BY = 'retention';

/** Finds what the rules of retention (retensi) let go, and makes an end of it in short turns. */
@Injectable()
export class Retention {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly files: Files,
  ) {}

  today(): string {
    return todayIn(this.config.region);
  }

  private get zone(): string {
    return ianaTimeZones[timeZoneOf(RegionCode.parse(this.config.region))];
  }

  /** How much a rule lets go on a day, and since when the oldest of it is kept. */
  async count(kind: ErasableKind, rule: RetentionRule, on: string): Promise<{ due: number; oldest: string | null }> {
    const [row] = await this.database.query<{ due: number; oldest: string | null }>(
      `SELECT count(*)::int AS due, min(since)::text AS oldest FROM (${this.targetOf(kind).kept}) k WHERE (k.since + $1::interval)::date <= $2`,
      [rule.keep, on],
    );
    return row!;
  }

  /** What a rule lets go on a day, the oldest first. */
  due(
    kind: ErasableKind,
    rule: RetentionRule,
    on: string,
    page: { readonly after?: readonly [string, string]; readonly limit: number },
  ): Promise<DueItem[]> {
    return dueOf(this.database, this.targetOf(kind), rule, on, page);
  }

  /** Makes an end of all whose period is over. Answers how much of each kind. */
  async sweep(on = this.today()): Promise<Partial<Record<ErasableKind, number>>> {
    const rules = await loadRetentionRules(this.database);
    const erased: Partial<Record<ErasableKind, number>> = {};
    for (const kind of ERASABLE_KINDS) {
      const rule = ruleOn(rules, kind, on);
      if (rule?.keep) erased[kind] = await this.sweepKind(kind, rule, on);
    }
    return erased;
  }

  private async sweepKind(kind: ErasableKind, rule: RetentionRule, on: string): Promise<number> {
    const target = this.targetOf(kind);
    let erased = 0;
    for (;;) {
      // Read outside the transaction that writes: it has nothing to do then but to write.
      const due = await dueOf(this.database, target, rule, on, { limit: target.turn });
      if (due.length === 0) return erased;
      erased += await this.unitOfWork.run((tx) => this.turn(tx, kind, rule, on, due));
    }
  }

  private async turn(
    tx: Transaction,
    kind: ErasableKind,
    rule: RetentionRule,
    on: string,
    due: readonly DueItem[],
  ): Promise<number> {
    const target = this.targetOf(kind);
    await lockRegistry(tx);
    // Whoever came back meanwhile is not due any more.
    const still = await tx.query<{ id: string }>(
      `SELECT id FROM (${target.kept}) k WHERE k.id = ANY($3::text[]) AND (k.since + $1::interval)::date <= $2`,
      [rule.keep, on, due.map(({ id }) => id)],
    );
    const done = await target.erase(
      tx,
      still.map(({ id }) => id),
    );
    if (done.length === 0) return 0;
    for (const id of done)
      await this.audit.record(tx, {
        actor: BY,
        action: RETENTION_TERMS[kind].act === 'ERASE' ? 'erase-personal-data' : 'erase-identity',
        object: { type: kind.toLowerCase().replaceAll('_', '-'), id },
        reason: `rule ${rule.ruleId}`,
      });
    await tx.execute('INSERT INTO retention_run (run_id, kind, rule_id, erased) VALUES ($1, $2, $3, $4)', [
      uuidv7(),
      kind,
      rule.ruleId,
      done.length,
    ]);
    return done.length;
  }

  private targetOf(kind: ErasableKind): RetentionTarget {
    if (kind === 'EMPLOYEE_IDENTITY')
      return {
        kept: KEPT_IDENTITIES,
        turn: 100,
        erase: async (tx, ids) => {
          if (ids.length > 0) await eraseIdentities(tx, this.outbox, ids, this.today());
          return ids;
        },
      };
    if (kind === 'DATA_COPY')
      return {
        kept: `SELECT copy_id::text AS id, ${dayOf('requested_at', this.zone)} AS since, employee_id FROM data_copy`,
        turn: 50,
        erase: async (tx, ids) => {
          for (const id of ids) await this.files.detach(tx, { type: COPY_OWNER, id });
          await tx.execute('DELETE FROM data_copy WHERE copy_id = ANY($1::uuid[])', [ids]);
          return ids;
        },
      };
    return plainTargets(this.zone)[kind];
  }
}

function dueOf(
  db: SqlClient,
  target: RetentionTarget,
  rule: RetentionRule,
  on: string,
  { after, limit }: { readonly after?: readonly [string, string]; readonly limit: number },
): Promise<DueItem[]> {
  return db.query<DueItem>(
    `SELECT k.id, k.since::text AS since, k.employee_id AS "employeeId" FROM (${target.kept}) k
      WHERE (k.since + $1::interval)::date <= $2 AND ($3::date IS NULL OR (k.since, k.id) > ($3::date, $4::text)) ORDER BY k.since, k.id LIMIT $5`,
    [rule.keep, on, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
}
