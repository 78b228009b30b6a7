import { Notices, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { Decision } from './approval.decision.js';

/** A request that was decided, as its row has it. */
export interface DecidedRequest {
  readonly requestId: string;
  readonly programmeId: string;
  readonly submitterId: string | null;
  readonly title: string;
  readonly state: Decision;
  readonly reason: string | null;
}

/** To stand after `RETURNING` in a statement on `publication_request AS p`. */
export const DECIDED_COLUMNS = `p.request_id AS "requestId", p.programme_id AS "programmeId", p.submitter_id AS "submitterId",
  p.submitted->>'title' AS title, p.state, p.reason`;

const NEWS: Readonly<Record<Decision, string>> = {
  APPROVED: 'training.publication-approved',
  RETURNED: 'training.publication-returned',
  REFUSED: 'training.publication-refused',
};

/** Tells who submitted a programme what became of it. */
@Injectable()
export class PublicationNotices {
  constructor(private readonly notices: Notices) {}

  async tell(tx: Transaction, decided: readonly DecidedRequest[]): Promise<void> {
    const notices = decided.flatMap(({ requestId, programmeId, submitterId, title, state, reason }) => {
      if (submitterId === null) return [];
      const code = NEWS[state];
      const link = `/training/programmes/${programmeId}`;
      const params = { title, reason: reason ?? '-' };
      return [{ recipientId: submitterId, key: `${code}:${requestId}`, code, params, link }];
    });
    await this.notices.tell(tx, notices);
  }
}
