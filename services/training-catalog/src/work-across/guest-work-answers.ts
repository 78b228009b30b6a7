import { WorkAnswered, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { MarkTeller } from '../assignments/mark-teller.js';

const WORK = `SELECT g.submission_id AS "submissionId", g.enrolment_id AS "enrolmentId", g.home_region AS "homeRegion", g.answer, u.attempt,
    coalesce(u.late, false) AS late, u.mark, a.state AS appeal, a.answer AS "appealAnswer"
  FROM guest_work AS g LEFT JOIN submission AS u USING (submission_id) LEFT JOIN mark_appeal AS a USING (submission_id) WHERE g.submission_id = $1 FOR UPDATE OF g`;
const MARKINGS = `SELECT role, mark, points, remark FROM marking WHERE submission_id = $1 ORDER BY marked_at`;
const KEEP = `UPDATE guest_work SET answer = $2, told = $3 WHERE submission_id = $1`;

interface AnsweredWork {
  readonly submissionId: string;
  readonly enrolmentId: string;
  readonly homeRegion: string;
  readonly answer: number;
  readonly attempt: number | null;
  readonly late: boolean;
  readonly mark: number | null;
  readonly appeal: NonNullable<WorkAnswered['appeal']>['state'] | null;
  readonly appealAnswer: string | null;
}
type Given = Omit<WorkAnswered['markings'][number], 'points'> & { readonly points: Readonly<Record<string, number>> };

/** Host: what the home region of a guest is told of work. */
@Injectable()
export class GuestWorkAnswers implements MarkTeller {
  constructor(private readonly outbox: Outbox) {}

  received(tx: Transaction, submissionId: string): Promise<void> {
    return this.tell(tx, submissionId, 'RECEIVED', null);
  }

  refused(tx: Transaction, submissionId: string, reason: string): Promise<void> {
    return this.tell(tx, submissionId, 'REFUSED', reason);
  }

  /** Work that no guest handed in is nobody's to tell. */
  marked(tx: Transaction, submissionId: string): Promise<void> {
    return this.tell(tx, submissionId, 'MARKED', null);
  }

  private async tell(
    tx: Transaction,
    submissionId: string,
    state: WorkAnswered['state'],
    reason: string | null,
  ): Promise<void> {
    const [work] = await tx.query<AnsweredWork>(WORK, [submissionId]);
    if (!work) return;
    const { homeRegion, enrolmentId, attempt, late, mark, appeal, appealAnswer } = work;
    const given = state === 'MARKED' ? await tx.query<Given>(MARKINGS, [submissionId]) : [];
    const markings = given.map(({ points, remark, ...one }) => ({
      ...one,
      remark: remark === '' ? null : remark,
      points: Object.entries(points).map(([criterion, value]) => ({ criterion, points: value })),
    }));
    const word = { submissionId, enrolmentId, answer: work.answer + 1, state, reason };
    const appealed = appeal === null ? {} : { appeal: { state: appeal, answer: appealAnswer } };
    const data: WorkAnswered = {
      ...word,
      attempt,
      late,
      mark: state === 'MARKED' ? mark : null,
      markings,
      ...appealed,
    };
    await tx.execute(KEEP, [submissionId, data.answer, JSON.stringify(data)]);
    await this.outbox.append(tx, [workAnswered(homeRegion, data)]);
  }
}

export function workAnswered(homeRegion: string, data: WorkAnswered): NewEvent {
  const to = `to.${regionToken(homeRegion)}` as const;
  return WorkAnswered.create({ subject: data.enrolmentId, data, to }) as unknown as NewEvent;
}
