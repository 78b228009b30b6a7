import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NeedView } from '../needs/need.dto.js';
import type { ProfileView } from '../profiles/profile.dto.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/**
 * R14: competency data, talent management and competency mapping are integrated through the system made by BKN. What BKN measures (its
 * computer-assisted test, its appraisals) comes here by file; the exchange of trainings is learning-hours'.
 */
let service: CompetencyUnderTest;
let agency: string;
let officer: string;
let people: readonly string[];
const numbers = Array.from({ length: 6 }, () => newNumber());
const TEST = { method: 'COMPUTER_ASSISTED', assessor: 'BKN CACT', observedOn: '2026-05-04' };

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Dinas Perhubungan (contoh)');
  people = await service.employ(
    numbers.map((employeeNumber, index) => ({
      employeeNumber,
      agencyId: agency,
      positionType: 'PENGAWAS',
      name: `Pegawai ${index}`,
    })),
  );
  officer = await service.token('bkpsdm-officer');
});
afterAll(() => service?.stop());

const get = async <T>(path: string) =>
  (await service.call<T>('GET', path, { as: officer, headers: { 'accept-language': 'en' } })).body;
const profileOf = (index: number) => get<ProfileView>(`people/${people[index]}/profile`);
const testResults = (levels: readonly (readonly [number, number])[], extra: readonly string[] = []) =>
  [
    'NIP;MAN-01;MAN-05',
    ...levels.map(([first, fifth], index) => `'${numbers[index]};${first};${fifth}`),
    ...extra,
  ].join('\n');

describe('R14: what BKN measures', () => {
  it('is taken in by file: whom nobody knows is handed back, everybody else has a profile', async () => {
    const file = testResults(
      [
        [2, 2],
        [2, 1],
        [1, 1],
        [2, 2],
        [2, 2],
      ],
      ["'198609262015059999;2;2"],
    );
    const done = await service.uploadCsv('assessment-files', file, officer, TEST);
    expect(done.body).toMatchObject({ rowsTaken: 5, rowsRefused: 1 });
    const { match, competencies } = await profileOf(1);
    // The other seven competencies of the standard are not shown by anything yet.
    expect(match).toMatchObject({ required: 9, assessed: 2, withGap: 8 });
    const gap = competencies.find(({ code }) => code === 'MAN-05')!;
    expect(gap).toMatchObject({ required: 2, level: 1, gap: 1 });
    expect(gap.evidence).toMatchObject([
      { method: 'COMPUTER_ASSISTED', observedOn: '2026-05-04', validUntil: '2029-05-04', verdict: 'CHOSEN' },
    ]);
    expect((await profileOf(5)).match.hundredths).toBeNull();
  });

  it('becomes the map of needs by itself, and names who is not tested yet', async () => {
    const { items } = await get<{ items: NeedView[] }>('needs?by=agency&limit=200');
    expect(items.find(({ code }) => code === 'MAN-05')).toMatchObject({ people: 6, assessed: 5, withGap: 3 });
    const missing = await get<{ items: { employeeId: string }[] }>('completeness/missing?dataset=ASSESSMENT');
    expect(missing.items.map(({ employeeId }) => employeeId)).toEqual([people[5]]);
  });

  it('is followed by a later test, which explains why the earlier one no longer counts', async () => {
    const again = { ...TEST, observedOn: '2026-08-10' };
    await service.uploadCsv('assessment-files', `NIP;MAN-05\n'${numbers[1]};2`, officer, again);
    const gap = (await profileOf(1)).competencies.find(({ code }) => code === 'MAN-05')!;
    expect(gap).toMatchObject({ level: 2, gap: 0 });
    expect(gap.evidence.map(({ observedOn, verdict }) => [observedOn, verdict])).toEqual([
      ['2026-08-10', 'CHOSEN'],
      ['2026-05-04', 'OLDER'],
    ]);
  });

  it('meets the appraisals of e-Kinerja in the nine boxes, and successors are found by both', async () => {
    const scores = numbers
      .slice(0, 5)
      .map((number, index) => `'${number};${index === 2 ? 55 : 92};${index === 2 ? 40 : 85};`);
    const appraised = await service.uploadCsv(
      'talent/score-files',
      ['NIP;Nilai Kinerja;Potensi;Predikat', ...scores].join('\n'),
      officer,
      { year: '2026', source: 'e-Kinerja BKN' },
    );
    expect(appraised.body).toMatchObject({ rowsTaken: 5, rowsRefused: 0 });
    const post = <T>(path: string, body: object) => service.call<T>('POST', path, { as: officer, body });
    const { snapshotId } = (await post<{ snapshotId: string }>('talent/snapshots', { year: 2026 })).body;
    const { boxes } = await get<{ boxes: { box: number; people: number }[] }>(`talent/snapshots/${snapshotId}`);
    expect(boxes.filter((one) => one.people > 0)).toMatchObject([
      { box: 1, people: 1 },
      { box: 9, people: 4 },
    ]);
    const standard = { scope: 'POSITION', title: 'Kepala Bidang', levels: { 'MAN-05': 2 }, legalBasis: 'Contoh' };
    const { standardId } = (await post<{ standardId: string }>('standards', standard)).body;
    const pool = await post<{ poolId: string; candidates: number }>('talent/pools', {
      ...{ snapshotId, standardId, positionName: 'Kepala Bidang' },
    });
    expect(pool.body.candidates).toBe(4);
    const { items } = await get<{ items: { employeeId: string }[] }>(`talent/pools/${pool.body.poolId}`);
    expect(items.map(({ employeeId }) => employeeId)).not.toContain(people[2]);
  });

  it('is sensitive: nobody but the personnel agency and assessors sees results, and each look is on record', async () => {
    for (const role of ['civil-servant', 'partner', 'auditor', 'contingency-officer'] as const) {
      const as = await service.token(role);
      expect((await service.call('GET', `people/${people[1]}/profile`, { as })).status).toBe(403);
      expect((await service.call('GET', `assessments?employeeId=${people[1]}`, { as })).status).toBe(403);
    }
    const own = await service.token('civil-servant', { employee: people[1]! });
    const mine = await service.call<ProfileView>('GET', 'people/me/profile', { as: own });
    expect(mine.body.employeeId).toBe(people[1]);
    const seen = await service.call<{ items: { purpose: string }[] }>('GET', 'me/data-accesses', { as: own });
    expect(seen.body.items.map(({ purpose }) => purpose)).toContain('talent-management');
    expect(seen.body.items.length).toBeGreaterThan(2);
  });
});
