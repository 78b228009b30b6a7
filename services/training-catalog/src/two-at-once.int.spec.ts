import { newId } from '@betang/contracts';
import { Audit, type Transaction } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CertificateIssuer, type CertificateGrant } from './certificates/issue-certificates.js';
import { Outbox } from '@betang/messaging';
import { Verdicts } from './evaluation/verdicts.js';
import { employ } from './testing/employees.js';
import { REGION, ServiceUnderTest } from './testing/service-under-test.js';
import './outcome.messages.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  await service.rows(
    `INSERT INTO dictionary_part (dictionary_id, part, parts, dictionary_version, competencies)
     SELECT gen_random_uuid(), 1, 1, 2, '[{"code": "TEK-1", "nameId": "TEK", "nameEn": "TEK", "minLevel": 1, "maxLevel": 5}]'`,
  );
});
afterAll(async () => service?.stop());

const run = <T>(work: (tx: Transaction) => Promise<T>) => service.database.unitOfWork.run(work);
const waits = () =>
  waitUntil('the second officer waits', async () => {
    const waiting = await service.rows(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.length > 0;
  });

/** What the second officer was told, whose work met that of the first one before it was committed. */
async function meanwhile(
  first: (tx: Transaction) => Promise<unknown>,
  second: (tx: Transaction) => Promise<unknown>,
): Promise<unknown> {
  let told: Promise<unknown> | undefined;
  await run(async (tx) => {
    await first(tx);
    told = run(second).catch((error: unknown) => error);
    await Promise.race([told, waits()]);
  });
  return told;
}

async function heldProgramme(): Promise<string> {
  const { programmeId } = await run((tx) =>
    service.programmes.draft(
      tx,
      {
        ...{ title: 'Rancangan', pathCode: 'KL03', delivery: 'BLENDED', hours: 4050, meetings: 5, organiser: 'BKPSDM' },
        ...{ developmentTarget: 'Ketangguhan daerah', developmentTargetId: null, targetGroups: [], modules: [] },
        ...{ competencies: [{ code: 'TEK-1', level: 3 }], trainers: [], costPerParticipant: 0, fixedCost: 0 },
        fundingPattern: 'APBD',
      },
      'officer-1',
    ),
  );
  await run((tx) => service.publication.publish(tx, programmeId, 'officer-1'));
  await service.rows(
    `INSERT INTO training_session (session_id, programme_id, starts_on, ends_on, delivery, place, capacity, created_by, title, organiser, cohort_year, state)
     VALUES ($1, $2, '2026-06-01', '2026-06-05', 'CLASSICAL', 'Kuala Kapuas', 20, 'officer-1', 'Pelatihan', 'BKPSDM', 2026, 'HELD')`,
    [newId(), programmeId],
  );
  return programmeId;
}

describe('a programme that is dropped', () => {
  it('while another officer decides to keep it is kept by nobody', async () => {
    const programmeId = await heldProgramme();
    const verdicts = new Verdicts(service.publication, new Audit(), service.clock);
    const decide = (outcome: 'KEEP' | 'DROP') => (tx: Transaction) =>
      verdicts.decide(tx, programmeId, { year: 2026, outcome, reason: 'Hasil evaluasi' }, 'officer-1');
    expect(await meanwhile(decide('DROP'), decide('KEEP'))).toMatchObject({ code: 'programme-withdrawn' });
    const rows = await service.rows('SELECT outcome FROM programme_verdict WHERE programme_id = $1', [programmeId]);
    expect(rows).toEqual([{ outcome: 'DROP' }]);
  });
});

describe('a certificate that is revoked', () => {
  it('while another officer issues it anew stays revoked, with its completion', async () => {
    const [employeeId, completionId] = [await employ(service, 1), newId()];
    await service.rows(
      `INSERT INTO completion (completion_id, employee_id, title, organiser, path_code, scope, quantity_hundredths, started_on, completed_on, recorded_by)
       VALUES ($1, $2, 'Pelatihan A', 'BKPSDM', 'KL03', 'NATIONAL', 4050, '2026-06-01', '2026-06-05', 'officer-1')`,
      [completionId, employeeId],
    );
    const outbox = new Outbox({ service: 'training-catalog', generation: 1 }, { allows: () => true }, () => undefined);
    const grant: CertificateGrant = {
      ...{ completionId, enrolmentId: newId(), sessionId: newId(), employeeId, homeRegion: null },
      ...{ holderName: 'Dinarti Sangalang', programmeId: null, title: 'Pelatihan A', organiser: 'BKPSDM' },
      ...{ pathCode: 'KL03', quantityHundredths: 4050, startedOn: '2026-06-01', completedOn: '2026-06-05' },
      ...{ replacesId: null, issuedReason: null, replacesNumber: null },
    };
    const terms = { today: '2026-06-30', months: 36, actor: 'officer-1', cause: {} };
    const [issued] = await run((tx) =>
      new CertificateIssuer(outbox, { region: REGION } as never).issue(tx, [grant], terms),
    );
    const { certificateId } = issued!;
    const told = await meanwhile(
      (tx) => service.certificates.revoke(tx, certificateId, 'Tidak sah', 'officer-1'),
      (tx) => service.certificates.reissue(tx, certificateId, 'Nama keliru', undefined, 'officer-2'),
    );
    expect(told).toMatchObject({ code: 'certificate-ended' });
    const standing = await service.rows('SELECT 1 FROM completion WHERE employee_id = $1 AND revoked_at IS NULL', [
      employeeId,
    ]);
    expect(standing).toEqual([]);
  });
});
