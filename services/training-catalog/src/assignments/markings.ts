import { newId } from '@betang/contracts';
import { AppError, Audit, Notices, sqlState, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { MarkTeller } from './mark-teller.js';
import { finalMark, markOf, type Criterion, type Marking, type MarkingRole } from './rubric.decision.js';
import type { MarkedView } from './assignment-view.dto.js';

const WORK = `SELECT u.submission_id AS "submissionId", u.late, n.employee_id AS "employeeId", n.home_region AS "homeRegion", g.session_id AS "sessionId",
    g.title, g.rubric, g.second_marker AS "secondMarker", g.tolerance, g.late_penalty AS "latePenalty", s.state, u.file_hash AS "fileHash",
    u.file_name AS "fileName", u.media_type AS "mediaType",
    NOT EXISTS (SELECT 1 FROM submission AS later WHERE later.assignment_id = u.assignment_id AND later.enrolment_id = u.enrolment_id
                   AND later.attempt > u.attempt) AS newest
  FROM submission AS u JOIN assignment AS g USING (assignment_id) JOIN enrolment AS n USING (enrolment_id)
  JOIN training_session AS s ON s.session_id = g.session_id WHERE u.submission_id = $1`;
const MARKINGS = `SELECT role, mark, marked_by AS "markedBy" FROM marking WHERE submission_id = $1`;
const INSERT = `INSERT INTO marking (marking_id, submission_id, role, points, mark, remark, marked_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const SET_MARK = 'UPDATE submission SET mark = $2 WHERE submission_id = $1';
const OPEN_APPEAL = `SELECT submission_id AS "submissionId" FROM mark_appeal WHERE appeal_id = $1 AND state = 'OPEN' FOR UPDATE`;
const ANSWER = `UPDATE mark_appeal SET state = $2, answer = $3, decided_by = $4, decided_at = now() WHERE appeal_id = $1`;
const UNIQUE_VIOLATION = '23505';

export interface MarkedWork {
  readonly submissionId: string;
  readonly late: boolean;
  readonly employeeId: string;
  readonly homeRegion: string | null;
  readonly sessionId: string;
  readonly title: string;
  readonly rubric: readonly Criterion[];
  readonly secondMarker: boolean;
  readonly tolerance: number;
  readonly latePenalty: number;
  readonly state: string;
  readonly fileHash: string | null;
  readonly fileName: string | null;
  readonly mediaType: string | null;
  readonly newest: boolean;
}

export interface Marks {
  readonly points: Readonly<Record<string, number>>;
  readonly remark: string | null;
}

/** Marks, second marks and appeals. Nobody marks the same work twice, nor one's own. */
@Injectable()
export class Markings {
  constructor(
    private readonly audit: Audit,
    private readonly notices: Notices,
    private readonly guests: MarkTeller,
  ) {}

  /** Throws `submission-not-found` (404). */
  async getWork(db: SqlClient, submissionId: string): Promise<MarkedWork> {
    const [work] = await db.query<MarkedWork>(WORK, [submissionId]);
    if (!work) throw new AppError('submission-not-found', { status: 404 });
    return work;
  }

  /**
   * The next mark that the work awaits. Throws `own-work` (403), `mark-final`, `submission-superseded` (409), `marked-already` (409) for the
   * same marker twice, `marking-refused` (422).
   */
  async mark(
    tx: Transaction,
    work: MarkedWork,
    marks: Marks,
    by: { actor: string; employeeId: string | undefined },
  ): Promise<MarkedView> {
    if (!work.newest) throw new AppError('submission-superseded', { status: 409 });
    await tx.query('SELECT 1 FROM submission WHERE submission_id = $1 FOR UPDATE', [work.submissionId]);
    const before = finalMark(await this.markings(tx, work), work, work.late);
    if (!('awaits' in before)) throw new AppError('mark-final', { status: 409 });
    return this.give(tx, work, before.awaits, marks, by);
  }

  /**
   * An appeal upheld is a mark given anew by somebody who has not marked the work; one rejected leaves it. Throws `appeal-not-found` (404) for
   * one that is decided too, `appeal-points-needed` (422).
   */
  async decideAppeal(
    tx: Transaction,
    appealId: string,
    decision: { upheld: boolean; answer: string; points: Readonly<Record<string, number>> | undefined },
    by: { actor: string; employeeId: string | undefined },
    mayMark: (sessionId: string) => Promise<void>,
  ): Promise<MarkedView> {
    const [appeal] = await tx.query<{ submissionId: string }>(OPEN_APPEAL, [appealId]);
    if (!appeal) throw new AppError('appeal-not-found', { status: 404 });
    const work = await this.getWork(tx, appeal.submissionId);
    await mayMark(work.sessionId);
    const { upheld, answer, points } = decision;
    if (upheld && !points) throw new AppError('appeal-points-needed', { status: 422, field: 'points' });
    const earlier = await this.markings(tx, work);
    if (earlier.some(({ markedBy }) => markedBy === by.actor)) throw new AppError('marked-already', { status: 409 });
    await tx.execute(ANSWER, [appealId, upheld ? 'UPHELD' : 'REJECTED', answer, by.actor]);
    if (upheld && points) return this.give(tx, work, 'APPEAL', { points, remark: answer }, by);
    await this.note(tx, by.actor, 'reject-appeal', work.submissionId);
    const present = finalMark(earlier, work, work.late);
    await this.tell(tx, work, 'training.appeal-decided', appealId);
    return { submissionId: work.submissionId, mark: 'mark' in present ? present.mark : null, awaits: null };
  }

  private async give(
    tx: Transaction,
    work: MarkedWork,
    role: MarkingRole,
    { points, remark }: Marks,
    { actor, employeeId }: { actor: string; employeeId: string | undefined },
  ): Promise<MarkedView> {
    if (employeeId === work.employeeId) throw new AppError('own-work', { status: 403 });
    const { submissionId } = work;
    const mark = markOf(work.rubric, points);
    try {
      await tx.execute(INSERT, [newId(), submissionId, role, JSON.stringify(points), mark, remark, actor]);
    } catch (cause) {
      if (sqlState(cause) === UNIQUE_VIOLATION) throw new AppError('marked-already', { status: 409, cause });
      throw cause;
    }
    await this.note(tx, actor, 'mark-work', submissionId);
    const result = finalMark(await this.markings(tx, work), work, work.late);
    if ('awaits' in result) return { submissionId, mark: null, awaits: result.awaits };
    await tx.execute(SET_MARK, [submissionId, result.mark]);
    await this.tell(tx, work, role === 'APPEAL' ? 'training.appeal-decided' : 'training.marked', submissionId);
    return { submissionId, mark: result.mark, awaits: null };
  }

  private markings(db: SqlClient, { submissionId }: MarkedWork): Promise<Marking[]> {
    return db.query<Marking>(MARKINGS, [submissionId]);
  }

  private async tell(tx: Transaction, work: MarkedWork, code: string, cause: string): Promise<void> {
    // A guest hears it at home.
    if (work.homeRegion !== null) return this.guests.marked(tx, work.submissionId);
    const link = `/training/sessions/${work.sessionId}`;
    const params = { title: work.title };
    await this.notices.tell(tx, [{ recipientId: work.employeeId, key: `${code}:${cause}`, code, params, link }]);
  }

  private note(tx: Transaction, actor: string, action: string, submissionId: string): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'submission', id: submissionId } });
  }
}
