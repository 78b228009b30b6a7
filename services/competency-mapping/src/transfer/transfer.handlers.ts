import {
  CompetencyRecordHandedOver,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  type EventData,
} from '@betang/contracts';
import { Outbox, regionToken, type EventBatch, type ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern, eventList } from '../events.js';
import { insertEvidence } from '../evidence/evidence-store.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { ProfileComputation } from '../profiles/profile-computation.js';
import { receivedEvidence, recordParts, type HandedOverEvidence } from './hand-over.decision.js';

type Out = EventData<typeof EmployeeTransferredOut>;

/** What still holds; the old region keeps its own as the law says. */
const RECORD = `SELECT evidence_id AS "evidenceId", competency_code AS "competencyCode", level::integer AS level, method, assessor,
    observed_on::text AS "observedOn", valid_until::text AS "validUntil", reference
  FROM evidence WHERE employee_id = $1 AND revoked_at IS NULL AND (valid_until IS NULL OR valid_until >= $2) ORDER BY observed_on, evidence_id`;

const READY = `SELECT r.transfer_id AS "transferId", r.part, r.evidence, t.employee_id AS "employeeId"
  FROM record_received AS r JOIN transfer_in AS t USING (transfer_id)
 WHERE r.transfer_id = ANY($1::uuid[]) AND NOT r.taken_in ORDER BY 1, 2 FOR UPDATE OF r`;

interface ReadyPart {
  readonly transferId: string;
  readonly part: number;
  readonly evidence: readonly HandedOverEvidence[];
  readonly employeeId: string;
}

/** The competency record follows a person who moves (mutasi): handed over encrypted for the new region, and taken in there once the person is known. */
@Controller()
export class TransferHandlers {
  constructor(
    private readonly contexts: MappingContexts,
    private readonly computation: ProfileComputation,
    private readonly outbox: Outbox,
  ) {}

  @EventPattern(EmployeeTransferredOut, 'process')
  async out(
    events: readonly ReceivedEvent<typeof EmployeeTransferredOut>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { data } of events) await this.handOver(transaction, data);
  }

  @EventPattern(CompetencyRecordHandedOver, 'process')
  async received(
    events: readonly ReceivedEvent<typeof CompetencyRecordHandedOver>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(
      `INSERT INTO record_received (transfer_id, part, from_region, evidence)
       SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::jsonb[]) ON CONFLICT DO NOTHING`,
      [
        events.map(({ data }) => data.transferId),
        events.map(({ data }) => data.part),
        events.map(({ region }) => region),
        events.map(({ data }) => JSON.stringify(data.evidence)),
      ],
    );
    await this.takeIn(transaction, events);
  }

  @EventPattern(EmployeeTransferredIn, 'process')
  async arrived(
    events: readonly ReceivedEvent<typeof EmployeeTransferredIn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(
      'INSERT INTO transfer_in (transfer_id, employee_id) SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING',
      [events.map(({ data }) => data.transferId), events.map(({ data }) => data.employeeId)],
    );
    await this.takeIn(transaction, events);
  }

  private async handOver(tx: Transaction, { transferId, employeeId, toRegion, leftOn }: Out): Promise<void> {
    const record = await tx.query<HandedOverEvidence>(RECORD, [employeeId, leftOn]);
    const fresh = await tx.execute(
      'INSERT INTO record_handed_over (transfer_id, employee_id, evidence) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [transferId, employeeId, record.length],
    );
    if (fresh === 0) return;
    const to = `to.${regionToken(toRegion)}` as const;
    const events = recordParts(transferId, employeeId, record).map((data) =>
      CompetencyRecordHandedOver.create({ subject: transferId, data, to }),
    );
    await this.outbox.append(tx, eventList(...events));
  }

  /** The event that a record was waiting for is the cause of what its profile becomes. */
  private async takeIn(
    tx: Transaction,
    events: readonly { readonly id: string; readonly data: { readonly transferId: string } }[],
  ): Promise<void> {
    const causes = new Map(events.map(({ id, data }) => [data.transferId, id]));
    const parts = await tx.query<ReadyPart>(READY, [[...causes.keys()]]);
    if (parts.length === 0) return;
    const { profileRule } = await this.contexts.load(tx);
    const records = parts.flatMap(({ evidence, employeeId, transferId }) =>
      evidence.map((piece) => receivedEvidence(piece, employeeId, transferId, profileRule.ruleVersion)),
    );
    await insertEvidence(tx, records, 'transfer');
    await tx.execute(
      `UPDATE record_received AS r SET taken_in = true, evidence = '[]' FROM unnest($1::uuid[], $2::integer[]) AS u(t, p)
        WHERE r.transfer_id = u.t AND r.part = u.p`,
      [parts.map(({ transferId }) => transferId), parts.map(({ part }) => part)],
    );
    const people = new Map(parts.map(({ employeeId, transferId }) => [employeeId, causes.get(transferId)!]));
    await this.computation.compute(
      tx,
      [...people].map(([employeeId, causationId]) => ({ employeeId, cause: 'TRANSFER' as const, causationId })),
    );
  }
}
