import { EmployeeTransferredIn, EmployeeTransferredOut } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { positionOf } from '../event-order.js';
import { EventPattern } from '../events.js';
import { markUnitsOf } from './mark-units.js';

/** A move that is told again is the one move: the oldest word of it stays, in whatever order they come. */
const MOVED = `INSERT INTO employee_move AS t (employee_id, transfer_id, kind, day, move_order)
  SELECT DISTINCT ON (employee_id, transfer_id) employee_id, transfer_id, $5, day, move_order
    FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::bigint[]) AS u(employee_id, transfer_id, day, move_order)
   ORDER BY employee_id, transfer_id, move_order
  ON CONFLICT (employee_id, transfer_id, kind) DO UPDATE SET day = EXCLUDED.day, move_order = EXCLUDED.move_order
   WHERE t.move_order > EXCLUDED.move_order`;

type Moved = ReceivedEvent<typeof EmployeeTransferredIn> | ReceivedEvent<typeof EmployeeTransferredOut>;

/** Who came from another region or went to one, and when: it says in whose figures of a year a person is. */
@Controller()
export class EmployeeMovedHandler {
  @EventPattern(EmployeeTransferredIn, 'projection')
  async arrived(
    events: readonly ReceivedEvent<typeof EmployeeTransferredIn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const days = events.map(({ data }) => data.effectiveOn);
    await save(transaction, 'IN', events, days);
  }

  @EventPattern(EmployeeTransferredOut, 'projection')
  async released(
    events: readonly ReceivedEvent<typeof EmployeeTransferredOut>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const days = events.map(({ data }) => data.leftOn);
    await save(transaction, 'OUT', events, days);
  }
}

async function save(
  transaction: Transaction,
  kind: 'IN' | 'OUT',
  events: readonly Moved[],
  days: readonly string[],
): Promise<void> {
  const employeeIds = events.map(({ data }) => data.employeeId);
  await markUnitsOf(transaction, employeeIds);
  await transaction.prepared('reporting-employee-moved', MOVED, [
    employeeIds,
    events.map(({ data }) => data.transferId),
    days,
    events.map(positionOf),
    kind,
  ]);
}
