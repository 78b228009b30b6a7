import {
  CertificatesHandedOver,
  EmployeeRecordsMerged,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  newId,
  type NewEvent,
} from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Notices, type Transaction } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CertificateViews } from '../certificates/certificate-views.js';
import { ExpiryNotices } from '../certificates/expiry-notices.js';
import { CertificateIssuer } from '../certificates/issue-certificates.js';
import { RecordsMergedHandler } from '../employees/records-merged.handler.js';
import { employ, leave } from '../testing/employees.js';
import { REGION, ServiceUnderTest } from '../testing/service-under-test.js';
import '../outcome.messages.js';
import { ForeignCertificates } from './foreign-certificates.js';
import { CertificateHandOverHandlers } from './hand-over.handlers.js';
import { LaterCertificates } from './later-certificates.js';

const CITY = '62.71';
let service: ServiceUnderTest;
let issuer: CertificateIssuer;
let later: LaterCertificates;
let handlers: CertificateHandOverHandlers;
let sealing = true;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const owner = { service: 'training-catalog' as const, generation: 1 };
  // Sealed on the way as any directed event; here it is to be read.
  const plain = {
    seal: (_: Transaction, events: readonly NewEvent[]) =>
      sealing ? Promise.resolve(events) : Promise.reject(new AppError('receiver-key-unknown', { status: 409 })),
  };
  const outbox = new Outbox(owner, { allows: () => true }, () => undefined, plain as never);
  const config = { region: REGION, verificationUrl: 'https://kapuas.contoh.id/' } as never;
  issuer = new CertificateIssuer(outbox, config);
  const views = new CertificateViews(config, service.clock);
  const { unitOfWork } = service.database;
  const sweeps = { register: () => undefined } as never;
  later = new LaterCertificates(service.certificateListeners, outbox, views, config, sweeps, unitOfWork);
  later.onModuleInit();
  handlers = new CertificateHandOverHandlers(new ForeignCertificates(new Notices(false)), later);
});
afterAll(async () => service?.stop());

const run = <T>(work: (tx: Transaction) => Promise<T>) => service.database.unitOfWork.run(work);
const batch = (transaction: Transaction) => ({ transaction, rebuilding: false });
const issue = (employeeId: string, count = 1) =>
  run(async (tx) => {
    const grants = Array.from({ length: count }, () => ({
      ...{ completionId: newId(), enrolmentId: newId(), sessionId: newId(), employeeId, homeRegion: null },
      ...{ holderName: 'Dinarti Sangalang', programmeId: null, title: 'Pelatihan A', organiser: 'BKPSDM' },
      ...{
        pathCode: 'KL03',
        quantityHundredths: 4050,
        startedOn: '2026-06-01',
        completedOn: '2026-06-05',
        replacesId: null,
        issuedReason: null,
        replacesNumber: null,
      },
    }));
    const issued = await issuer.issue(tx, grants, { today: '2026-06-30', months: 36, actor: 'officer-1', cause: {} });
    await service.certificateListeners.tell(tx, issued);
    return issued;
  });
const revoke = (certificateId: string) => run((tx) => service.certificates.revoke(tx, certificateId, 'Tidak sah', 'o'));
const FORMER = `k1:${'A'.repeat(43)}`;
const out = (employeeId: string, toRegion = CITY, leftOn = '2026-07-01', transferId = newId()) =>
  service.event(
    EmployeeTransferredOut as never,
    { transferId, employeeId, formerPseudonym: FORMER, toRegion, leftOn } as never,
  );
const into = (employeeId: string, fromRegion = CITY, effectiveOn = '2026-07-01', transferId = newId()) =>
  service.event(
    EmployeeTransferredIn as never,
    { transferId, employeeId, formerPseudonym: FORMER, fromRegion, effectiveOn } as never,
  );
const leaves = (...args: Parameters<typeof out>) => run((tx) => handlers.left([out(...args)], batch(tx)));
const arrives = (...args: Parameters<typeof into>) => run((tx) => handlers.arrived([into(...args)], batch(tx)));
const told = async (is: (part: CertificatesHandedOver) => boolean = () => true) =>
  ((await service.published(CertificatesHandedOver as never)) as CertificatesHandedOver[]).filter(is);
/** `number STANDING` of what followed a person's certificates, in the order of telling. */
const toldOf = async (ids: readonly string[]) =>
  (await told())
    .flatMap(({ certificates }) => certificates)
    .filter(({ certificateId }) => ids.includes(certificateId))
    .map(({ certificateId, standing }) => `${ids.indexOf(certificateId)} ${standing!}`);

describe('certificates of somebody who moves away', () => {
  it('are handed over once, in parts, without those that no longer hold', async () => {
    const employeeId = await employ(service, 3);
    const issued = await issue(employeeId, 38);
    await revoke(issued[0]!.certificateId);
    const event = out(employeeId);
    await run((tx) => handlers.left([event], batch(tx)));
    await run((tx) => handlers.left([event, event], batch(tx)));
    const parts = await told();
    expect(parts.map(({ part, parts: all, certificates }) => [part, all, certificates.length])).toEqual([
      [1, 2, 36],
      [2, 2, 1],
    ]);
    const handed = parts.flatMap(({ certificates }) => certificates);
    expect(handed.map(({ certificateId }) => certificateId)).not.toContain(issued[0]!.certificateId);
    expect(handed[0]).toMatchObject({
      originRegion: REGION,
      standing: 'VALID',
      verificationUrl: `https://kapuas.contoh.id/api/training-catalog/v1/verify/${issued[1]!.token}`,
    });
  });

  it('follow once each when they are issued, issued anew or revoked later; nobody is told before the transfer is in effect', async () => {
    const employeeId = await employ(service, 4, { name: 'Dinarti Sangalang' });
    const [first, second] = await issue(employeeId, 2);
    await revoke(second!.certificateId);
    await leaves(employeeId);
    const [third] = await issue(employeeId);
    const anew = await run((tx) =>
      service.certificates.reissue(tx, first!.certificateId, 'Nama keliru', undefined, 'o'),
    );
    await revoke(anew.certificateId);
    const ids = [first!, second!, third!, anew].map(({ certificateId }) => certificateId);
    expect(await toldOf(ids)).toEqual(['0 VALID', '2 VALID', '0 REPLACED', '3 VALID', '3 REVOKED']);
    const last = (await told()).at(-1)!;
    expect(last.certificates).toMatchObject([
      { replacesId: ids[0], endedOn: '2026-06-30', endedReason: 'Tidak sah', competencies: [] },
    ]);
    expect(await later.tellDue()).toBe(0);
    expect(await toldOf(ids)).toHaveLength(5);
  });

  it('stay where the person is after a return, and what ended meanwhile is told with the next move', async () => {
    const employeeId = await employ(service, 5);
    const [one] = await issue(employeeId);
    const ids = [one!.certificateId];
    await leaves(employeeId);
    await arrives(employeeId, CITY, '2026-08-01');
    await revoke(one!.certificateId);
    expect([await later.tellDue(), await toldOf(ids)]).toEqual([0, ['0 VALID']]);
    await leaves(employeeId, CITY, '2026-09-01');
    expect(await toldOf(ids)).toEqual(['0 VALID', '0 REVOKED']);
  });

  it('follow when the key of the region is there at last', async () => {
    const employeeId = await employ(service, 6);
    const [one] = await issue(employeeId);
    sealing = false;
    await leaves(employeeId);
    await revoke((await issue(employeeId))[0]!.certificateId);
    expect([await later.tellDue(), await toldOf([one!.certificateId])]).toEqual([1, []]);
    sealing = true;
    expect([await later.tellDue(), await later.tellDue()]).toEqual([1, 0]);
    expect(await toldOf([one!.certificateId])).toEqual(['0 VALID']);
  });

  it('are stated anew, as they stand, to the region that asks for what is no longer kept', async () => {
    const employeeId = await employ(service, 7);
    const [one, other] = await issue(employeeId, 2);
    await leaves(employeeId, '62.02');
    await revoke(one!.certificateId);
    const stated = await run((tx) => later.present(tx, 'to.r6202'));
    expect(stated.map(({ data }) => data)).toMatchObject([
      {
        certificates: [
          { certificateId: one!.certificateId, standing: 'REVOKED' },
          { certificateId: other!.certificateId, standing: 'VALID' },
        ],
      },
    ]);
    expect(await run((tx) => later.present(tx, 'federation'))).toEqual([]);
  });
});

describe('certificates of somebody who arrives', () => {
  const handed = (transferId: string, certificateId: string, changes: object = {}, region = CITY) =>
    service.event(
      CertificatesHandedOver as never,
      {
        ...{ transferId, part: 1, parts: 1 },
        certificates: [
          {
            ...{ certificateId, originRegion: CITY, number: 'K-1', completionId: newId(), title: 'Pelatihan K' },
            ...{ organiser: 'BKPSDM Kota', pathCode: 'KL03', quantityHundredths: 2000, startedOn: '2026-02-02' },
            ...{ completedOn: '2026-02-06', issuedOn: '2026-02-10', expiresOn: null },
            ...{ verificationUrl: 'https://kota.contoh.id/verify/t', competencies: [{ code: 'MAN-07', level: 3 }] },
            ...changes,
          },
        ],
      } as never,
      region,
    );
  const receive = (...events: ReturnType<typeof handed>[]) => run((tx) => handlers.handedOver(events, batch(tx)));
  const ended = { standing: 'REVOKED', endedOn: '2026-07-05', endedReason: 'Tidak sah' };
  const register = (employeeId: string) =>
    service.rows<{ id: string; standing: string }>(
      'SELECT certificate_id AS id, standing FROM foreign_certificate WHERE employee_id = $1 ORDER BY certificate_id',
      [employeeId],
    );

  it('are taken in whichever event comes first, from the region that identity names only, and end once for all', async () => {
    const employeeId = await employ(service, 11);
    const [transferId, mine, forged] = [newId(), newId(), newId()];
    const events = [handed(transferId, mine), handed(transferId, forged, {}, '62.02')];
    await receive(...events, handed(transferId, mine, ended, '62.02'));
    expect(await register(employeeId)).toEqual([]);
    await arrives(employeeId, CITY, '2026-07-01', transferId);
    await receive(...events);
    expect(await register(employeeId)).toEqual([{ id: mine, standing: 'VALID' }]);
    await receive(handed(transferId, mine, ended), handed(transferId, mine));
    await receive(...events);
    expect(await register(employeeId)).toEqual([{ id: mine, standing: 'REVOKED' }]);
    const notices = await service.rows('SELECT code FROM notice WHERE recipient_id = $1', [employeeId]);
    expect(notices).toEqual([{ code: 'training.certificate-revoked' }]);
  });

  it('are told of before they run out, to those who serve here', async () => {
    const [here, gone] = [await employ(service, 15), await employ(service, 16)];
    const notices = new ExpiryNotices({} as never, service.database.unitOfWork, new Notices(false), service.clock);
    for (const employeeId of [here, gone]) {
      const transferId = newId();
      await arrives(employeeId, CITY, '2026-06-01', transferId);
      await receive(handed(transferId, newId(), { expiresOn: '2026-07-15' }));
    }
    await leave(service, gone, '2026-06-20');
    for (let times = 0; times < 2; times += 1) await notices.tellAll();
    const told = await service.rows(
      `SELECT recipient_id AS who FROM notice WHERE code = 'training.certificate-expires' AND recipient_id = ANY($1::uuid[])`,
      [[here, gone]],
    );
    expect(told).toEqual([{ who: here }, { who: here }]);
  });

  it('go on with the next move, and so does what the first region tells after it', async () => {
    const employeeId = await employ(service, 12);
    const [transferId, before, after] = [newId(), newId(), newId()];
    await arrives(employeeId, CITY, '2026-07-01', transferId);
    await receive(handed(transferId, before));
    await leave(service, employeeId, '2026-08-01');
    await leaves(employeeId, '62', '2026-08-01');
    await receive(handed(transferId, after), handed(transferId, before, ended));
    await receive(handed(transferId, after));
    expect(await toldOf([before, after])).toEqual(['0 VALID', '0 REVOKED', '1 VALID']);
    const last = (await told()).at(-1)!.certificates.at(-1);
    expect(last).toMatchObject({ originRegion: CITY, verificationUrl: 'https://kota.contoh.id/verify/t' });
    expect(await service.rows('SELECT 1 FROM notice WHERE recipient_id = $1', [employeeId])).toEqual([]);
  });

  it('are not kept a second time where they came to be, nor in two records of one person', async () => {
    const [kept, merged] = [await employ(service, 13), await employ(service, 14)];
    const [own] = await issue(kept);
    const [transferId, otherId, shared] = [newId(), newId(), newId()];
    await arrives(kept, CITY, '2026-07-01', transferId);
    await arrives(merged, CITY, '2026-07-02', otherId);
    await receive(handed(transferId, own!.certificateId, { originRegion: REGION }), handed(transferId, shared));
    await receive(handed(otherId, own!.certificateId, { originRegion: REGION }), handed(otherId, shared, ended));
    expect(await register(kept)).toEqual([{ id: shared, standing: 'VALID' }]);
    expect(await register(merged)).toHaveLength(2);
    const event = service.event(
      EmployeeRecordsMerged as never,
      { employeeId: kept, mergedEmployeeId: merged } as never,
    );
    for (let times = 0; times < 2; times += 1) {
      await run((tx) => new RecordsMergedHandler().merged([event] as never, batch(tx)));
      expect(await register(kept)).toEqual([{ id: shared, standing: 'REVOKED' }]);
      expect(await register(merged)).toEqual([]);
    }
  });
});
