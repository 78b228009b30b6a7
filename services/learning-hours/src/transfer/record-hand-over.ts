import {
  LearningRecordHandedOver,
  type EmployeeTransferredOut,
  type EventData,
  type NewEvent,
  type PersonMove,
} from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, RegionConfig, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { SHOWN_COLUMNS } from '../ledger/ledger-rows.js';
import { handOver, type OwnedEntry } from './hand-over.decision.js';
import { KeyArrival } from './key-arrival.js';

const ENTRIES = `SELECT ${SHOWN_COLUMNS},
    (SELECT o.origin_completion_id FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "originCompletionId",
    (SELECT o.former_region FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "formerRegion",
    (SELECT o.origin_event_id FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "originEventId"
  FROM ledger_entry AS entry
 WHERE entry.employee_id = $1 AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)
 ORDER BY entry.seq`;

const LEFT = `INSERT INTO transfer_out (transfer_id, employee_id, to_region, entries, counted, left_on, move_order, due)
  VALUES ($1, $2, $3, 0, 0, $4, $5, true) ON CONFLICT DO NOTHING`;
const HANDED = 'UPDATE transfer_out SET entries = $2, counted = $3, due = false WHERE transfer_id = $1';
const TOLD = `INSERT INTO hours_told (to_region, completion_id, stands) SELECT $1, * FROM unnest($2::uuid[], $3::boolean[])
  ON CONFLICT (to_region, completion_id) DO UPDATE SET stands = excluded.stands`;

const KEY_UNKNOWN = 'receiver-key-unknown';

/** Whether an event could not be sealed because its receiver has published no key that is valid now. */
export function isKeyUnknown(error: unknown): boolean {
  return error instanceof AppError && error.code === KEY_UNKNOWN;
}

/** The learning record of a person who moves (mutasi) away, as it stands: handed over once, as soon as it can be sealed for the new region. */
@Injectable()
export class RecordHandOver {
  constructor(
    private readonly outbox: Outbox,
    private readonly config: RegionConfig,
    private readonly keys: KeyArrival,
  ) {}

  /** Notes that somebody left, under the lock of that person; false when it is known already. */
  async note(tx: Transaction, move: EventData<typeof EmployeeTransferredOut>, order: number): Promise<boolean> {
    const { transferId, employeeId, toRegion, leftOn } = move;
    return (await tx.execute(LEFT, [transferId, employeeId, toRegion, leftOn, order])) > 0;
  }

  /** False while the new region has no valid key: nothing later may be told before. True also for a record that went earlier. */
  async complete(tx: Transaction, { transferId, employeeId, region }: PersonMove): Promise<boolean> {
    const due = await tx.query('SELECT 1 FROM transfer_out WHERE transfer_id = $1 AND due', [transferId]);
    if (due.length === 0) return true;
    const entries = await tx.query<OwnedEntry>(ENTRIES, [employeeId]);
    const counted = entries.reduce((sum, entry) => sum + entry.counted, 0);
    const parts = handOver(entries, this.config.region);
    const to = `to.${regionToken(region)}` as const;
    const events = parts.map((part, index) => {
      const place = { part: index + 1, parts: parts.length };
      const data = { transferId, formerEmployeeId: employeeId, ...place, entries: part, counted };
      return LearningRecordHandedOver.create({ subject: transferId, to, data }) as unknown as NewEvent;
    });
    if (!(await this.send(tx, employeeId, events))) return false;
    await tx.execute(HANDED, [transferId, entries.length, counted]);
    await this.remember(
      tx,
      region,
      entries.map(({ completionId }) => ({ completionId, stands: true })),
    );
    return true;
  }

  /** False where the region has no valid key: what is booked here does not wait for it, and it is told when its key is valid again. */
  async send(tx: Transaction, employeeId: string, events: readonly NewEvent[]): Promise<boolean> {
    try {
      await this.outbox.append(tx, events);
      return true;
    } catch (error) {
      if (!isKeyUnknown(error)) throw error;
      await tx.execute('INSERT INTO later_hours_due VALUES ($1) ON CONFLICT DO NOTHING', [employeeId]);
      this.keys.wait(tx);
      return false;
    }
  }

  /** Remembers how completions were told to a region. */
  async remember(
    tx: Transaction,
    region: string,
    told: readonly { completionId: string; stands: boolean }[],
  ): Promise<void> {
    if (told.length === 0) return;
    await tx.execute(TOLD, [region, told.map(({ completionId }) => completionId), told.map(({ stands }) => stands)]);
  }
}
