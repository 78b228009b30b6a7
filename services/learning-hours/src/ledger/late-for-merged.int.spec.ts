import { DrillParticipationRecorded, EmployeeRecordsMerged, newId } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Journey } from '../testing/journey.js';

let journey: Journey;
beforeAll(async () => {
  journey = await Journey.start();
}, 120_000);
afterAll(async () => journey?.stop());

/** Each record of the list was joined into the next one. */
async function joined(ids: readonly string[]): Promise<void> {
  const events = ids.slice(1).map((employeeId, index) => {
    const data = { employeeId, mergedEmployeeId: ids[index]! };
    return EmployeeRecordsMerged.create({ subject: employeeId, data });
  });
  await journey.identity.publish(...events);
  await waitUntil('the records are joined', async () => {
    const rows = await journey.service.region.sql('SELECT 1 FROM learning_hours.archive WHERE id = ANY($1::uuid[])', [
      events.map(({ id }) => id),
    ]);
    return rows.length === events.length;
  });
}

const booked = (completionId: string) =>
  waitUntil('it is booked', async () => {
    const rows = await journey.service.region.sql<{ id: string }>(
      'SELECT employee_id AS id FROM learning_hours.ledger_entry WHERE completion_id = $1',
      [completionId],
    );
    return rows.length > 0 ? rows.map(({ id }) => id) : undefined;
  });

describe('a completion of a record that was joined with another before it came', () => {
  it('is of the record that stays, as what came before is', async () => {
    const [goes, between, stays] = [await journey.person(), await journey.person(), await journey.person()];
    await joined([goes.id, between.id, stays.id]);
    const day = { pathCode: 'NKL09', completedOn: `${journey.year}-01-08`, quantityHundredths: 150 };
    expect(await booked(await journey.completes(goes.id, day))).toEqual([stays.id]);
    await journey.counted(stays.id, 150);
    await journey.counted(goes.id, 0);
  });

  it('is so too for a record of SIASN under the number of the one that went', async () => {
    const number = '198609262015051906';
    const [goes, stays] = [await journey.person({ employeeNumber: number }), await journey.person()];
    await joined([goes.id, stays.id]);
    const file = [
      'id;nipBaru;jenisDiklatId;namaKursus;jumlahJam;noSertipikat;tanggalKursus;tanggalSelesaiKursus',
      `f1;${number};3;Pelatihan Arsip;10;S/500/1;05-01-${journey.year};05-01-${journey.year}`,
    ];
    const form = new FormData();
    form.append('file', new Blob([file.join('\n')]), 'siasn.csv');
    await journey.service.call('POST', 'siasn/imports', { as: journey.officer, form });
    const [line] = await waitUntil('the line is read', async () => {
      const rows = await journey.service.region.sql<{ id: string }>(
        'SELECT employee_id AS id FROM learning_hours.reconciliation_line',
      );
      return rows.length > 0 ? rows : undefined;
    });
    expect(line!.id).toBe(stays.id);
  });

  it('is so too for who took part in a drill', async () => {
    const [goes, stays] = [await journey.person(), await journey.person()];
    await joined([goes.id, stays.id]);
    const participationId = newId();
    const day = `${journey.year}-01-08`;
    const data = {
      ...{ participationId, drillId: newId(), planId: newId(), employeeId: goes.id, title: 'Gladi', organiser: 'BPBD' },
      ...{ drillKind: 'TABLE_TOP' as const, minutes: 120 },
      ...{ pathCode: 'NKL09', scope: 'NATIONAL' as const, quantityHundredths: 150, startedOn: day, completedOn: day },
    };
    await journey.contingency.publish(DrillParticipationRecorded.create({ subject: goes.id, data }));
    expect(await booked(participationId)).toEqual([stays.id]);
    const origins = await journey.service.region.sql<{ id: string }>(
      'SELECT employee_id AS id FROM learning_hours.entry_origin WHERE completion_id = $1',
      [participationId],
    );
    expect(origins).toEqual([{ id: stays.id }]);
  });
});
