import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { MappingContexts } from '../profiles/mapping-context.js';
import type { RaiseNeedDto } from './raised-need.dto.js';

/** What officers say beside the figures: needs that a forum raised. */
@Injectable()
export class RaisedNeeds {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly contexts: MappingContexts,
  ) {}

  /** A need that a forum of needs evaluation raised; answers its id. Throws `need-refused` (422) for what the dictionary lacks. */
  async raise(tx: Transaction, input: RaiseNeedDto, actor: string): Promise<string> {
    const needId = newId();
    const { sessionId, competencyCode, level, people, unitId, severity, title, dueOn } = input;
    await this.assertKnown(tx, competencyCode, level);
    await tx.execute(
      `INSERT INTO raised_need (need_id, source, source_id, competency_code, level, people, unit_id, severity, title, raised_on, due_on, recorded_by)
       VALUES ($1, 'FORUM', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        needId,
        sessionId ?? null,
        competencyCode,
        level,
        people,
        unitId ?? null,
        severity,
        title,
        this.clock.today(),
        dueOn ?? null,
        actor,
      ],
    );
    const object = { type: 'raised-need', id: needId };
    await this.audit.record(tx, { actor, action: 'raise-need', object, after: { competencyCode, level, people } });
    return needId;
  }

  /** Throws `need-not-found` (404). */
  async close(tx: Transaction, needId: string, reason: string, actor: string): Promise<void> {
    const done = await tx.execute(
      'UPDATE raised_need SET closed_reason = $2 WHERE need_id = $1 AND closed_reason IS NULL',
      [needId, reason],
    );
    if (done === 0) throw new AppError('need-not-found', { status: 404 });
    await this.audit.record(tx, { actor, action: 'close-need', object: { type: 'raised-need', id: needId }, reason });
  }

  /**
   * The answer to what takes the place of a code that is gone, or a correction of an open need. Throws `need-not-found` (404),
   * `need-refused` (422) for what the dictionary lacks.
   */
  async recode(
    tx: Transaction,
    needId: string,
    { competencyCode, level }: { readonly competencyCode: string; readonly level: number },
    actor: string,
  ): Promise<void> {
    await this.assertKnown(tx, competencyCode, level);
    const done = await tx.execute(
      'UPDATE raised_need SET competency_code = $2, level = $3 WHERE need_id = $1 AND closed_reason IS NULL',
      [needId, competencyCode, level],
    );
    if (done === 0) throw new AppError('need-not-found', { status: 404 });
    const object = { type: 'raised-need', id: needId };
    await this.audit.record(tx, { actor, action: 'recode-need', object, after: { competencyCode, level } });
  }

  /** Whose unit a need is of; null: the whole region's. Throws `need-not-found` (404). */
  async getUnit(db: SqlClient, needId: string): Promise<string | null> {
    const [row] = await db.query<{ unitId: string | null }>(
      'SELECT unit_id AS "unitId" FROM raised_need WHERE need_id = $1',
      [needId],
    );
    if (!row) throw new AppError('need-not-found', { status: 404 });
    return row.unitId;
  }

  private async assertKnown(tx: Transaction, code: string, level: number): Promise<void> {
    const competency = (await this.contexts.load(tx)).competencies.get(code);
    const errors = !competency
      ? [{ field: 'competencyCode', code: 'evidence.competency-unknown' }]
      : level > competency.maxLevel
        ? [{ field: 'level', code: 'evidence.level-outside' }]
        : [];
    if (errors.length > 0) throw new AppError('need-refused', { status: 422, errors });
  }
}
