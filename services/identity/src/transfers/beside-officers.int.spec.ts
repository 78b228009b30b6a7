import { TransferConcluded } from '@betang/contracts';
import { Outbox, type EventBatch } from '@betang/messaging';
import { ServiceDatabase, type Transaction } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { lockEmployees } from '../employees/employee-store.js';
import { Register } from '../employees/register.js';
import { lockRegistry } from '../organisation/unit-store.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent } from '../testing/office-roster.js';
import { TransferHandlers } from './transfer.handlers.js';

const TODAY = '2026-11-21';
const FORMER = `k1:${'a'.repeat(43)}`;
let office: IdentityOffice;
let database: ServiceDatabase;
beforeAll(async () => {
  office = await openIdentityOffice();
  database = office.service.app.get(ServiceDatabase, { strict: false });
  await office.importAll([invent(0, { agency: 'Dinas Contoh' }), invent(1, { agency: 'Dinas Contoh' })]);
}, 120_000);
afterAll(async () => office?.stop());

const actOf = (source: 'OFFICER') => ({ actId: uuidv7(), source, by: 'officer', on: TODAY, today: TODAY, cause: {} });
const registerOf = (tx: Transaction) =>
  new Register(tx, office.service.app.get(Outbox, { strict: false }), actOf('OFFICER'));

/** Somebody who left, is on record still, and was accepted to come back from another region. */
async function accepted(employeeId: string): Promise<string> {
  const transferId = uuidv7();
  await database.unitOfWork.run(async (tx) => {
    await lockRegistry(tx);
    await registerOf(tx).leave([{ employeeId, leftOn: '2026-01-31', reason: 'OTHER' }]);
    const number = String(invent(0).number);
    const person = {
      ...{
        name: 'Pegawai Rekaan',
        employmentStatus: 'PNS',
        grade: 'III/a',
        gradeSince: null,
        birthDate: null,
        sex: null,
      },
      identifiers: [{ kind: 'NIP', value: number, validFrom: null, validTo: null }],
    };
    await tx.execute(
      `INSERT INTO transfer_in (transfer_id, from_region, state, request, effective_on, answer_by, unit_id, position_name, answered_by, former_pseudonym)
       SELECT $1, '62.71', 'ACCEPTED', $2, $3, now() + interval '9 days', e.unit_id, 'Analis', 'officer', $5 FROM employee AS e WHERE e.employee_id = $4`,
      [transferId, JSON.stringify({ transferId, formerPseudonym: FORMER, person }), TODAY, employeeId, FORMER],
    );
  });
  return transferId;
}

/** As the reader hands it over: its place is written by then. */
const hear = (transferId: string) =>
  database.unitOfWork.run(async (transaction) => {
    await transaction.execute(`UPDATE transfer_in SET version = version WHERE transfer_id = $1`, [transferId]);
    const data = { transferId, outcome: 'COMPLETED' as const, effectiveOn: TODAY };
    const event = { id: uuidv7(), region: '62.71', type: TransferConcluded.type, data };
    const handlers = office.service.app.get(TransferHandlers, { strict: false });
    await handlers.concluded([event] as never, { transaction, rebuilding: false } as unknown as EventBatch);
  });

describe('somebody who comes back from another region while an officer edits the former record', () => {
  it('is told of after the edit that this waited for, as it came on record', async () => {
    const employeeId = await office.idOf(invent(0).number);
    const transferId = await accepted(employeeId);
    let heard: Promise<void> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await lockRegistry(tx);
      heard = hear(transferId);
      await waitUntil('the arrival waits for the registry', async () => {
        const rows = await office.service.region.sql(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
        );
        return rows.length > 0;
      });
      const before = (await lockEmployees(tx, [employeeId])).get(employeeId)!;
      await registerOf(tx).change([{ before, after: { ...before, positionName: 'Kepala Seksi' } }]);
    });
    await heard;
    await waitUntil('the person is taken in', async () => {
      const rows = await database.query(`SELECT 1 FROM transfer_in WHERE transfer_id = $1 AND state = 'COMPLETED'`, [
        transferId,
      ]);
      return rows.length > 0;
    });
    const told = await database.query<{ body: Buffer }>(
      `SELECT body FROM outbox WHERE subject = $1 AND body LIKE '%positionName%' ORDER BY generation, xid, seq`,
      [employeeId],
    );
    const positions = told.map(({ body }) => (JSON.parse(body.toString()) as { positionName: string }).positionName);
    expect(positions.slice(-2)).toEqual(['Kepala Seksi', 'Analis']);
  });
});
