import { CertificateFingerprintStated, DoubleCertificateFound, newId, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken, type EventBatch, type ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const KEEP = `INSERT INTO certificate_region AS c (fingerprint, region, uses, statement)
  SELECT DISTINCT ON (f, r) f, r, u, s FROM unnest($1::text[], $2::text[], $3::integer[], $4::integer[]) AS t(f, r, u, s) ORDER BY f, r, s DESC
  ON CONFLICT (fingerprint, region) DO UPDATE SET uses = excluded.uses, statement = excluded.statement
  WHERE excluded.statement > c.statement`;

/** What was taken back and comes again is a new use. */
const FEWER = `UPDATE certificate_hit AS h SET first_uses = least(h.first_uses, a.uses), second_uses = least(h.second_uses, b.uses)
  FROM certificate_region AS a, certificate_region AS b
 WHERE h.fingerprint = ANY($1::text[]) AND a.fingerprint = h.fingerprint AND a.region = h.first_region AND b.fingerprint = h.fingerprint AND b.region = h.second_region
   AND (a.uses < h.first_uses OR b.uses < h.second_uses)`;

/** Each pair of regions that use a certificate is a hit once, and again when one of them uses it more often than when they settled it. */
const HITS = `INSERT INTO certificate_hit AS h (hit_id, fingerprint, first_region, second_region, first_uses, second_uses)
  SELECT gen_random_uuid(), a.fingerprint, a.region, b.region, a.uses, b.uses
    FROM certificate_region AS a JOIN certificate_region AS b ON b.fingerprint = a.fingerprint AND a.region < b.region
   WHERE a.fingerprint = ANY($1::text[]) AND a.uses > 0 AND b.uses > 0
  ON CONFLICT (fingerprint, first_region, second_region) DO UPDATE SET hit_id = excluded.hit_id, found_at = now(), first_uses = excluded.first_uses,
    second_uses = excluded.second_uses
  WHERE excluded.first_uses > h.first_uses OR excluded.second_uses > h.second_uses
  RETURNING hit_id AS "hitId", fingerprint, first_region AS "first", second_region AS "second"`;

interface Hit {
  readonly hitId: string;
  readonly fingerprint: string;
  readonly first: string;
  readonly second: string;
}

/** In a province: finds certificates that two regions state, and tells both; what they are about stays between the two. */
@Controller()
export class ProvinceHitsHandler {
  constructor(private readonly outbox: Outbox) {}

  @EventPattern(CertificateFingerprintStated, 'process')
  async stated(
    events: readonly ReceivedEvent<typeof CertificateFingerprintStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(KEEP, [
      events.map(({ data }) => data.fingerprint),
      events.map(({ region }) => region),
      events.map(({ data }) => data.uses),
      events.map(({ data }) => data.statement),
    ]);
    await this.tell(transaction, [...new Set(events.map(({ data }) => data.fingerprint))]);
  }

  private async tell(tx: Transaction, fingerprints: readonly string[]): Promise<void> {
    await tx.execute(FEWER, [fingerprints]);
    const hits = await tx.query<Hit>(HITS, [fingerprints]);
    await this.outbox.append(
      tx,
      hits.flatMap((hit) => [
        foundEvent(hit, hit.first, hit.second, true),
        foundEvent(hit, hit.second, hit.first, false),
      ]),
    );
  }
}

function foundEvent({ hitId, fingerprint }: Hit, to: string, otherRegion: string, asks: boolean): NewEvent {
  return DoubleCertificateFound.create({
    id: newId(),
    subject: hitId,
    to: `to.${regionToken(to)}`,
    data: { hitId, fingerprint, otherRegion, asks },
  }) as unknown as NewEvent;
}
