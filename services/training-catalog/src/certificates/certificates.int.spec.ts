import { EmployeeIdentityErased, EmployeeRegistered, newId } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { employ, leave } from '../testing/employees.js';
import { REGION, ServiceUnderTest } from '../testing/service-under-test.js';
import '../outcome.messages.js';
import type { Certificate } from './certificate.js';
import { CertificateIssuer, type CertificateGrant } from './issue-certificates.js';

let service: ServiceUnderTest;
let issuer: CertificateIssuer;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const owner = { service: 'training-catalog' as const, generation: 1 };
  const outbox = new Outbox(owner, { allows: () => true }, () => undefined);
  issuer = new CertificateIssuer(outbox, { region: REGION } as never);
});
afterAll(async () => service?.stop());

const run = <T>(work: (tx: Transaction) => Promise<T>) => service.database.unitOfWork.run(work);
const terms = { today: '2026-06-30', months: 36, actor: 'officer-1', cause: {} };
const grant = (employeeId: string): CertificateGrant => ({
  completionId: newId(),
  enrolmentId: newId(),
  sessionId: newId(),
  employeeId,
  homeRegion: null,
  holderName: 'Dinarti Sangalang',
  programmeId: null,
  title: 'Pelatihan A',
  organiser: 'BKPSDM',
  pathCode: 'KL03',
  quantityHundredths: 4050,
  startedOn: '2026-06-01',
  completedOn: '2026-06-05',
  replacesId: null,
  issuedReason: null,
  replacesNumber: null,
});
const issue = (employeeId: string, count: number) =>
  run((tx) =>
    issuer.issue(
      tx,
      Array.from({ length: count }, () => grant(employeeId)),
      terms,
    ),
  );
const sequences = (certificates: readonly Certificate[]) =>
  certificates.map(({ number }) => Number(number.split('/')[0]));

describe('numbers of certificates', () => {
  it('follow each other without gap or double when many are issued at once and some fail', async () => {
    const employeeId = await employ(service, 1);
    const attempts = Array.from({ length: 12 }, (_, index) =>
      run(async (tx) => {
        const issued = await issuer.issue(tx, [grant(employeeId), grant(employeeId)], terms);
        if (index % 3 === 0) throw new Error('something later fails');
        return issued;
      }).catch(() => [] as Certificate[]),
    );
    const issued = (await Promise.all(attempts)).flat();
    expect(sequences(issued).sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, n) => n + 1));
    expect(new Set(issued.map(({ token }) => token)).size).toBe(16);
    expect(issued.every(({ expiresOn }) => expiresOn === '2029-06-29')).toBe(true);
  });

  it('begin anew with the year', async () => {
    const [first] = await run((tx) => issuer.issue(tx, [grant(newId())], { ...terms, today: '2027-01-02' }));
    expect(first!.number).toBe(`00001/SERT/${REGION}/2027`);
  });
});

describe('a certificate', () => {
  it('is issued anew once, keeps its last day, and is not revoked twice', async () => {
    const employeeId = await employ(service, 2, { name: 'Dinarti Sangalang Uhing' });
    const [old] = await issue(employeeId, 1);
    const anew = await run((tx) => service.certificates.reissue(tx, old!.certificateId, 'Nama keliru', undefined, 'o'));
    expect(anew).toMatchObject({
      holderName: 'Dinarti Sangalang Uhing',
      replacesId: old!.certificateId,
      expiresOn: old!.expiresOn,
    });
    const again = run((tx) => service.certificates.reissue(tx, old!.certificateId, 'Nama keliru', undefined, 'o'));
    await expect(again).rejects.toMatchObject({ code: 'certificate-ended' });
    await run((tx) => service.certificates.revoke(tx, anew.certificateId, 'Tidak sah', 'o'));
    await expect(
      run((tx) => service.certificates.revoke(tx, anew.certificateId, 'Tidak sah', 'o')),
    ).rejects.toMatchObject({
      code: 'certificate-ended',
    });
    await expect(run((tx) => service.certificates.revoke(tx, newId(), 'Tidak sah', 'o'))).rejects.toMatchObject({
      code: 'certificate-not-found',
    });
  });
});

describe('certificates of somebody whose identity the region keeps no longer', () => {
  const erase = (employeeId: string) => {
    const event = service.event(EmployeeIdentityErased as never, { employeeId, erasedOn: '2026-06-30' } as never);
    return run((transaction) =>
      service.directory.erased([event] as never, { transaction, rebuilding: false } as never),
    );
  };
  const rows = (employeeId: string) =>
    service.rows<{ holder_name: string | null }>(
      'SELECT * FROM certificate WHERE employee_id = $1 ORDER BY certificate_id',
      [employeeId],
    );
  const person = async (employeeId: string) =>
    (
      await service.rows(
        `SELECT name, unit_id IS NOT NULL AS "inUnit", left_on AS left, (SELECT count(*)::integer FROM employee_number AS n WHERE n.employee_id = $1) AS numbers
           FROM employee WHERE employee_id = $1`,
        [employeeId],
      )
    )[0];

  it('keep number, programme, days and what verifies them, and lose the name', async () => {
    const [employeeId, other] = [await employ(service, 71), await employ(service, 72)];
    await issue(employeeId, 2);
    await issue(other, 1);
    await leave(service, employeeId, '2026-06-01');
    await service.rows(
      `INSERT INTO notice_address (recipient_id, address, language) VALUES ($1, 'd@contoh.id', 'id')`,
      [employeeId],
    );
    const [before, others] = [await rows(employeeId), await rows(other)];
    expect(before.map(({ holder_name: name }) => name)).toEqual(['Dinarti Sangalang', 'Dinarti Sangalang']);
    for (let times = 0; times < 2; times += 1) {
      await erase(employeeId);
      expect(await rows(employeeId)).toEqual(before.map((row) => ({ ...row, holder_name: null })));
    }
    expect(await rows(other)).toEqual(others);
    expect(await service.rows('SELECT 1 FROM notice_address WHERE recipient_id = $1', [employeeId])).toEqual([]);
    expect(await person(employeeId)).toEqual({ name: null, inUnit: true, left: '2026-06-01', numbers: 0 });
  });

  it('are of nobody either where an older word of the person comes after', async () => {
    const employeeId = newId();
    const older = service.event(
      EmployeeRegistered as never,
      {
        employeeId,
        employeeNumber: '198609262015051073',
        name: 'Dinarti Sangalang',
        employmentStatus: 'PNS',
        agencyId: employeeId,
        unitId: employeeId,
        grade: null,
        positionType: null,
        positionName: null,
      } as never,
    );
    await erase(employeeId);
    await run((transaction) =>
      service.directory.registered([older] as never, { transaction, rebuilding: false } as never),
    );
    expect(await person(employeeId)).toMatchObject({ name: null, numbers: 0, inUnit: true });
    await employ(service, 73, { employeeId });
    expect(await person(employeeId)).toMatchObject({ name: 'Dinarti Sangalang', numbers: 1 });
  });
});
