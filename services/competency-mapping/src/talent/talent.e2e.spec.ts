import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';
import { Statements } from '../statements/statements.js';

let service: CompetencyUnderTest;
let agency: string;
let officer: string;
const numbers = Array.from({ length: 7 }, () => newNumber());

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Dinas Contoh');
  await service.employ(
    numbers.map((employeeNumber, index) => ({
      employeeNumber,
      agencyId: agency,
      positionType: 'PENGAWAS',
      name: `Pegawai ${index}`,
    })),
  );
  officer = await service.token('bkpsdm-officer');
});
afterAll(() => service.stop());

const post = <T = Record<string, never>>(path: string, body: object, as = officer) =>
  service.call<T>('POST', path, { as, body });

describe('talent management', () => {
  let snapshotId: string;
  let later: string;

  it('places people by appraisal and potential, or by the match where no potential is assessed', async () => {
    const scores = numbers.map((number, index) => `'${number};${index < 6 ? 90 : ''};${index < 5 ? 80 : ''};`);
    const done = await service.uploadCsv(
      'talent/score-files',
      ['NIP;Nilai Kinerja;Potensi;Predikat', ...scores].join('\n'),
      officer,
      { year: '2026', source: 'e-Kinerja' },
    );
    expect(done.body).toMatchObject({ rowsTaken: 6, rowsRefused: 1 });
    const bad = ['NIP;Nilai Kinerja;Potensi;Predikat']
      .concat([`'${numbers[6]!};130;;`, `'${newNumber()};90;;`, `'${numbers[0]!};90;;Hebat`, `'${numbers[1]!};90;80;`])
      .concat(`'${numbers[1]!};70;80;`);
    const partly = await service.uploadCsv('talent/score-files', bad.join('\n'), officer, {
      year: '2026',
      source: 'e-Kinerja',
    });
    expect(partly.body).toMatchObject({ rowsRefused: 4 });
    const { importId } = partly.body as unknown as { importId: string };
    const errors = await service.call<{ items: { row: number; remedy: string }[] }>(
      'GET',
      `imports/${importId}/errors`,
      { as: officer },
    );
    expect(errors.body.items).toMatchObject([
      { row: 2, code: 'row.out-of-range', column: 'nilai kinerja' },
      { row: 3, code: 'row.person-unknown', remedy: expect.stringContaining('SIASN') },
      { row: 4, code: 'row.unknown-value', column: 'predikat kinerja' },
      { row: 6, code: 'row.twice', column: 'nip' },
    ]);
    const ahead = await service.uploadCsv('talent/score-files', bad.join('\n'), officer, {
      year: '2090',
      source: 'x2',
    });
    expect(ahead).toMatchObject({ status: 422, body: { code: 'talent-year-ahead' } });
    const results = `NIP;MAN-01\n'${numbers[5]!};2`;
    await service.uploadCsv('assessment-files', results, officer, {
      method: 'ASSESSMENT_CENTER',
      assessor: 'UPT',
      observedOn: '2026-05-04',
    });
    const taken = await post<{ snapshotId: string }>('talent/snapshots', { year: 2026 });
    expect(taken).toMatchObject({ status: 201, body: { people: 6, without: 1, ruleVersion: 'talenta-awal' } });
    snapshotId = taken.body.snapshotId;
    const boxes = await service.call<{ boxes: { box: number; people: number }[] }>(
      'GET',
      `talent/snapshots/${snapshotId}`,
      { as: officer },
    );
    expect(boxes.body.boxes.filter(({ people }) => people > 0)).toMatchObject([
      { box: 4, people: 1 },
      { box: 9, people: 5 },
    ]);
    const people = await service.call<{ items: object[] }>('GET', `talent/snapshots/${snapshotId}/people?box=4`, {
      as: officer,
    });
    expect(people.body.items).toMatchObject([{ name: 'Pegawai 5', potentialSource: 'MATCH', potential: 1111 }]);
    const unplaced = await service.call<{ items: object[] }>('GET', 'talent/unplaced?year=2026&missing=PERFORMANCE', {
      as: officer,
    });
    expect(unplaced.body.items).toMatchObject([{ name: 'Pegawai 6' }]);
    expect(boxes.body.boxes.find(({ box }) => box === 9)).toMatchObject({
      followUps: [{ code: 'PROMOTE', text: 'Dipromosikan' }, {}, {}, {}],
    });
  });

  it('keeps a snapshot whatever the thresholds become', async () => {
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const content = {
      performance: { middle: 7000, high: 9500 },
      potential: { middle: 6800, high: 7700 },
      boxes: [
        [1, 2, 4],
        [3, 5, 7],
        [6, 8, 9],
      ],
      poolBoxes: [7, 8, 9],
    };
    expect(
      (
        await post('rules', {
          kind: 'TALENT',
          ruleVersion: 'talenta-baru',
          validFrom: today,
          content,
          legalBasis: 'Peraturan Bupati (contoh)',
        })
      ).status,
    ).toBe(201);
    const old = await service.call<{ boxes: { box: number; people: number }[] }>(
      'GET',
      `talent/snapshots/${snapshotId}`,
      { as: officer },
    );
    expect(old.body.boxes.find(({ box }) => box === 9)).toMatchObject({ people: 5 });
    const next = await post<{ snapshotId: string }>('talent/snapshots', { year: 2026 });
    const boxes = await service.call<{ boxes: { box: number; people: number }[] }>(
      'GET',
      `talent/snapshots/${next.body.snapshotId}`,
      { as: officer },
    );
    expect(boxes.body.boxes.find(({ box }) => box === 8)).toMatchObject({ people: 5 });
    later = next.body.snapshotId;
  });

  it('sets two snapshots side by side: who moved from which box to which, and why', async () => {
    const first = await service.call('GET', `talent/snapshots/${snapshotId}/comparison`, { as: officer });
    expect(first).toMatchObject({ status: 409, body: { code: 'snapshot-first' } });
    const seen = await service.call('GET', `talent/snapshots/${later}/comparison`, { as: officer });
    expect(seen.body).toMatchObject({
      since: { snapshotId },
      ...{ sameThresholds: false, up: 0, down: 6, same: 0, entered: 0, gone: 0 },
      matrix: [
        { direction: 'DOWN', fromBox: 4, toBox: 2, people: 1 },
        { direction: 'DOWN', fromBox: 9, toBox: 8, people: 5 },
      ],
    });
    const moves = await service.call<{ items: { reasons: { text: string }[] }[] }>(
      'GET',
      `talent/snapshots/${later}/moves?direction=DOWN&since=${snapshotId}&limit=2`,
      { as: officer, headers: { 'accept-language': 'en' } },
    );
    expect(moves.body.items).toHaveLength(2);
    expect(moves.body.items[0]).toMatchObject({ direction: 'DOWN', reasons: [{ reason: 'PERFORMANCE_THRESHOLD' }] });
    expect(moves.body.items[0]!.reasons[0]!.text).toContain('from 85 to 95');
  });

  it('finds successors for a position, with reasons', async () => {
    const standard = await post<{ standardId: string }>('standards', {
      scope: 'POSITION',
      title: 'Kepala Bidang Contoh',
      levels: { 'MAN-01': 3 },
      legalBasis: 'Contoh',
    });
    const pool = await post<{ poolId: string }>('talent/pools', {
      snapshotId,
      positionName: 'Kepala Bidang Contoh',
      standardId: standard.body.standardId,
    });
    expect(pool.body).toMatchObject({ candidates: 5 });
    const list = await service.call<{ items: { reasons: { text: string }[] }[] }>(
      'GET',
      `talent/pools/${pool.body.poolId}?limit=2`,
      { as: officer, headers: { 'accept-language': 'en' } },
    );
    expect(list.body.items).toHaveLength(2);
    expect(list.body.items[0]!.reasons.map(({ text }) => text)).toEqual([
      'Stands in box 9.',
      'Not assessed for this position.',
      'To be developed: MAN-01 Integrity (asks for level 3, has none).',
    ]);
    const pools = await service.call<{ items: object[] }>('GET', 'talent/pools?search=bidang', { as: officer });
    const made = { poolId: pool.body.poolId, year: 2026, standardVersion: 1, ruleVersion: 'talenta-baru' };
    expect(pools.body.items).toMatchObject([{ ...made, considered: 6, candidates: 5 }]);
    const head = await service.call('GET', `talent/pools/${pool.body.poolId}/summary`, { as: officer });
    expect(head.body).toMatchObject({ positionName: 'Kepala Bidang Contoh', snapshotId });
    const csv = await service.call<{ text: string }>('GET', `talent/pools/${pool.body.poolId}/file?format=csv`, {
      as: officer,
    });
    expect(csv.body.text).toContain('Perlu dikembangkan: MAN-01 Integritas (perlu tingkat 3, belum ada)');
  });

  it('is for the personnel agency of the whole region alone, and every look is on record', async () => {
    for (const role of ['supervisor', 'agency-planner', 'assessor', 'auditor', 'partner'] as const)
      expect((await service.call('GET', 'talent/snapshots', { as: await service.token(role) })).status).toBe(403);
    for (const path of ['talent/pools', `talent/snapshots/${later}/moves`, `talent/snapshots/${later}/comparison`])
      for (const role of ['supervisor', 'agency-planner', 'auditor'] as const)
        expect([path, role, (await service.call('GET', path, { as: await service.token(role) })).status]).toEqual([
          path,
          role,
          403,
        ]);
    const ofUnit = await service.token('bkpsdm-officer', { unit: agency });
    expect((await service.call('GET', `talent/snapshots/${snapshotId}/people`, { as: ofUnit })).status).toBe(403);
    const reads = await service.region.sql(
      `SELECT 1 FROM competency_mapping.audit_entry WHERE action = 'read-personal-data' AND reason = 'talent-management'`,
    );
    // Two looks at people, one at moves, one page and one file of the pool: a row a person.
    expect(reads.length).toBeGreaterThanOrEqual(6);
  });

  it('leaves the region as totals alone, small counts withheld', async () => {
    const statements = service.app.get(Statements, { strict: false });
    await statements.stateChanges();
    const rows = await service.region.sql<{ subject: string; content: string }>(
      `SELECT subject, content FROM competency_mapping.statement WHERE kind = 'talent'`,
    );
    expect(
      rows.map(({ content }) => JSON.parse(content) as { people: number; boxes: { people: number | null }[] }),
    ).toMatchObject([{ people: 6 }]);
    const boxes = (JSON.parse(rows[0]!.content) as { boxes: { box: number; people: number | null }[] }).boxes;
    expect(boxes.filter(({ people }) => people === null).map(({ box }) => box)).toEqual([2, 8]);
    expect(await statements.stateChanges()).toBe(0);
  });
});
