import { CertificateReissued } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { MovedPeople } from './moved-people.js';
import { lockPersons } from './person-lock.js';

/** In the order in which they were told: of one completion the last one holds. What is booked already is looked at anew for doubles. */
const CORRECT = `WITH corrected AS (
  INSERT INTO certificate_correction (certificate_id, completion_id, former_completion_id, number, replaced_number, cause, reason, issued_on, issued_by_region, event_id)
  SELECT c, i, f, n, o, k, r, d, g, e
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[], $9::text[], $10::text[])
      WITH ORDINALITY AS u(c, i, f, n, o, k, r, d, g, e, place) ORDER BY place
  ON CONFLICT (certificate_id) DO NOTHING RETURNING completion_id)
INSERT INTO ledger_mark (completion_ids)
SELECT array_agg(DISTINCT completion_id) FROM corrected
 WHERE EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.completion_id = corrected.completion_id) HAVING count(*) > 0`;

const HOLDERS = 'SELECT DISTINCT employee_id AS id FROM ledger_entry WHERE completion_id = ANY($1::uuid[])';

/** A certificate that was issued anew corrects what proves an entry: hours and lines stand, the number that is shown and compared is the new one, also where the person moved to. */
@Controller()
export class CertificateReissuedHandler {
  constructor(private readonly moved: MovedPeople) {}

  @EventPattern(CertificateReissued, 'process')
  async handle(
    events: readonly ReceivedEvent<typeof CertificateReissued>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await lockPersons(
      transaction,
      events.map(({ data }) => data.employeeId),
    );
    await transaction.execute(CORRECT, [
      events.map(({ data }) => data.certificateId),
      events.map(({ data }) => data.completionId),
      events.map(({ data }) => data.formerCompletionId),
      events.map(({ data }) => data.number),
      events.map(({ data }) => data.replacedNumber),
      events.map(({ data }) => data.cause),
      events.map(({ data }) => data.reason),
      events.map(({ data }) => data.issuedOn),
      events.map(({ data }) => data.issuedByRegion ?? null),
      events.map(({ id }) => id),
    ]);
    const holders = await transaction.query<{ id: string }>(HOLDERS, [events.map(({ data }) => data.completionId)]);
    const away = await this.moved.destinations(
      transaction,
      holders.map(({ id }) => id),
    );
    await this.moved.tell(transaction, away);
  }
}
