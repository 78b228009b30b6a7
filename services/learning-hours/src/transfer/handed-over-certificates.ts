import { CertificateCorrectionsHandedOver, type EventData, type NewEvent, type PersonMove } from '@betang/contracts';
import { regionToken, type ReceivedEvent } from '@betang/messaging';
import { RegionConfig, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { inParts } from './hand-over.decision.js';
import { RecordHandOver } from './record-hand-over.js';

type Correction = EventData<typeof CertificateCorrectionsHandedOver>['corrections'][number];

/** Certificates of a person's entries that were issued anew and of which the region does not know, under the completion's first name. */
const UNTOLD = `SELECT c.certificate_id AS "certificateId", coalesce(o.origin_completion_id, c.completion_id) AS "completionId",
    c.former_completion_id AS "formerCompletionId", c.number, c.replaced_number AS "replacedNumber", c.cause, c.reason, c.issued_on AS "issuedOn",
    coalesce(c.issued_by_region, $3) AS "issuedByRegion"
  FROM certificate_correction AS c LEFT JOIN entry_origin AS o ON o.completion_id = c.completion_id
 WHERE c.completion_id IN (SELECT l.completion_id FROM ledger_entry AS l WHERE l.employee_id = $1)
   AND NOT EXISTS (SELECT 1 FROM certificate_told AS t WHERE t.to_region = $2 AND t.certificate_id = c.certificate_id)
 ORDER BY c.correction_number`;

const TOLD = `INSERT INTO certificate_told (to_region, certificate_id) SELECT $1, * FROM unnest($2::uuid[]) ON CONFLICT DO NOTHING`;

const KEEP = `INSERT INTO certificate_handed_over (transfer_id, from_region, certificate_id, completion_id, former_completion_id, number, replaced_number, cause,
    reason, issued_on, issued_by_region, event_id)
  SELECT t, r, c, i, f, n, o, k, w, d, g, e
    FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::date[], $11::text[], $12::text[])
      WITH ORDINALITY AS u(t, r, c, i, f, n, o, k, w, d, g, e, place) ORDER BY place
  ON CONFLICT DO NOTHING`;

/** Only of entries that came with this transfer: what this region booked itself no other region corrects. */
const APPLY = `WITH applied AS (
    UPDATE certificate_handed_over AS h SET applied = true FROM entry_origin AS o
     WHERE h.transfer_id = $1::uuid AND h.from_region = $2 AND NOT h.applied
       AND o.kind = 'TRANSFER' AND o.reference = $1::uuid::text AND o.origin_completion_id = h.completion_id
    RETURNING h.*, o.completion_id AS own),
  corrected AS (
    INSERT INTO certificate_correction (certificate_id, completion_id, former_completion_id, number, replaced_number, cause, reason, issued_on, issued_by_region, event_id)
    SELECT certificate_id, own, former_completion_id, number, replaced_number, cause, reason, issued_on, issued_by_region, event_id FROM applied ORDER BY place
    ON CONFLICT (certificate_id) DO NOTHING RETURNING completion_id),
  marked AS (
    INSERT INTO ledger_mark (completion_ids) SELECT array_agg(DISTINCT completion_id) FROM corrected HAVING count(*) > 0)
  SELECT completion_id FROM corrected`;

/** By which certificates the entries of people who moved are proven, as far as these were issued anew: told to the new region, and taken in from the former one. */
@Injectable()
export class HandedOverCertificates {
  constructor(
    private readonly record: RecordHandOver,
    private readonly config: RegionConfig,
  ) {}

  /** Tells the new region what it does not know yet; once its key is there, where it has none. */
  async tell(tx: Transaction, { transferId, employeeId, region }: PersonMove): Promise<void> {
    const untold = await tx.query<Correction>(UNTOLD, [employeeId, region, this.config.region]);
    if (untold.length === 0) return;
    const to = `to.${regionToken(region)}` as const;
    const events = inParts(untold).map((corrections) => {
      const data = { transferId, formerEmployeeId: employeeId, corrections };
      return CertificateCorrectionsHandedOver.create({ subject: transferId, to, data }) as unknown as NewEvent;
    });
    if (!(await this.record.send(tx, employeeId, events))) return;
    await tx.execute(TOLD, [region, untold.map(({ certificateId }) => certificateId)]);
  }

  /** Keeps what came until the record itself is here. */
  async keep(
    tx: Transaction,
    events: readonly ReceivedEvent<typeof CertificateCorrectionsHandedOver>[],
  ): Promise<void> {
    const rows = events.flatMap(({ id, region, data }) =>
      data.corrections.map((one) => ({ ...one, transferId: data.transferId, region, eventId: id })),
    );
    await tx.execute(KEEP, [
      rows.map(({ transferId }) => transferId),
      rows.map(({ region }) => region),
      rows.map(({ certificateId }) => certificateId),
      rows.map(({ completionId }) => completionId),
      rows.map(({ formerCompletionId }) => formerCompletionId),
      rows.map(({ number }) => number),
      rows.map(({ replacedNumber }) => replacedNumber),
      rows.map(({ cause }) => cause),
      rows.map(({ reason }) => reason),
      rows.map(({ issuedOn }) => issuedOn),
      rows.map(({ issuedByRegion }) => issuedByRegion),
      rows.map(({ eventId }) => eventId),
    ]);
  }

  /** Corrects what proves the entries that came with a transfer; answers whether anything was corrected. */
  async apply(tx: Transaction, transferId: string, fromRegion: string): Promise<boolean> {
    return (await tx.query(APPLY, [transferId, fromRegion])).length > 0;
  }
}
