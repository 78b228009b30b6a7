import { DutyPolicyRecorded, DutyPolicyStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { newestOf, orderOf } from '../event-order.js';
import { EventPattern } from '../events.js';

type Recorded = ReceivedEvent<typeof DutyPolicyRecorded>;
type Told = Pick<Recorded, 'region' | 'epoch' | 'time' | 'audience' | 'position' | 'id' | 'data'>;

const UPSERT = `INSERT INTO duty_policy AS t (region, employment_status, origin, valid_from, valid_to, policy_order, least, most, basis, withdrawn,
    as_of, audience, epoch, position, event_id)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::date[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[],
    $10::boolean[], $11::timestamptz[], $12::text[], $13::text[], $14::bigint[], $15::uuid[])
  ON CONFLICT (region, employment_status, origin, valid_from) DO UPDATE
     SET valid_to = EXCLUDED.valid_to, policy_order = EXCLUDED.policy_order, least = EXCLUDED.least, most = EXCLUDED.most, basis = EXCLUDED.basis,
         withdrawn = EXCLUDED.withdrawn, as_of = EXCLUDED.as_of, audience = EXCLUDED.audience, epoch = EXCLUDED.epoch,
         position = EXCLUDED.position, event_id = EXCLUDED.event_id
   WHERE t.policy_order < EXCLUDED.policy_order`;

/** Another duty, other bands: all sums of the own people are made anew. */
const MARK = `INSERT INTO home_mark AS t (unit_id, year) SELECT DISTINCT unit_id, 0 FROM employee_state ORDER BY unit_id
  ON CONFLICT (unit_id, year) DO UPDATE SET marked_at = t.marked_at`;

/** The duty of learning hours as each region has it: its own rules, not those that the product came with. */
@Controller()
export class DutyPolicyHandler {
  @EventPattern(DutyPolicyRecorded, 'projection')
  async recorded(events: readonly Recorded[], { transaction }: EventBatch): Promise<void> {
    await save(transaction, events);
    await transaction.execute(MARK);
  }

  @EventPattern(DutyPolicyStated, 'projection')
  async stated(events: readonly ReceivedEvent<typeof DutyPolicyStated>[], { transaction }: EventBatch): Promise<void> {
    await save(transaction, events);
  }
}

const revisionOf = ({ epoch, data }: Told): number => orderOf(epoch, data.revision);

async function save(tx: Transaction, events: readonly Told[]): Promise<void> {
  const newest = newestOf(
    events,
    ({ region, data }) => `${region}|${data.employmentStatus}|${data.origin}|${data.validFrom}`,
    revisionOf,
  );
  await tx.prepared('reporting-duty-policy', UPSERT, [
    newest.map(({ region }) => region),
    newest.map(({ data }) => data.employmentStatus),
    newest.map(({ data }) => data.origin),
    newest.map(({ data }) => data.validFrom),
    newest.map(({ data }) => data.validTo),
    newest.map(revisionOf),
    newest.map(({ data }) => data.minimum),
    newest.map(({ data }) => data.maximumCounted),
    newest.map(({ data }) => data.basis),
    newest.map(({ data }) => data.withdrawn),
    newest.map(({ time }) => time),
    newest.map(({ audience }) => audience),
    newest.map(({ epoch }) => epoch),
    newest.map(({ position }) => position),
    newest.map(({ id }) => id),
  ]);
}
