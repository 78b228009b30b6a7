import { CertificatesHandedOver, EmployeeTransferredIn, EmployeeTransferredOut } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { orderOf } from '../employees/event-order.js';
import { EventPattern } from '../events.js';
import { ForeignCertificates } from './foreign-certificates.js';
import type { HandedOver } from './later-certificates.decision.js';
import { LaterCertificates } from './later-certificates.js';

const LEFT = `INSERT INTO certificate_hand_over (transfer_id, employee_id, to_region, left_on, move_order)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::bigint[]) ON CONFLICT DO NOTHING`;
const ARRIVED = `INSERT INTO transfer_arrival (transfer_id, employee_id, from_region, effective_on, move_order)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::bigint[]) ON CONFLICT DO NOTHING`;
const KEEP = `INSERT INTO certificate_elsewhere AS c (transfer_id, certificate_id, from_region, told)
  SELECT DISTINCT ON (t, i, r) t, i, r, v FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[]) AS u(t, i, r, v)
   ORDER BY t, i, r, coalesce(v->>'standing', 'VALID') = 'VALID'
  ON CONFLICT (transfer_id, from_region, certificate_id) DO UPDATE SET told = excluded.told
  WHERE coalesce(c.told->>'standing', 'VALID') = 'VALID'`;
/** Identity says whose transfer it was, and which region was left: nobody else is believed. */
const READY = `DELETE FROM certificate_elsewhere AS c USING transfer_arrival AS t
  WHERE c.transfer_id = ANY($1::uuid[]) AND t.transfer_id = c.transfer_id AND t.from_region = c.from_region
 RETURNING t.employee_id AS "employeeId", c.transfer_id AS "transferId", c.from_region AS "fromRegion", c.told`;

interface Ready {
  readonly employeeId: string;
  readonly transferId: string;
  readonly fromRegion: string;
  readonly told: HandedOver;
}

/** Certificates of people who move (mutasi): told to the new region, which shows them; the region that issued one goes on to vouch for it. */
@Controller()
export class CertificateHandOverHandlers {
  constructor(
    private readonly foreign: ForeignCertificates,
    private readonly later: LaterCertificates,
  ) {}

  @EventPattern(EmployeeTransferredOut, 'process')
  async left(
    events: readonly ReceivedEvent<typeof EmployeeTransferredOut>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(LEFT, [
      events.map(({ data }) => data.transferId),
      events.map(({ data }) => data.employeeId),
      events.map(({ data }) => data.toRegion),
      events.map(({ data }) => data.leftOn),
      events.map(orderOf),
    ]);
    await this.later.follow(transaction, [...new Set(events.map(({ data }) => data.employeeId))]);
  }

  @EventPattern(EmployeeTransferredIn, 'process')
  async arrived(
    events: readonly ReceivedEvent<typeof EmployeeTransferredIn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(ARRIVED, [
      events.map(({ data }) => data.transferId),
      events.map(({ data }) => data.employeeId),
      events.map(({ data }) => data.fromRegion),
      events.map(({ data }) => data.effectiveOn),
      events.map(orderOf),
    ]);
    await this.takeIn(
      transaction,
      events.map(({ data }) => data.transferId),
    );
  }

  @EventPattern(CertificatesHandedOver, 'process')
  async handedOver(
    events: readonly ReceivedEvent<typeof CertificatesHandedOver>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const rows = events.flatMap(({ region, data }) =>
      data.certificates.map((certificate) => ({ region, transferId: data.transferId, certificate })),
    );
    await transaction.execute(KEEP, [
      rows.map(({ transferId }) => transferId),
      rows.map(({ certificate }) => certificate.certificateId),
      rows.map(({ region }) => region),
      rows.map(({ certificate }) => JSON.stringify(certificate)),
    ]);
    await this.takeIn(
      transaction,
      events.map(({ data }) => data.transferId),
    );
  }

  /** The two events of an arrival come in any order. Who moved on since is told of there. */
  private async takeIn(tx: Transaction, transferIds: readonly string[]): Promise<void> {
    const ready = await tx.query<Ready>(READY, [transferIds]);
    const words = ready.map(({ employeeId, transferId, fromRegion, told }) => ({
      ...told,
      ...{ employeeId, toldBy: fromRegion, toldWith: 'TRANSFER' as const, toldWithId: transferId },
    }));
    await this.later.follow(tx, await this.foreign.record(tx, words));
  }
}
