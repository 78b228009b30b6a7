import { newId } from '@betang/contracts';
import { AppError, Audit, sqlState, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { RaiseNeedDto } from './need.dto.js';

const FOREIGN_KEY_VIOLATION = '23503';

/** What officers say beside the figures: needs that a forum raised, and which targets a competency serves. */
@Injectable()
export class RaisedNeeds {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** A need that a forum of needs evaluation raised; answers its id. */
  async raise(tx: Transaction, input: RaiseNeedDto, actor: string): Promise<string> {
    const needId = newId();
    const { sessionId, competencyCode, level, people, unitId, severity, title, dueOn } = input;
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

  /** Ties a competency to a development target; weight 0 unties them. Throws `target-not-found` (404). */
  async tie(
    tx: Transaction,
    { competencyCode, targetId, weight }: { competencyCode: string; targetId: string; weight: number },
    actor: string,
  ): Promise<void> {
    if (weight === 0)
      await tx.execute('DELETE FROM competency_target WHERE competency_code = $1 AND target_id = $2', [
        competencyCode,
        targetId,
      ]);
    else await this.write(tx, competencyCode, targetId, weight, actor);
    const object = { type: 'development-target', id: targetId };
    await this.audit.record(tx, { actor, action: 'tie-competency', object, after: { competencyCode, weight } });
  }

  private async write(tx: Transaction, code: string, targetId: string, weight: number, actor: string): Promise<void> {
    try {
      await tx.execute(
        `INSERT INTO competency_target (competency_code, target_id, weight, set_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (competency_code, target_id) DO UPDATE SET weight = excluded.weight, set_by = excluded.set_by, set_at = now()`,
        [code, targetId, weight, actor],
      );
    } catch (error) {
      if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error;
      throw new AppError('target-not-found', { status: 404, cause: error });
    }
  }
}
