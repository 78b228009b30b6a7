import { CompletionRevoked, TrainingCompleted, newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AGENCY, employ, leave } from '../testing/employees.js';
import { ServiceUnderTest, requestOf } from '../testing/service-under-test.js';
import type { CompletionDetails } from './completion.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
});
afterAll(async () => service?.stop());

const details: CompletionDetails = {
  programmeId: null,
  sessionId: null,
  title: 'Pelatihan Pelayanan Publik Prima',
  organiser: 'BKPSDM Kabupaten Kapuas',
  pathCode: 'KL03',
  scope: 'NATIONAL',
  quantityHundredths: 4050,
  startedOn: '2026-03-02',
  completedOn: '2026-03-06',
  certificateNumber: null,
};
const record = (
  employeeId: string,
  key: string,
  changes: Partial<CompletionDetails> = {},
  visible: string[] | null = null,
) => {
  const command = { employeeId, details: { ...details, ...changes }, actor: 'officer-1', visible };
  return service.recorder.record(command, requestOf(key, { employeeId, ...changes }));
};
const counts = async () => {
  const [row] = await service.rows<Record<string, number>>(
    `SELECT (SELECT count(*) FROM completion)::integer AS completions, (SELECT count(*) FROM outbox)::integer AS events,
       (SELECT count(*) FROM audit_entry)::integer AS audited, (SELECT count(*) FROM idempotency_key)::integer AS keys`,
  );
  return row!;
};

describe('recording a completion', () => {
  it('writes row, event, audit entry and answer together', async () => {
    const employeeId = await employ(service, 1);
    const { status, body, replayed } = await record(employeeId, 'key-00000001');
    expect([status, replayed]).toEqual([201, false]);
    expect(await counts()).toEqual({ completions: 1, events: 1, audited: 1, keys: 1 });
    expect(await service.published(TrainingCompleted as never)).toEqual([
      { ...details, completionId: body.completionId, employeeId },
    ]);
    const [audited] = await service.rows('SELECT actor, action, object_type, object_id FROM audit_entry');
    expect(audited).toEqual({
      actor: 'officer-1',
      action: 'record-completion',
      object_type: 'completion',
      object_id: body.completionId,
    });
  });

  it('takes effect once for one Idempotency-Key, also when sent many times at once', async () => {
    const employeeId = await employ(service, 2);
    const before = await counts();
    const answers = await Promise.all(Array.from({ length: 8 }, () => record(employeeId, 'key-00000002')));
    expect(new Set(answers.map(({ body }) => body.completionId)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const after = await counts();
    expect(after['completions']! - before['completions']!).toBe(1);
    expect(after['events']! - before['events']!).toBe(1);
  });

  it('refuses another request under a used key', async () => {
    const employeeId = await employ(service, 3);
    await record(employeeId, 'key-00000003');
    await expect(record(employeeId, 'key-00000003', { title: 'Lain' })).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  it('leaves nothing behind for someone unknown, gone before the training, or out of reach', async () => {
    const gone = await employ(service, 4);
    await leave(service, gone, '2026-03-02');
    const elsewhere = await employ(service, 5);
    const before = await counts();
    for (const [employeeId, visible] of [
      [newId(), null],
      [gone, null],
      [elsewhere, [newId()]],
    ] as [string, string[] | null][])
      await expect(record(employeeId, `key-${employeeId}`, {}, visible)).rejects.toMatchObject({
        code: 'employee-unknown',
        status: 422,
      });
    expect(await counts()).toEqual(before);
    expect(await record(elsewhere, 'key-00000005', {}, [AGENCY])).toMatchObject({ status: 201 });
  });

  it('records what someone did before leaving', async () => {
    const employeeId = await employ(service, 6);
    await leave(service, employeeId, '2026-05-01');
    expect(await record(employeeId, 'key-00000006')).toMatchObject({ status: 201 });
  });

  it('refuses what cannot be, by field', async () => {
    const employeeId = await employ(service, 7);
    await expect(record(employeeId, 'key-00000007', { completedOn: '2026-07-01' })).rejects.toMatchObject({
      code: 'completion-refused',
      errors: [{ field: 'completedOn', code: 'completion.in-future' }],
    });
  });
});

describe('the programme and session that a completion names', () => {
  const [own, draft, shared, session, lecture, sharedSession] = Array.from({ length: 6 }, () => newId());
  beforeAll(async () => {
    const programme = (state: string, version: number) =>
      `('${version === 0 ? draft : own}', '${state}', 1, ${version}, 'Arsip (rekaan)', 'KL03', 'CLASSICAL', 100, 0, 'BKPSDM', '{}', 'officer-1', now())`;
    await service.rows(
      `INSERT INTO programme (programme_id, state, revision, published_version, title, path_code, delivery, hours, meetings, organiser, competency_codes,
         created_by, changed_at) VALUES ${programme('WITHDRAWN', 1)}, ${programme('DRAFT', 0)}`,
    );
    await service.rows(
      `INSERT INTO shared_programme (programme_id, organiser_region, title) VALUES ($1, '62', 'Gambut (rekaan)')`,
      [shared],
    );
    await service.rows(
      `INSERT INTO shared_session (session_id, region, revision, state, programme_id, title, starts_on, ends_on, competencies, told)
       SELECT s, '62', 1, 'HELD', p, 'Gambut (rekaan)', '2026-03-02', '2026-03-06', '[]', '{}'
         FROM unnest($1::uuid[], $2::uuid[]) AS t(s, p)`,
      [
        [session, lecture, sharedSession],
        [own, null, shared],
      ],
    );
  });
  let key = 0;
  const name = async (changes: Partial<CompletionDetails>) => {
    key += 1;
    const employeeId = await employ(service, 20 + key);
    return record(employeeId, `key-named-${key}`, changes);
  };

  it('are known here: once published, be it withdrawn since, or told of by another region', async () => {
    for (const changes of [
      { programmeId: own },
      { programmeId: shared },
      { sessionId: lecture },
      { programmeId: own, sessionId: session },
      { programmeId: shared, sessionId: sharedSession },
    ])
      expect(await name(changes)).toMatchObject({ status: 201 });
  });

  it('are refused by field where no list holds them, or where they do not belong together', async () => {
    const before = await counts();
    const refused = async (changes: Partial<CompletionDetails>) =>
      name(changes).then(
        () => [],
        ({ code, status, errors }: { code: string; status: number; errors: { field: string; code: string }[] }) => [
          ...[code, status],
          ...errors.map((error) => `${error.field} ${error.code}`),
        ],
      );
    const as = (...errors: string[]) => ['completion-refused', 422, ...errors];
    const unknown = newId();
    expect(await refused({ programmeId: unknown })).toEqual(as('programmeId completion.programme-unknown'));
    expect(await refused({ programmeId: draft })).toEqual(as('programmeId completion.programme-unknown'));
    expect(await refused({ programmeId: unknown, sessionId: unknown })).toEqual(
      as('programmeId completion.programme-unknown', 'sessionId completion.session-unknown'),
    );
    for (const sessionId of [session, lecture])
      expect(await refused({ programmeId: shared, sessionId })).toEqual(
        as('sessionId completion.session-of-another-programme'),
      );
    expect(await counts()).toEqual(before);
  });
});

describe('revoking a completion', () => {
  const revoke = (completionId: string, key: string, visible: string[] | null = null) =>
    service.revoker.revoke(
      { completionId, reason: 'Sertifikat ditarik', actor: 'officer-1', visible },
      requestOf(key, { completionId }),
    );

  it('tells it once, and keeps the row', async () => {
    const employeeId = await employ(service, 8);
    const { completionId } = (await record(employeeId, 'key-00000008')).body;
    await revoke(completionId, 'key-revoke-1');
    expect(await revoke(completionId, 'key-revoke-1')).toMatchObject({ replayed: true });
    await expect(revoke(completionId, 'key-revoke-2')).rejects.toMatchObject({ code: 'completion-revoked-already' });
    expect(await service.published(CompletionRevoked as never)).toEqual([
      { completionId, employeeId, reason: 'Sertifikat ditarik' },
    ]);
    const [row] = await service.rows('SELECT revoked_by, revoked_reason FROM completion WHERE completion_id = $1', [
      completionId,
    ]);
    expect(row).toEqual({ revoked_by: 'officer-1', revoked_reason: 'Sertifikat ditarik' });
  });

  it('finds only what is in reach', async () => {
    const employeeId = await employ(service, 9);
    const { completionId } = (await record(employeeId, 'key-00000009')).body;
    await expect(revoke(completionId, 'key-revoke-3', [newId()])).rejects.toMatchObject({
      code: 'completion-not-found',
    });
    await expect(revoke(newId(), 'key-revoke-4')).rejects.toMatchObject({ code: 'completion-not-found' });
  });
});
