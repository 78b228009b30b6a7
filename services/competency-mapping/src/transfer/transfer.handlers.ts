import {
  CompetencyRecordHandedOver,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  LaterEvidenceHandedOver,
} from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { insertEvidence } from '../evidence/evidence-store.js';
import { orderOf } from '../people/event-order.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { ProfileComputation } from '../profiles/profile-computation.js';
import { lockProfiles } from '../profiles/profile-store.js';
import { receivedEvidence, type HandedOver, type HandedOverEvidence } from './hand-over.decision.js';
import { LaterEvidence } from './later-evidence.js';

const LEFT = `INSERT INTO record_handed_over (transfer_id, employee_id, evidence, to_region, left_on, move_order, due)
  SELECT t, e, 0, r, l, o, true FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::bigint[]) AS u(t, e, r, l, o)
  ON CONFLICT DO NOTHING RETURNING employee_id AS "employeeId"`;
const KEEP_PARTS = `INSERT INTO record_received (transfer_id, part, from_region, evidence, event_id, handed_over_at)
  SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::jsonb[], $5::uuid[], $6::timestamptz[]) ON CONFLICT DO NOTHING`;

const KEEP_CHANGES = `INSERT INTO later_evidence AS l (transfer_id, from_region, evidence_id, evidence, revoked, reason, event_id, handed_over_at)
  SELECT DISTINCT ON (t, r, i) t, r, i, e, v, w, n, m
    FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[], $5::boolean[], $6::text[], $7::uuid[], $8::timestamptz[]) AS u(t, r, i, e, v, w, n, m)
   ORDER BY t, r, i, v DESC
  ON CONFLICT (transfer_id, from_region, evidence_id) DO UPDATE SET revoked = true, reason = excluded.reason, event_id = excluded.event_id
   WHERE excluded.revoked AND NOT l.revoked`;
const CHANGES = `SELECT c.transfer_id AS "transferId", t.employee_id AS "employeeId", c.from_region AS "fromRegion", c.evidence,
    c.event_id AS "eventId", c.handed_over_at AS at
  FROM later_evidence AS c JOIN transfer_in AS t USING (transfer_id)
 WHERE c.transfer_id = ANY($1::uuid[]) AND c.from_region = t.from_region AND NOT c.revoked`;
/** After every taking in, so that a revocation that came first is not forgotten. */
const REVOKE = `UPDATE evidence AS e SET revoked_at = now(), revoked_reason = coalesce(c.reason, c.from_region), revoked_event_id = c.event_id
  FROM later_evidence AS c JOIN transfer_in AS t USING (transfer_id)
 WHERE c.transfer_id = ANY($1::uuid[]) AND c.from_region = t.from_region AND c.revoked AND e.revoked_at IS NULL
   AND e.source = 'TRANSFER' AND e.employee_id = t.employee_id AND 'transfer:' || c.evidence_id IN (e.source_key, (SELECT o.source_key FROM evidence AS o WHERE o.evidence_id = e.split_from))
 RETURNING e.employee_id AS "employeeId", c.transfer_id AS "transferId"`;
/** What came to be here, and comes back with the person, is here already. */
const OWN = `SELECT evidence_id AS id FROM evidence WHERE evidence_id = ANY($1::uuid[])`;

const READY = `SELECT r.transfer_id AS "transferId", r.part, r.from_region AS "fromRegion", r.evidence, t.employee_id AS "employeeId",
    r.event_id AS "eventId", r.handed_over_at AS at
  FROM record_received AS r JOIN transfer_in AS t USING (transfer_id)
 WHERE r.transfer_id = ANY($1::uuid[]) AND NOT r.taken_in AND r.from_region = coalesce(t.from_region, r.from_region) ORDER BY 1, 2 FOR UPDATE OF r`;

type ReadyPart = HandedOver & { readonly part: number; readonly evidence: readonly HandedOverEvidence[] };

/** The competency record follows a person who moves (mutasi): handed over encrypted for the new region, and taken in there once the person is known. */
@Controller()
export class TransferHandlers {
  constructor(
    private readonly contexts: MappingContexts,
    private readonly computation: ProfileComputation,
    private readonly later: LaterEvidence,
  ) {}

  @EventPattern(EmployeeTransferredOut, 'process')
  async out(
    events: readonly ReceivedEvent<typeof EmployeeTransferredOut>[],
    { transaction: tx }: EventBatch,
  ): Promise<void> {
    const employees = events.map(({ data }) => data.employeeId);
    // Whoever is just recording evidence of them comes before, and is handed over; or after, and finds that they have left.
    await lockProfiles(tx, employees);
    const left = await tx.query<{ employeeId: string }>(LEFT, [
      events.map(({ data }) => data.transferId),
      employees,
      events.map(({ data }) => data.toRegion),
      events.map(({ data }) => data.leftOn),
      events.map(orderOf),
    ]);
    await this.later.follow(tx, [...new Set(left.map(({ employeeId }) => employeeId))]);
  }

  @EventPattern(CompetencyRecordHandedOver, 'process')
  async received(
    events: readonly ReceivedEvent<typeof CompetencyRecordHandedOver>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(KEEP_PARTS, [
      events.map(({ data }) => data.transferId),
      events.map(({ data }) => data.part),
      events.map(({ region }) => region),
      events.map(({ data }) => JSON.stringify(data.evidence)),
      events.map(({ id }) => id),
      events.map(({ time }) => time),
    ]);
    await this.takeIn(transaction, events);
  }

  @EventPattern(EmployeeTransferredIn, 'process')
  async arrived(
    events: readonly ReceivedEvent<typeof EmployeeTransferredIn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(
      `INSERT INTO transfer_in (transfer_id, employee_id, from_region, effective_on, move_order)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::bigint[]) ON CONFLICT DO NOTHING`,
      [
        events.map(({ data }) => data.transferId),
        events.map(({ data }) => data.employeeId),
        events.map(({ data }) => data.fromRegion),
        events.map(({ data }) => data.effectiveOn),
        events.map(orderOf),
      ],
    );
    await this.takeIn(transaction, events);
  }

  @EventPattern(LaterEvidenceHandedOver, 'process')
  async laterReceived(
    events: readonly ReceivedEvent<typeof LaterEvidenceHandedOver>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const rows = events.flatMap(({ id, time, region, data }) =>
      data.changes.map((change) => ({ ...change, id, time, region, transferId: data.transferId })),
    );
    await transaction.execute(KEEP_CHANGES, [
      rows.map(({ transferId }) => transferId),
      rows.map(({ region }) => region),
      rows.map(({ evidence }) => evidence.evidenceId),
      rows.map(({ evidence }) => JSON.stringify(evidence)),
      rows.map(({ revoked }) => revoked),
      rows.map(({ reason }) => reason),
      rows.map(({ id }) => id),
      rows.map(({ time }) => time),
    ]);
    await this.takeIn(transaction, events);
  }

  /** The event that a record was waiting for is the cause of what its profile becomes. */
  private async takeIn(
    tx: Transaction,
    events: readonly { readonly id: string; readonly data: { readonly transferId: string } }[],
  ): Promise<void> {
    const causes = new Map(events.map(({ id, data }) => [data.transferId, id]));
    const ids = [...causes.keys()];
    const parts = await tx.query<ReadyPart>(READY, [ids]);
    const changes = await tx.query<HandedOver & { evidence: HandedOverEvidence }>(CHANGES, [ids]);
    const pieces = [
      ...parts.flatMap(({ evidence, ...part }) => evidence.map((piece) => ({ ...part, piece }))),
      ...changes.map(({ evidence, ...change }) => ({ ...change, piece: evidence })),
    ];
    const own = await tx.query<{ id: string }>(OWN, [pieces.map(({ piece }) => piece.evidenceId)]);
    const known = new Set(own.map(({ id }) => id));
    const { profileRule } = await this.contexts.load(tx);
    const records = pieces
      .filter(({ piece }) => !known.has(piece.evidenceId))
      .map(({ piece, ...how }) => receivedEvidence(piece, how, profileRule.ruleVersion));
    const added = await insertEvidence(tx, records, 'transfer');
    const revoked = await tx.query<{ employeeId: string; transferId: string }>(REVOKE, [ids]);
    await tx.execute(
      `UPDATE record_received AS r SET taken_in = true, evidence = '[]' FROM unnest($1::uuid[], $2::integer[]) AS u(t, p)
        WHERE r.transfer_id = u.t AND r.part = u.p`,
      [parts.map(({ transferId }) => transferId), parts.map(({ part }) => part)],
    );
    const touched = [
      ...added.map(({ employeeId, assessmentId: transferId }) => ({ employeeId, transferId })),
      ...revoked,
    ];
    const people = new Map(touched.map(({ employeeId, transferId }) => [employeeId, causes.get(transferId)!]));
    await this.computation.compute(
      tx,
      [...people].map(([employeeId, causationId]) => ({ employeeId, cause: 'TRANSFER' as const, causationId })),
    );
  }
}
