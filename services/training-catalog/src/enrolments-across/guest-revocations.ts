import type { CompletionReported } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { UnitOfWork } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { reportOf } from './guest-answers.js';

/** A certificate that was replaced is none that was taken back: the newest one of the completion speaks. */
const TAKEN_BACK = `SELECT g.enrolment_id AS "enrolmentId", g.home_region AS "homeRegion", g.outcome, c.ended_reason AS reason
  FROM guest_enrolment AS g JOIN training_outcome AS o ON o.enrolment_id = g.enrolment_id
  JOIN LATERAL (SELECT state, ended_reason FROM certificate AS x WHERE x.completion_id = o.completion_id ORDER BY certificate_id DESC LIMIT 1) AS c ON true
 WHERE g.state = 'PASSED' AND g.outcome->>'outcome' = 'PASSED' AND c.state = 'REVOKED'
 ORDER BY g.enrolment_id LIMIT 500 FOR UPDATE OF g SKIP LOCKED`;

const KEEP = `UPDATE guest_enrolment AS g SET state = 'NOT_PASSED', outcome = u.o, changed_at = now()
  FROM unnest($1::uuid[], $2::jsonb[]) AS u(i, o) WHERE g.enrolment_id = u.i`;

interface TakenBack {
  readonly enrolmentId: string;
  readonly homeRegion: string;
  readonly outcome: CompletionReported;
  readonly reason: string | null;
}

/** Tells home regions of certificates of their people that were taken back here. */
@Injectable()
export class GuestRevocations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** Answers how many were told. */
  tellAll(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<TakenBack>(TAKEN_BACK);
      if (rows.length === 0) return 0;
      const reports = rows.map(({ outcome, reason }): CompletionReported => ({
        ...outcome,
        outcome: 'REVOKED',
        reason,
      }));
      await tx.execute(KEEP, [
        rows.map(({ enrolmentId }) => enrolmentId),
        reports.map((report) => JSON.stringify(report)),
      ]);
      await this.outbox.append(
        tx,
        rows.map(({ homeRegion }, index) => reportOf(homeRegion, reports[index]!)),
      );
      return rows.length;
    });
  }
}
