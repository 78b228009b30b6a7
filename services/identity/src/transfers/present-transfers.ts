import { TransferConcluded, TransferDecided, TransferRequested, type Audience, type NewEvent } from '@betang/contracts';
import { findRegionCode } from '@betang/messaging';
import type { SqlClient } from '@betang/platform';
import { lockEmployees } from '../employees/employee-store.js';
import { loadUnitsById } from '../organisation/unit-store.js';
import { releasedPerson } from './released-person.js';
import { IN_COLUMNS, OUT_COLUMNS, type TransferIn, type TransferOut } from './transfer-store.js';

type Directed = Extract<Audience, `to.${string}`>;

/** How transfers with one region stand, for a region that was away longer than events are kept: what is asked, answered and ended. */
export async function presentTransfers(tx: SqlClient, to: Directed): Promise<NewEvent[]> {
  const region = findRegionCode(to.slice('to.'.length));
  if (region === undefined) return [];
  const out = await tx.query<TransferOut>(
    `SELECT ${OUT_COLUMNS} FROM transfer_out t WHERE t.to_region = $1 AND t.state <> 'REFUSED' ORDER BY t.transfer_id`,
    [region],
  );
  const into = await tx.query<TransferIn>(
    `SELECT ${IN_COLUMNS} FROM transfer_in t WHERE t.from_region = $1 AND t.state IN ('ACCEPTED', 'REFUSED') ORDER BY t.transfer_id`,
    [region],
  );
  const open = out.filter(({ state }) => state === 'REQUESTED' || state === 'AGREED');
  return [
    ...(await requested(tx, open, to)),
    ...into.map((transfer) => decided(transfer, to)),
    ...out.filter((transfer) => !open.includes(transfer)).map((transfer) => ended(transfer, to)),
  ];
}

async function requested(tx: SqlClient, transfers: readonly TransferOut[], to: Directed): Promise<NewEvent[]> {
  const people = await lockEmployees(
    tx,
    transfers.map(({ employeeId }) => employeeId),
  );
  const events: NewEvent[] = [];
  for (const transfer of transfers) {
    const employee = people.get(transfer.employeeId);
    const { transferId, effectiveOn, answerBy, decreeNumber, toAgencyName, formerPseudonym } = transfer;
    if (!employee || formerPseudonym === null) continue;
    const [agency] = await loadUnitsById(tx, [employee.agencyId]);
    const data = {
      ...{ transferId, effectiveOn, answerBy: answerBy.toISOString(), decreeNumber, toAgencyName, formerPseudonym },
      fromAgencyName: agency!.name,
      person: await releasedPerson(tx, employee),
    };
    events.push(TransferRequested.create({ subject: transferId, to, data }) as unknown as NewEvent);
  }
  return events;
}

function decided({ transferId, state, effectiveOn, answerDecree, answerReason }: TransferIn, to: Directed): NewEvent {
  const decision = state === 'ACCEPTED' ? 'ACCEPTED' : 'REFUSED';
  const data = {
    ...{ transferId, decision: decision as 'ACCEPTED' | 'REFUSED', decreeNumber: answerDecree, reason: answerReason },
    effectiveOn: decision === 'ACCEPTED' ? effectiveOn : null,
  };
  return TransferDecided.create({ subject: transferId, to, data }) as unknown as NewEvent;
}

function ended({ transferId, state, effectiveOn }: TransferOut, to: Directed): NewEvent {
  const outcome = state as 'COMPLETED' | 'WITHDRAWN' | 'LAPSED';
  const data = { transferId, outcome, effectiveOn: outcome === 'COMPLETED' ? effectiveOn : null };
  return TransferConcluded.create({ subject: transferId, to, data }) as unknown as NewEvent;
}
