import { CertificateReissued, CompletionRevoked, TrainingCompleted, newId, type EventData } from '@betang/contracts';
import { readPdfText, waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Journey } from '../testing/journey.js';
import { completion } from './testing/completions.js';

let journey: Journey;
beforeAll(async () => {
  journey = await Journey.start();
});
afterAll(async () => journey?.stop());

interface Entry {
  readonly completionId: string;
  readonly reason: string;
  readonly explanation: string;
  readonly certificateNumber: string | null;
  readonly certificateCorrections: {
    readonly number: string;
    readonly replacedNumber: string;
    readonly cause: string;
  }[];
  readonly causedBy: { readonly actor: string | null; readonly actorName: string | null; readonly note: string } | null;
}

const entriesOf = async (employeeId: string) =>
  (await journey.get<{ items: Entry[] }>(`people/${employeeId}/entries?sort=recordedAt`)).body.items;

const reissued = (changes: Partial<EventData<typeof CertificateReissued>>) => {
  const data = {
    ...{ certificateId: newId(), number: 'B/2', replacesId: newId(), replacedNumber: 'A/1', completionId: newId() },
    ...{ formerCompletionId: null, employeeId: newId(), issuedOn: `${journey.year}-02-01`, cause: 'REPLACED' as const },
    ...{ reason: 'Nama salah tulis', ...changes },
  };
  return CertificateReissued.create({ subject: data.employeeId, data });
};

/** What proves an entry may change; the entry does not. */
describe('a certificate that was issued anew', () => {
  it('is shown by its newest number, with what it replaced; the line of the ledger stays as it was written', async () => {
    const person = await journey.person();
    const known = { pathCode: 'KL03', quantityHundredths: 500, certificateNumber: 'A/1' };
    const completionId = await journey.completes(person.id, known);
    await journey.counted(person.id, 500);
    const [first, second] = [
      reissued({ employeeId: person.id, completionId }),
      reissued({ employeeId: person.id, completionId, number: 'C/3', replacedNumber: 'B/2', reason: 'Rusak' }),
    ];
    await journey.catalog.publish(first, second);
    await journey.catalog.publish(first);
    const number = async () => (await entriesOf(person.id))[0]?.certificateNumber;
    await waitUntil('the newest number is shown', async () => (await number()) === 'C/3');
    const [entry, ...none] = await entriesOf(person.id);
    expect(none).toEqual([]);
    expect(entry!.certificateCorrections).toMatchObject([
      { number: 'B/2', replacedNumber: 'A/1', cause: 'REPLACED' },
      { number: 'C/3', replacedNumber: 'B/2', cause: 'REPLACED' },
    ]);
    expect(entry!.explanation).toContain('Nomor sertifikat C/3.');
    const { sql } = journey.service.region;
    expect(
      await sql('SELECT certificate_number AS n FROM learning_hours.ledger_entry WHERE completion_id = $1', [
        completionId,
      ]),
    ).toEqual([{ n: 'A/1' }]);
    const pdf = await journey.get<{ bytes: Buffer }>(`me/years/${journey.year}/statement.pdf`, person.token);
    expect(readPdfText(pdf.body.bytes).lines.join(' ')).toContain('C/3');
    const csv = await journey.get<{ text: string }>(`siasn/export?year=${journey.year}`);
    expect(csv.body.text).toMatch(/[;,"]C\/3["]?[;,]/);
    await journey.counted(person.id, 500);
  });

  it('is known before its completion is, and keeps its numbers apart from those of others', async () => {
    const [person, other] = [await journey.person(), await journey.person()];
    const completionId = newId();
    await journey.catalog.publish(
      reissued({ employeeId: person.id, completionId, number: 'Baru/7', replacedNumber: 'Lama/7' }),
    );
    const data = {
      ...completion({ employeeId: person.id, completedOn: `${journey.year}-01-05` }),
      ...{ completionId, programmeId: null, sessionId: null, pathCode: 'KL03', quantityHundredths: 500 },
      ...{ certificateNumber: 'Lama/7', organiser: 'Balai Rekaan' },
    };
    await journey.catalog.publish(TrainingCompleted.create({ subject: person.id, data }));
    await journey.counted(person.id, 500);
    expect((await entriesOf(person.id))[0]).toMatchObject({ certificateNumber: 'Baru/7' });
    for (const certificateNumber of ['LAMA 7', 'baru-7', 'lain/7'])
      await journey.completes(other.id, {
        ...{ certificateNumber, organiser: 'Balai Rekaan', pathCode: 'NKL03', title: `Kursus ${certificateNumber}` },
      });
    const doubles = async () =>
      (await journey.get<{ items: Record<'employeeId' | 'otherEmployeeId', string>[] }>('doubles')).body.items.filter(
        ({ employeeId, otherEmployeeId }) => [employeeId, otherEmployeeId].includes(other.id),
      );
    await waitUntil('both numbers are found', async () => (await doubles()).length === 2);
    for (const { employeeId, otherEmployeeId } of await doubles())
      expect([employeeId, otherEmployeeId].sort()).toEqual([person.id, other.id].sort());
  });

  it('in the place of one revoked by mistake links the two completions', async () => {
    const person = await journey.person();
    const known = { pathCode: 'KL03', quantityHundredths: 500 };
    const former = await journey.completes(person.id, { ...known, certificateNumber: 'R/1' });
    await journey.counted(person.id, 500);
    const gone = { completionId: former, employeeId: person.id, reason: 'Keliru orang' };
    await journey.catalog.publish(CompletionRevoked.create({ subject: person.id, data: gone }));
    await journey.counted(person.id, 0);
    const completionId = await journey.completes(person.id, { ...known, certificateNumber: 'R/2' });
    await journey.catalog.publish(
      reissued({
        ...{ employeeId: person.id, completionId, formerCompletionId: former, number: 'R/2', replacedNumber: 'R/1' },
        ...{ cause: 'RESTORED', reason: 'Pencabutan keliru' },
      }),
    );
    await waitUntil(
      'they are linked',
      async () => (await entriesOf(person.id)).at(-1)?.certificateCorrections.length === 1,
    );
    const lines = await entriesOf(person.id);
    expect(lines.map(({ completionId: id, reason }) => [id, reason])).toEqual([
      [former, 'COMPLETED'],
      [former, 'REVOKED'],
      [completionId, 'COMPLETED'],
    ]);
    expect(lines.at(-1)!.explanation).toContain('R/1 yang dicabut karena keliru: Pencabutan keliru');
    await journey.counted(person.id, 500);
  });
});

/** Nothing goes from a ledger without a name and a reason. */
describe('what takes an entry back', () => {
  it('says who did it, and why: an officer, the catalogue, a rule', async () => {
    const [person, boss] = [await journey.person(), await journey.supervisor(journey.health)];
    const officer = await journey.service.token('bkpsdm-officer', { employee: boss.id, subject: 'account-of-officer' });
    const claimId = await journey.claims(person);
    await journey.decide(claimId, { decision: 'ACCEPT' });
    await journey.counted(person.id, 400);
    const revoke = { reasonCode: 'ANOTHER_PERSON', note: 'Sertifikat milik rekan sekantor' };
    expect((await journey.post(`claims/${claimId}/revoke`, revoke, officer)).status).toBe(200);
    const completionId = await journey.completes(person.id, { pathCode: 'KL03', quantityHundredths: 500 });
    await journey.counted(person.id, 500);
    const data = { completionId, employeeId: person.id, reason: 'Tidak memenuhi kehadiran' };
    await journey.catalog.publish(CompletionRevoked.create({ subject: person.id, data }));
    await journey.counted(person.id, 0);
    const back = (await entriesOf(person.id)).filter(({ reason }) => reason === 'REVOKED');
    const { body: names } = await journey.get<{ name: string }>(`people/${boss.id}/years/${journey.year}`);
    expect(back).toMatchObject([
      {
        completionId: claimId,
        causedBy: { actor: 'account-of-officer', actorName: names.name, reason: 'ANOTHER_PERSON', note: revoke.note },
        explanation: expect.stringContaining(`Oleh ${names.name}. Alasan: milik orang lain; ${revoke.note}.`),
      },
      {
        completionId,
        causedBy: { reason: 'Tidak memenuhi kehadiran' },
        explanation: expect.stringContaining('Alasan: Tidak memenuhi kehadiran.'),
      },
    ]);
  });

  it('also where one training stood twice; an officer of one agency leaves the other one’s people alone', async () => {
    const [here, there] = [await journey.person(), await journey.person({ agencyId: journey.education })];
    const shared = {
      organiser: 'Balai Rekaan',
      certificateNumber: 'GANDA/1',
      pathCode: 'NKL03',
      quantityHundredths: 300,
    };
    const first = await journey.completes(there.id, { ...shared, title: 'Kursus satu' });
    await journey.counted(there.id, 300);
    const second = await journey.completes(here.id, { ...shared, title: 'Kursus dua' });
    await journey.counted(here.id, 300);
    type Found = { findingId: string; completionId: string; otherCompletionId: string };
    const find = async (as?: string) =>
      (await journey.get<{ items: Found[] }>('doubles?kind=SAME_CERTIFICATE', as)).body.items.filter(
        ({ completionId, otherCompletionId }) => [completionId, otherCompletionId].includes(second),
      );
    await waitUntil('it is found', async () => (await find()).length === 1);
    const [{ findingId }] = (await find()) as [Found];
    for (const unit of [journey.health, journey.education]) {
      const local = await journey.service.token('bkpsdm-officer', { unit });
      expect(await find(local)).toEqual([]);
      for (const completionId of [first, second]) {
        const done = await journey.post(
          `doubles/${findingId}/reverse`,
          { completionId, note: 'Bukan wewenang' },
          local,
        );
        expect(done.status).toBe(404);
      }
    }
    await journey.post(`doubles/${findingId}/reverse`, { completionId: first, note: 'Nomor dipakai dua orang' });
    await journey.counted(there.id, 0);
    expect((await entriesOf(there.id)).at(-1)).toMatchObject({
      reason: 'DOUBLE',
      causedBy: { reason: 'DOUBLE', note: 'Nomor dipakai dua orang', actor: expect.any(String) },
    });
  });
});
