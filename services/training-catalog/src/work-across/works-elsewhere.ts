import { MarkAppealed, WorkHandedIn, WorkPieceHandedIn, newId, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, Audit, Clock, Files, type StoredFile, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { submissionTime } from '../assignments/rubric.decision.js';
import { assertForm } from '../assignments/submissions.js';
import { getAssignmentElsewhere, getOwnSeat, getSeatElsewhere } from './learner-elsewhere.js';
import { assertTextTravels, piecesOf } from './work-file.decision.js';

/** The row lock lets one of two of the same person wait, so that work is sent in the order in which it was handed in. */
const LOCK = `SELECT 1 FROM outgoing_enrolment WHERE enrolment_id = $1 FOR UPDATE`;
const MARKED = `SELECT 1 FROM work_elsewhere WHERE enrolment_id = $1 AND assignment_id = $2 AND state = 'MARKED' LIMIT 1`;
const INSERT = `INSERT INTO work_elsewhere (submission_id, enrolment_id, assignment_id, host_region, content, file_hash, file_name, media_type, state, handed_in_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'SENT', $9)`;

const MARKED_WORK = `SELECT state, appeal_id AS "appealId" FROM work_elsewhere WHERE submission_id = $1 AND enrolment_id = $2 FOR UPDATE`;
const APPEAL = `UPDATE work_elsewhere SET appeal_id = $2, appeal_reason = $3 WHERE submission_id = $1`;

export interface WorkElsewhere {
  readonly text: string | null;
  readonly file: (StoredFile & { readonly name: string; readonly content: Buffer }) | null;
}

/** Home: work that people hand in for sessions elsewhere. */
@Injectable()
export class WorksElsewhere {
  constructor(
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * In time is what is handed in here in time, however long it travels. Throws `not-enrolled` (403), `assignment-not-found` (404),
   * `assignment-closed`, `submission-marked`, `sharing-kept-at-home`, `receiver-key-unknown` (409), `submission-form` (422), `work-too-large` (413).
   */
  async handIn(
    tx: Transaction,
    { enrolmentId, assignmentId, employeeId }: { enrolmentId: string; assignmentId: string; employeeId: string },
    work: WorkElsewhere,
    actor: string,
  ): Promise<string> {
    const seat = await getSeatElsewhere(tx, enrolmentId, employeeId);
    await tx.query(LOCK, [enrolmentId]);
    const { form, dueAt, lateUntil } = await getAssignmentElsewhere(tx, seat, assignmentId);
    const now = this.clock.now();
    if (submissionTime(now, new Date(dueAt), lateUntil === null ? null : new Date(lateUntil)) === 'closed')
      throw new AppError('assignment-closed', { status: 409 });
    assertForm(form as Parameters<typeof assertForm>[0], work);
    assertTextTravels(work.text);
    if ((await tx.query(MARKED, [enrolmentId, assignmentId])).length > 0)
      throw new AppError('submission-marked', { status: 409 });
    const submissionId = newId();
    const { text, file } = work;
    const stored = [file?.sha256 ?? null, file?.name ?? null, file?.mediaType ?? null];
    await tx.execute(INSERT, [submissionId, enrolmentId, assignmentId, seat.hostRegion, text, ...stored, now]);
    const object = { type: 'work-elsewhere', id: submissionId };
    if (file) await this.files.attach(tx, file.sha256, object);
    const pieces = file ? piecesOf(file.content) : [];
    const told = file && { name: file.name, sha256: file.sha256, bytes: file.bytes, parts: pieces.length };
    const handedInAt = now.toISOString();
    const data = { submissionId, enrolmentId, assignmentId, handedInAt, text, file: told };
    await this.send(tx, seat.hostRegion, data, pieces);
    await this.audit.record(tx, { actor, action: 'hand-in-elsewhere', object, after: { host: seat.hostRegion } });
    return submissionId;
  }

  /** Throws `submission-not-found` (404), `mark-not-final`, `appealed-already`, `receiver-key-unknown` (409). */
  async appeal(
    tx: Transaction,
    { enrolmentId, submissionId, employeeId }: { enrolmentId: string; submissionId: string; employeeId: string },
    reason: string,
    actor: string,
  ): Promise<string> {
    const { hostRegion } = await getOwnSeat(tx, enrolmentId, employeeId);
    type Row = { state: string; appealId: string | null };
    const [work] = await tx.query<Row>(MARKED_WORK, [submissionId, enrolmentId]);
    if (!work) throw new AppError('submission-not-found', { status: 404 });
    if (work.state !== 'MARKED') throw new AppError('mark-not-final', { status: 409 });
    if (work.appealId !== null) throw new AppError('appealed-already', { status: 409 });
    const appealId = newId();
    await tx.execute(APPEAL, [submissionId, appealId, reason]);
    await this.outbox.append(tx, [markAppealed(hostRegion, { appealId, submissionId, enrolmentId, reason })]);
    const object = { type: 'work-elsewhere', id: submissionId };
    await this.audit.record(tx, { actor, action: 'appeal-mark-elsewhere', object });
    return appealId;
  }

  private async send(tx: Transaction, host: string, data: WorkHandedIn, pieces: readonly string[]): Promise<void> {
    const events = [workHandedIn(host, data), ...pieces.map((content, index) => piece(host, data, index + 1, content))];
    if (!this.outbox.shares(events[0]!)) throw new AppError('sharing-kept-at-home', { status: 409 });
    await this.outbox.append(tx, events);
  }
}

export function workHandedIn(hostRegion: string, data: WorkHandedIn): NewEvent {
  const to = `to.${regionToken(hostRegion)}` as const;
  return WorkHandedIn.create({ subject: data.enrolmentId, data, to }) as unknown as NewEvent;
}

export function markAppealed(hostRegion: string, data: MarkAppealed): NewEvent {
  const to = `to.${regionToken(hostRegion)}` as const;
  return MarkAppealed.create({ subject: data.enrolmentId, data, to }) as unknown as NewEvent;
}

function piece(hostRegion: string, work: WorkHandedIn, part: number, content: string): NewEvent {
  const to = `to.${regionToken(hostRegion)}` as const;
  const data = { submissionId: work.submissionId, part, content };
  return WorkPieceHandedIn.create({ subject: work.enrolmentId, data, to }) as unknown as NewEvent;
}
