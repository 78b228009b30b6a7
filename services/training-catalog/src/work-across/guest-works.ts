import { createHash } from 'node:crypto';
import type { MarkAppealed, WorkHandedIn, WorkPieceHandedIn } from '@betang/contracts';
import { AppError, Audit, Files, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Submissions, type Work } from '../assignments/submissions.js';
import { GuestWorkAnswers } from './guest-work-answers.js';
import { WORK_FILE } from './work-file.decision.js';

const GUEST = `SELECT 1 FROM guest_enrolment WHERE enrolment_id = $1 AND home_region = $2`;
const INSERT = `INSERT INTO guest_work (submission_id, enrolment_id, assignment_id, home_region, handed_in_at, content, file)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`;
const PIECE = `INSERT INTO guest_work_piece (submission_id, part, home_region, content) VALUES ($1, $2, $3, decode($4, 'base64')) ON CONFLICT DO NOTHING`;
const WAITING = `SELECT submission_id AS "submissionId", enrolment_id AS "enrolmentId", assignment_id AS "assignmentId", handed_in_at AS "handedInAt",
    content AS text, file, home_region AS "homeRegion" FROM guest_work WHERE submission_id = $1 AND home_region = $2 AND told IS NULL FOR UPDATE`;
const PARTS = `SELECT count(*)::integer AS n FROM guest_work_piece WHERE submission_id = $1 AND home_region = $2`;
const CONTENT = `SELECT content FROM guest_work_piece WHERE submission_id = $1 AND home_region = $2 ORDER BY part`;
const DROP_PIECES = `DELETE FROM guest_work_piece WHERE submission_id = $1 AND home_region = $2`;
/** Only against a final mark, once a work, while the session was not cancelled. */
const APPEAL = `INSERT INTO mark_appeal (appeal_id, submission_id, reason, state)
  SELECT $1, u.submission_id, $3, 'OPEN' FROM guest_work AS g JOIN submission AS u USING (submission_id) JOIN enrolment AS n ON n.enrolment_id = u.enrolment_id
    JOIN training_session AS s ON s.session_id = n.session_id
   WHERE g.submission_id = $2 AND g.home_region = $4 AND u.mark IS NOT NULL AND s.state <> 'CANCELLED' ON CONFLICT DO NOTHING`;
/** From here on `submission` holds the text: nothing is kept twice. */
const FORGET_TEXT = `UPDATE guest_work SET content = NULL WHERE submission_id = $1`;

type WaitingWork = Omit<WorkHandedIn, 'handedInAt'> & { readonly handedInAt: Date; readonly homeRegion: string };

/** Host: takes the work of guests, by the same rules as everybody's, and tells their region what became of it. */
@Injectable()
export class GuestWorks {
  constructor(
    private readonly submissions: Submissions,
    private readonly answers: GuestWorkAnswers,
    private readonly files: Files,
    private readonly audit: Audit,
  ) {}

  /** Work of nobody's guest, or told by another region than the guest's, does nothing; the same work twice is once. */
  async take(tx: Transaction, region: string, work: WorkHandedIn): Promise<void> {
    const { submissionId, enrolmentId, assignmentId, handedInAt, text, file } = work;
    if ((await tx.query(GUEST, [enrolmentId, region])).length === 0) return;
    const columns = [submissionId, enrolmentId, assignmentId, region, handedInAt, text, file && JSON.stringify(file)];
    if ((await tx.execute(INSERT, columns)) > 0) await this.finish(tx, submissionId, region);
  }

  async takePiece(tx: Transaction, region: string, { submissionId, part, content }: WorkPieceHandedIn): Promise<void> {
    if ((await tx.execute(PIECE, [submissionId, part, region, content])) > 0)
      await this.finish(tx, submissionId, region);
  }

  /** An appeal that cannot be made, or comes twice, does nothing: the home region has checked it, and shows it as open until it is answered. */
  async appeal(tx: Transaction, region: string, { appealId, submissionId, reason }: MarkAppealed): Promise<void> {
    if ((await tx.execute(APPEAL, [appealId, submissionId, reason, region])) === 0) return;
    const object = { type: 'submission', id: submissionId };
    await this.audit.record(tx, { actor: `region:${region}`, action: 'appeal-mark', object });
    await this.answers.marked(tx, submissionId);
  }

  private async finish(tx: Transaction, submissionId: string, region: string): Promise<void> {
    const [work] = await tx.query<WaitingWork>(WAITING, [submissionId, region]);
    if (!work) return;
    if (work.file) {
      const [pieces] = await tx.query<{ n: number }>(PARTS, [submissionId, region]);
      if (pieces!.n < work.file.parts) return;
    }
    try {
      await this.submit(tx, work);
      await this.answers.received(tx, submissionId);
    } catch (error) {
      // What the rules refuse is an answer too; anything else is for the delivery to try again.
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      await this.answers.refused(tx, submissionId, error.code);
    }
    await tx.execute(DROP_PIECES, [submissionId, region]);
    await tx.execute(FORGET_TEXT, [submissionId]);
  }

  private async submit(tx: Transaction, work: WaitingWork): Promise<void> {
    const { submissionId, enrolmentId, assignmentId, handedInAt, homeRegion, text } = work;
    const file = work.file && { ...(await this.assemble(tx, work)), name: work.file.name };
    const handedIn: Work = { text, file };
    // A guest is known here by the enrolment.
    const terms = { submissionId, at: handedInAt };
    await this.submissions.submit(tx, assignmentId, enrolmentId, handedIn, `region:${homeRegion}`, terms);
  }

  /** Throws `file-damaged` (422) and what the file store refuses: type, size. */
  private async assemble(tx: Transaction, { submissionId, homeRegion, file }: WaitingWork) {
    const pieces = await tx.query<{ content: Buffer }>(CONTENT, [submissionId, homeRegion]);
    const bytes = Buffer.concat(pieces.map(({ content }) => content));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== file!.sha256 || bytes.length !== file!.bytes) throw new AppError('file-damaged', { status: 422 });
    return this.files.put(bytes, WORK_FILE);
  }
}
