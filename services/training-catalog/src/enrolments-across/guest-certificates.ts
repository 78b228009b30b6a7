import type { CompletionReported } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CertificateListeners } from '../certificates/certificate-listeners.js';
import { CertificateViews } from '../certificates/certificate-views.js';
import { reportOf } from './guest-answers.js';
import { certificatesOfGuest } from './guest-outcome.queries.js';

/** The newest certificate of a completion speaks, and was told otherwise: it was taken back, took the place of the one that was told, or of one taken back. */
const NEWS = `SELECT g.enrolment_id AS "enrolmentId", g.home_region AS "homeRegion", g.outcome, o.completion_id AS "completionId"
  FROM guest_enrolment AS g JOIN training_outcome AS o ON o.enrolment_id = g.enrolment_id
  JOIN LATERAL (SELECT certificate_id, state FROM certificate AS x WHERE x.completion_id = o.completion_id ORDER BY certificate_id DESC LIMIT 1) AS c ON true
 WHERE ($1::uuid[] IS NULL OR g.enrolment_id = ANY($1::uuid[])) AND (
     g.state = 'PASSED' AND g.outcome->>'outcome' = 'PASSED'
       AND (c.state = 'REVOKED' OR c.state = 'VALID' AND g.outcome->'certificate'->>'certificateId' IS DISTINCT FROM c.certificate_id::text)
     OR g.outcome->>'outcome' = 'REVOKED' AND c.state = 'VALID')
 ORDER BY g.enrolment_id LIMIT 500 FOR UPDATE OF g SKIP LOCKED`;

const KEEP = `UPDATE guest_enrolment AS g SET state = u.s, outcome = u.o, changed_at = now()
  FROM unnest($1::uuid[], $2::text[], $3::jsonb[]) AS u(i, s, o) WHERE g.enrolment_id = u.i`;
const REASON = 'SELECT issued_reason AS reason FROM certificate WHERE certificate_id = $1';

interface News {
  readonly enrolmentId: string;
  readonly homeRegion: string;
  readonly outcome: CompletionReported;
  readonly completionId: string;
}

/** Tells home regions what became of certificates of their people: taken back here, and with it the completion, or issued anew. */
@Injectable()
export class GuestCertificates implements OnModuleInit {
  constructor(
    private readonly listeners: CertificateListeners,
    private readonly views: CertificateViews,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.listeners.listen(async (tx, holders) => {
      const guests = holders.filter(({ homeRegion }) => homeRegion !== null);
      if (guests.length > 0)
        await this.tell(
          tx,
          guests.map(({ enrolmentId }) => enrolmentId),
        );
    });
  }

  /** What was not told yet, of guests of before too; answers how many were told of. */
  tellAll(): Promise<number> {
    return this.unitOfWork.run((tx) => this.tell(tx, null));
  }

  private async tell(tx: Transaction, enrolmentIds: readonly string[] | null): Promise<number> {
    const rows = await tx.query<News>(NEWS, [enrolmentIds]);
    const reports: CompletionReported[] = [];
    for (const { outcome, completionId } of rows) reports.push(await this.reportAnew(tx, outcome, completionId));
    await tx.execute(KEEP, [
      rows.map(({ enrolmentId }) => enrolmentId),
      reports.map(({ outcome }) => (outcome === 'REVOKED' ? 'NOT_PASSED' : outcome)),
      reports.map((report) => JSON.stringify(report)),
    ]);
    await this.outbox.append(
      tx,
      rows.map(({ homeRegion }, index) => reportOf(homeRegion, reports[index]!)),
    );
    return rows.length;
  }

  private async reportAnew(
    tx: Transaction,
    before: CompletionReported,
    completionId: string,
  ): Promise<CompletionReported> {
    const told = await certificatesOfGuest(tx, completionId, this.views);
    const { certificate } = told;
    if (certificate?.standing === 'REVOKED')
      return { ...before, ...told, completionId, outcome: 'REVOKED', reason: certificate.endedReason ?? null };
    // Revoked by mistake: the home region records the completion anew, and why.
    const reason = before.outcome === 'REVOKED' ? await issuedReason(tx, certificate?.certificateId) : before.reason;
    return { ...before, ...told, completionId, outcome: 'PASSED', reason };
  }
}

async function issuedReason(tx: Transaction, certificateId: string | undefined): Promise<string | null> {
  const [row] = await tx.query<{ reason: string | null }>(REASON, [certificateId ?? null]);
  return row?.reason ?? null;
}
