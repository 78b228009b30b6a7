import {
  CertificatesHandedOver,
  EmployeeIdentityErased,
  EmployeeRegistered,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  newId,
  type NewEvent,
} from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { employ, leave } from '../testing/employees.js';
import { REGION, ServiceUnderTest } from '../testing/service-under-test.js';
import '../outcome.messages.js';
import { CertificateViews } from './certificate-views.js';
import type { Certificate } from './certificate.js';
import { CertificateHandOverHandlers } from './hand-over.handlers.js';
import { CertificateIssuer, type CertificateGrant } from './issue-certificates.js';

let service: ServiceUnderTest;
let issuer: CertificateIssuer;
let handlers: CertificateHandOverHandlers;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const owner = { service: 'training-catalog' as const, generation: 1 };
  // Sealed on the way as any directed event; here it is to be read.
  const plain = { seal: (_: Transaction, events: readonly NewEvent[]) => Promise.resolve(events) };
  const outbox = new Outbox(owner, { allows: () => true }, () => undefined, plain as never);
  const config = { region: REGION, verificationUrl: 'https://kapuas.contoh.id/' } as never;
  issuer = new CertificateIssuer(outbox, config);
  handlers = new CertificateHandOverHandlers(outbox, new CertificateViews(config, service.clock), config);
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

describe('certificates of somebody who moves', () => {
  const out = (employeeId: string, transferId: string) =>
    service.event(
      EmployeeTransferredOut as never,
      {
        transferId,
        employeeId,
        formerPseudonym: `k1:${'A'.repeat(43)}`,
        toRegion: '62.71',
        leftOn: '2026-07-01',
      } as never,
    );

  it('are handed over once, in parts, without those that no longer hold', async () => {
    const employeeId = await employ(service, 3);
    const issued = await issue(employeeId, 81);
    await run((tx) => service.certificates.revoke(tx, issued[0]!.certificateId, 'Tidak sah', 'o'));
    await issue(employeeId, 1);
    const transferId = newId();
    const event = out(employeeId, transferId);
    const batch = (transaction: Transaction) => ({ transaction, rebuilding: false });
    await run((tx) => handlers.left([event], batch(tx)));
    await run((tx) => handlers.left([event], batch(tx)));
    const parts = (await service.published(CertificatesHandedOver as never)) as CertificatesHandedOver[];
    expect(parts.map(({ part, parts: all, certificates }) => [part, all, certificates.length])).toEqual([
      [1, 2, 80],
      [2, 2, 1],
    ]);
    const handed = parts.flatMap(({ certificates }) => certificates);
    expect(handed.map(({ certificateId }) => certificateId)).not.toContain(issued[0]!.certificateId);
    expect(handed[0]).toMatchObject({
      originRegion: REGION,
      verificationUrl: `https://kapuas.contoh.id/api/training-catalog/v1/verify/${issued[1]!.token}`,
    });
  });

  it('are taken in whichever event comes first, from the region that identity names only, and go on with the next move', async () => {
    const employeeId = await employ(service, 4);
    const [transferId, forgedId] = [newId(), newId()];
    const [certificate] = ((await service.published(CertificatesHandedOver as never)) as CertificatesHandedOver[])[0]!
      .certificates;
    const handed = (id: string, region: string, certificateId: string) =>
      service.event(
        CertificatesHandedOver as never,
        {
          transferId: id,
          part: 1,
          parts: 1,
          certificates: [{ ...certificate, certificateId, originRegion: '62.71' }],
        } as never,
        region,
      );
    const arrived = service.event(
      EmployeeTransferredIn as never,
      {
        transferId,
        employeeId,
        formerPseudonym: `k1:${'B'.repeat(43)}`,
        fromRegion: '62.71',
        effectiveOn: '2026-07-01',
      } as never,
    );
    const batch = (transaction: Transaction) => ({ transaction, rebuilding: false });
    const events = [handed(transferId, '62.71', newId()), handed(transferId, '62.02', forgedId)];
    await run((tx) => handlers.handedOver(events, batch(tx)));
    await run((tx) => handlers.arrived([arrived], batch(tx)));
    await run((tx) => handlers.handedOver(events, batch(tx)));
    const next = newId();
    await run((tx) => handlers.left([out(employeeId, next)], batch(tx)));
    const parts = ((await service.published(CertificatesHandedOver as never)) as CertificatesHandedOver[]).filter(
      (one) => one.transferId === next,
    );
    expect(parts).toMatchObject([{ certificates: [{ originRegion: '62.71' }] }]);
    expect(parts[0]!.certificates).toHaveLength(1);
    expect(parts[0]!.certificates[0]!.certificateId).not.toBe(forgedId);
  });
});
