import 'reflect-metadata';
import { AgencyPublished, EvaluationStated, newId } from '@betang/contracts';
import {
  readPdfText,
  startRegionUnderTest,
  waitUntil,
  type RegionUnderTest,
  type ServiceUnderTest,
} from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BudgetImportPage, BudgetImportView } from '../budgets/budget-import.dto.js';
import type { BudgetLinePage, BudgetView } from '../budgets/budget.dto.js';
import type { PeriodView } from '../periods/period.dto.js';
import type { LineageView, ReportView } from '../reports/report.dto.js';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { fixtureOf } from '../testing/events.js';
import { startReporting, type CallerRole, type RunningReporting } from '../testing/running-reporting.js';

const OFFICER: CallerRole = { role: 'bkpsdm-officer', region: '62.03' };
const BPSDM: CallerRole = { role: 'bpsdm-officer', region: '62' };
const PROGRAMME = newId();
const FILE = `PEMERINTAH KABUPATEN CONTOH;;;\nKode Rekening;Uraian;Pagu;Dihitung\n5.1.02.01;Pelatihan teknis;1.500.000.000;\n5.1.02.02;Gaji pegawai diklat;900.000.000;\n5.1.02.03;Bimtek penyusunan renkon;600.000.000;\n5.1.02.04;Rapat koordinasi;100.000.000;ya\n5.1.02.05;Tanpa nilai;;\n`;

// R29: mandatory spending of at least 0.16 % in a regency, 0.34 % in a province; R19: its evidence for who sets policy.
describe('R29: the mandatory share of a budget', () => {
  let province: RegionUnderTest;
  let kapuas: RegionUnderTest;
  let atHome: RunningReporting;
  let atProvince: RunningReporting;
  let catalogue: ServiceUnderTest;

  beforeAll(async () => {
    const services = ['identity', 'learning-hours', 'training-catalog', 'reporting'] as const;
    province = await startRegionUnderTest('62', { services: [...services], role: 'hub' });
    kapuas = await startRegionUnderTest('62.03', { services: [...services], hub: province });
    [atProvince, atHome] = [await startReporting(province), await startReporting(kapuas)];
    catalogue = await kapuas.service('training-catalog');
    catalogue.start();
    // Each region's identity runs its link to the hub.
    for (const region of [province, kapuas]) {
      const identity = await region.service('identity');
      identity.start();
      const agencyId = newId();
      await identity.publish(AgencyPublished.create({ subject: agencyId, data: { agencyId, name: 'Dinas Contoh' } }));
    }
  }, 120_000);
  afterAll(async () => {
    await atHome?.stop();
    await atProvince?.stop();
    await kapuas?.stop();
    await province?.stop();
  });

  const budget = async () => (await atHome.get<BudgetView>('budgets?year=2026&stage=ADOPTED', OFFICER)).body;
  const upload = async (content: string, key: string, role = OFFICER, stage = 'ADOPTED') => {
    const form = new FormData();
    form.set('year', '2026');
    form.set('stage', stage);
    form.set('file', new Blob([content]), 'dpa.csv');
    const as = await atHome.service.token(role.role, role);
    return atHome.service.call<BudgetImportView>('POST', 'budget-imports', { as, form, key });
  };

  it('says in words which headings a file lacks', async () => {
    const { id } = (await upload('Pagu Indikatif\nKode;Pagu\n5.1;1000\n', 'import-lacking')).body;
    const failed = async () => (await atHome.get<BudgetImportView>(`budget-imports/${id}`, OFFICER)).body;
    await waitUntil('the import has failed', async () => (await failed()).state === 'FAILED');
    const failure = 'Baris judul tidak ditemukan di lembar mana pun. Kolom yang kurang: uraian.';
    expect(await failed()).toMatchObject({ failureCode: 'import-headings-unknown', failure });
    const list = await atHome.get<BudgetImportPage>('budget-imports?year=2026&state=FAILED', OFFICER);
    expect(list.body.items).toMatchObject([{ id, failure }]);
  });

  it('takes the officer’s file in, each line counted or not with its reason, and hands the bad row back', async () => {
    expect((await upload(FILE, 'import-0', { ...OFFICER, unit: newId() })).status).toBe(403);
    const begun = await upload(FILE, 'import-01');
    expect(begun.status).toBe(202);
    const path = `budget-imports/${begun.body.id}`;
    await waitUntil(
      'the import is done',
      async () => (await atHome.get<BudgetImportView>(path, OFFICER)).body.state === 'DONE',
    );
    expect((await atHome.get<BudgetImportView>(path, OFFICER)).body).toMatchObject({
      rowsRead: 5,
      rowsTaken: 4,
      rowsRefused: 1,
    });
    expect((await atHome.get(`${path}/refused-rows`, OFFICER)).body).toMatchObject({
      items: [
        {
          rowNumber: 7,
          problems: [{ field: 'amount', code: 'rupiah-unreadable' }],
          cells: ['5.1.02.05', 'Tanpa nilai', '', ''],
        },
      ],
    });
    const file = await atHome.get<{ text: string }>(`${path}/refused-rows/file?format=csv`, OFFICER);
    expect(file.body.text.split('\r\n').slice(0, 2)).toEqual([
      '\ufeffKode Rekening,Uraian,Pagu,Dihitung,Baris,Alasan ditolak',
      '5.1.02.05,Tanpa nilai,,,7,Nilai: Nilai rupiah tidak terbaca. Tulislah misalnya 1.500.000.',
    ]);
    const files = await atHome.get<BudgetImportPage>('budget-imports?year=2026&stage=ADOPTED&state=DONE', OFFICER);
    expect(files.body.items).toMatchObject([{ id: begun.body.id, fileName: 'dpa.csv', rowsRefused: 1 }]);
    expect((await atHome.get('budget-imports', { role: 'auditor', region: '62.03' })).status).toBe(403);
    expect((await upload(FILE, 'import-01')).body.id).toBe(begun.body.id);
    const { body } = await atHome.get<BudgetLinePage>(
      'budgets/lines?year=2026&stage=ADOPTED&sort=-amount&limit=3',
      OFFICER,
    );
    expect(body.items.map(({ title, counted, reason }) => [title, counted, reason])).toEqual([
      ['Pelatihan teknis', true, 'rule:pelatihan'],
      ['Gaji pegawai diklat', false, 'rule:gaji'],
      ['Bimtek penyusunan renkon', true, 'rule:bimtek'],
    ]);
    expect(body.nextCursor).toBeDefined();
    const next = await atHome.get<BudgetLinePage>(
      `budgets/lines?year=2026&stage=ADOPTED&sort=-amount&limit=3&cursor=${body.nextCursor}`,
      OFFICER,
    );
    expect(next.body.items.map(({ title, reason }) => [title, reason])).toEqual([['Rapat koordinasi', 'file']]);
  });

  it('shows numerator, denominator, stage and basis, and what is missing to the least share', async () => {
    expect(await budget()).toMatchObject({
      counted: 2_200_000_000,
      notCounted: 900_000_000,
      denominatorAmount: null,
      shortfall: null,
    });
    const as = await atHome.service.token(OFFICER.role, OFFICER);
    const amounts = { year: 2026, stage: 'ADOPTED', totalSpending: 1_500_000_000_000, source: 'Perda APBD 2026' };
    expect((await atHome.service.call('PUT', 'budgets', { as, body: amounts })).status).toBe(204);
    expect(await budget()).toMatchObject({
      sharePercent: 0.1466,
      leastPercent: 0.16,
      leastAmount: 2_400_000_000,
      shortfall: 200_000_000,
      denominator: 'TOTAL_SPENDING',
    });
  });

  it('counts a line by an officer’s own reason, which a later import leaves alone', async () => {
    const { body } = await atHome.get<BudgetLinePage>('budgets/lines?year=2026&stage=ADOPTED&search=rapat', OFFICER);
    const verdict = { counted: false, reason: 'bukan pengembangan kompetensi' };
    expect((await atHome.post(`budgets/lines/${body.items[0]!.id}/verdict`, OFFICER, undefined, verdict)).status).toBe(
      201,
    );
    const again = await upload(FILE, 'import-02');
    await waitUntil(
      'the second import is done',
      async () =>
        (await atHome.get<BudgetImportView>(`budget-imports/${again.body.id}`, OFFICER)).body.state === 'DONE',
    );
    expect((await atHome.get<BudgetImportView>(`budget-imports/${again.body.id}`, OFFICER)).body).toMatchObject({
      rowsRepeated: 4,
      rowsTaken: 0,
    });
    expect(await budget()).toMatchObject({ counted: 2_100_000_000, shortfall: 300_000_000 });
  });

  it('counts a line once in a file of several batches, written in capitals, and beside the account that sums it up', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => `5.1.02.09.${index};Rapat ${index};1.000`);
    const long = [
      'Kode Rekening;Uraian;Pagu',
      '5.1.02.01;PELATIHAN  TEKNIS;1.500.000.000',
      ...rows,
      // In the second batch: known from this file by then, though it was on record before the file came.
      '5.1.02.01;Pelatihan teknis;700.000.000',
      '5.1.02.03;bimtek penyusunan renkon;600.000.000',
      '5.1.02.03;Bimtek penyusunan renkon;600.000.000',
      '5.1.02;Belanja pelatihan dan bimtek;2.100.000.000',
    ];
    const before = (await budget()).counted;
    const begun = await upload(long.join('\n'), 'import-long');
    const path = `budget-imports/${begun.body.id}`;
    const done = await waitUntil('the long file is in', async () => {
      const { body } = await atHome.get<BudgetImportView>(path, OFFICER);
      return body.state === 'DONE' && body;
    });
    expect(done).toMatchObject({ rowsRead: 1_205, rowsTaken: 1_201, rowsRepeated: 3, rowsRefused: 1 });
    expect((await atHome.get(`${path}/refused-rows`, OFFICER)).body).toMatchObject({
      items: [{ rowNumber: 1_203, problems: [{ field: 'amount', code: 'budget-line-doubled' }] }],
    });
    expect((await budget()).counted).toBe(before);
    const lines = async (query: string) =>
      (await atHome.get<BudgetLinePage>(`budgets/lines?year=2026&stage=ADOPTED&${query}`, OFFICER)).body.items;
    expect(await lines('search=Belanja pelatihan')).toMatchObject([{ counted: false, reason: 'rule:sum-of-lines' }]);
    // What only the file before had: perhaps a line that the corrected file calls by another name.
    expect((await lines(`notInImport=${begun.body.id}&sort=code`)).map(({ code }) => code)).toEqual([
      '5.1.02.02',
      '5.1.02.04',
    ]);
    await kapuas.sql(`DELETE FROM reporting.budget_line WHERE code LIKE '5.1.02.09.%' OR code = '5.1.02'`);
  });

  it('shows of every line the file and row that brought it, down from the share', async () => {
    const { body } = await atHome.get<LineageView>(
      'reports/budget-share/lineage?year=2026&key=62.03/ADOPTED&limit=3',
      OFFICER,
    );
    expect(body.records).toHaveLength(3);
    const rest = await atHome.get<LineageView>(
      `reports/budget-share/lineage?year=2026&key=62.03/ADOPTED&limit=3&cursor=${body.nextCursor}`,
      OFFICER,
    );
    const records = [...body.records, ...rest.body.records];
    expect(records.map(({ file }) => file?.row).sort()).toEqual([3, 4, 5, 6]);
    expect(records.filter(({ counted }) => counted).reduce((sum, { amount }) => sum + amount, 0)).toBe(2_100_000_000);
    expect(records[0]!.file).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const lines = await atHome.get<BudgetLinePage>('budgets/lines?year=2026&stage=ADOPTED', OFFICER);
    expect(lines.body.items.map(({ source }) => source?.row).sort()).toEqual([3, 4, 5, 6]);
  });

  it('reaches the province as a statement with its event, and is exported there as a PDF', async () => {
    const show = () => atProvince.get<ReportView>('reports/budget-share?year=2026', BPSDM);
    await waitUntil(
      'the statement is there',
      async () => (await show()).body.rows.some(({ figures }) => figures['counted'] === 2_100_000_000),
      { timeoutMs: 40_000 },
    );
    const { body } = await show();
    expect(body.rows[0]).toMatchObject({
      key: '62.03/ADOPTED',
      region: '62.03',
      figures: { shortfall: 300_000_000, sharePercent: 0.14, belowLeast: 1 },
    });
    expect(body.missing).toEqual(['62']);
    const lineage = await atProvince.get('reports/budget-share/lineage?year=2026&key=62.03/ADOPTED', BPSDM);
    expect(lineage.body).toMatchObject({
      sources: [{ region: '62.03', service: 'reporting', audience: 'province', eventId: expect.stringMatching(/-7/) }],
    });
    const pdf = await atProvince.get<{ bytes: Buffer }>('reports/budget-share/file?year=2026&format=pdf', BPSDM);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(readPdfText(pdf.body.bytes).lines.join(' ').replace(/\s+/g, ' ')).toContain('Rp 300.000.000');
  });

  it('takes a new rule as dated data, and states by it', async () => {
    const rule = {
      fiscalYear: 2026,
      leastShare: 1_000,
      denominator: 'TOTAL_SPENDING',
      basis: 'Pedoman 2026 perubahan',
    };
    expect((await atHome.post('budgets/rules', { ...OFFICER, role: 'agency-planner' }, undefined, rule)).status).toBe(
      403,
    );
    expect((await atHome.post('budgets/rules', OFFICER, undefined, rule)).status).toBe(201);
    expect(await budget()).toMatchObject({ leastPercent: 0.1, shortfall: 0, basis: 'Pedoman 2026 perubahan' });
  });

  it('is part of a period’s report: submitted by the region, approved and locked by the province, corrections beside it', async () => {
    const period = { year: 2026, part: 'Q1' };
    const submitted = await atHome.post<PeriodView>('periods/region/submission', OFFICER, 'submit-01', period);
    expect(submitted.status).toBe(201);
    expect((await atHome.post('periods/region/submission', OFFICER, 'submit-02', period)).status).toBe(409);
    const at = '/regions/62.03';
    const decide = (decision: string, subject = 'approver-1', reason?: string) =>
      atProvince.post<PeriodView>(`periods${at}/decision`, { ...BPSDM, subject }, undefined, {
        ...period,
        decision,
        ...(reason && { reason }),
      });
    await waitUntil(
      'the submission has come',
      async () => (await atProvince.get(`periods${at}?year=2026&part=Q1`, BPSDM)).status === 200,
      { timeoutMs: 40_000 },
    );
    expect((await decide('LOCKED')).status).toBe(409);
    expect((await decide('RETURNED')).status).toBe(400);
    expect((await decide('APPROVED')).body).toMatchObject({ state: 'APPROVED', digest: submitted.body.digest });
    expect((await decide('LOCKED')).status).toBe(201);
    const own = () => atHome.get<PeriodView>('periods/regions/62.03?year=2026&part=Q1', OFFICER);
    await waitUntil('the region knows', async () => (await own()).body.state === 'LOCKED', { timeoutMs: 40_000 });
    expect((await own()).body.corrections).toEqual([]);
    const amounts = { year: 2026, stage: 'ADOPTED', totalSpending: 1_600_000_000_000, source: 'Perda' };
    await atHome.service.call('PUT', 'budgets', {
      as: await atHome.service.token(OFFICER.role, OFFICER),
      body: amounts,
    });
    expect((await own()).body.corrections).toEqual([
      {
        report: 'budget-share',
        key: '62.03/ADOPTED',
        figure: 'denominatorAmount',
        value: 1_500_000_000_000,
        now: 1_600_000_000_000,
      },
    ]);
    expect((await own()).body.figures).toEqual(submitted.body.figures);
  });

  it('shows beside a locked year that completions were taken back since', async () => {
    const period = { year: 2026, part: 'YEAR' };
    const stated = (statement: number, people: number, average: number, applied: number) => {
      const data = fixtureOf(EvaluationStated, {
        programmeId: PROGRAMME,
        statement,
        participants: people,
        passed: people,
      });
      const answered = {
        reaction: { respondents: people, average },
        behaviour: { reviewed: people, applied, average },
      };
      return EvaluationStated.create({ subject: `${PROGRAMME}/2026`, data: { ...data, ...answered } });
    };
    const known = (at: RunningReporting, role: CallerRole, people: number) =>
      waitUntil(
        `${people} people are stated`,
        async () => {
          const { body } = await at.get<ReportView>('reports/evaluation?year=2026', role);
          return body.rows[0]?.figures['participants'] === people;
        },
        { timeoutMs: 40_000 },
      );
    await catalogue.publish(stated(1, 40, 431, 24));
    await known(atHome, OFFICER, 40);
    const submitted = await atHome.post<PeriodView>('periods/region/submission', OFFICER, undefined, period);
    const mine = submitted.body.figures.filter(({ report }) => report === 'evaluation');
    expect(Object.fromEntries(mine.map(({ figure, value }) => [figure, value]))).toEqual({
      ...{ participants: 40, passed: 40, reaction: 431, reviewed: 40, applied: 24 },
      ...{ results: 1, resultsReached: 0, withoutEvidence: 0 },
    });
    const at = 'periods/regions/62.03';
    const seen = async (running: RunningReporting, role: CallerRole) =>
      (await running.get<PeriodView>(`${at}?year=2026&part=YEAR`, role)).body;
    await waitUntil('the year has come', async () => (await seen(atProvince, BPSDM)).state === 'SUBMITTED', {
      timeoutMs: 40_000,
    });
    for (const decision of ['APPROVED', 'LOCKED']) {
      const approver = { ...BPSDM, subject: 'approver-1' };
      expect((await atProvince.post(`${at}/decision`, approver, undefined, { ...period, decision })).status).toBe(201);
    }
    await waitUntil('the region knows', async () => (await seen(atHome, OFFICER)).state === 'LOCKED', {
      timeoutMs: 40_000,
    });
    await catalogue.publish(stated(2, 35, 420, 19));
    const fallen = [
      ['participants', 40, 35],
      ['passed', 40, 35],
      ['reaction', 431, 420],
      ['reviewed', 40, 35],
      ['applied', 24, 19],
    ];
    for (const [running, role] of [
      [atHome, OFFICER],
      [atProvince, BPSDM],
    ] as const) {
      await known(running, role, 35);
      const { corrections, figures } = await seen(running, role);
      expect(
        corrections
          .filter(({ report }) => report === 'evaluation')
          .map(({ figure, value, now }) => [figure, value, now]),
      ).toEqual(fallen);
      expect(figures).toEqual(submitted.body.figures);
    }
  });

  it('R19: lays adopted and realised spending side by side for those who set policy, each with its source', async () => {
    const spent = FILE.replace('1.500.000.000', '700.000.000').replace('600.000.000', '500.000.000');
    const begun = await upload(spent, 'import-03', OFFICER, 'REALISED');
    await waitUntil(
      'the realised lines are in',
      async () =>
        (await atHome.get<BudgetImportView>(`budget-imports/${begun.body.id}`, OFFICER)).body.state === 'DONE',
    );
    const as = await atHome.service.token(OFFICER.role, OFFICER);
    const source = 'Laporan realisasi anggaran 2026';
    const amounts = { year: 2026, stage: 'REALISED', totalSpending: 1_400_000_000_000, source };
    expect((await atHome.service.call('PUT', 'budgets', { as, body: amounts })).status).toBe(204);
    const own = (await atHome.get<BudgetView>('budgets?year=2026&stage=REALISED', OFFICER)).body;
    expect(own).toMatchObject({ counted: 1_300_000_000, denominatorAmount: 1_400_000_000_000, leastPercent: 0.1 });
    const rows = await waitUntil(
      'the province has both stages',
      async () => {
        const { body } = await atProvince.get<ReportView>('reports/budget-share?year=2026', BPSDM);
        const kapuasRows = body.rows.filter(({ region }) => region === '62.03');
        return kapuasRows.length === 2 && kapuasRows;
      },
      { timeoutMs: 40_000 },
    );
    expect(rows.map(({ key }) => key).sort()).toEqual(['62.03/ADOPTED', '62.03/REALISED']);
    expect(rows.find(({ key }) => key === '62.03/REALISED')).toMatchObject({ figures: { counted: 1_300_000_000 } });
    const auditor = { role: 'auditor', region: '62' } as const;
    expect((await atProvince.get<ReportView>('reports/budget-share?year=2026', auditor)).body.rows).toHaveLength(2);
  });

  it('keeps hours of persons that regions shared for two years at most, by dated rules that anyone may read', async () => {
    const rules = await atProvince.get<{ items: { kind: string; keepDays: number; certainty: string }[] }>(
      'retention-rules?sort=kind',
      BPSDM,
    );
    expect(rules.body.items).toMatchObject([
      { kind: 'LEARNER_FACTS', keepDays: 730, certainty: 'assumed' },
      { kind: 'REPORT_FILE', keepDays: 400, certainty: 'assumed' },
    ]);
    const rule = {
      kind: 'LEARNER_FACTS',
      keepDays: 731,
      validFrom: '2999-01-01',
      basis: 'Jadwal (rekaan)',
      certainty: 'assumed',
    };
    expect((await atProvince.post<{ code: string }>('retention-rules', BPSDM, undefined, rule)).body.code).toBe(
      'report-retention-too-long',
    );
    const years = [new Date().getUTCFullYear(), new Date().getUTCFullYear() - 3];
    await province.sql(
      `INSERT INTO reporting.learner_month (year, region, learner, month, counted, entries) SELECT unnest($1::int[]), '62.03', 'k1:a', 1, 100, 1`,
      [years],
    );
    const retention = atProvince.service.app.get(RetentionSweep, { strict: false });
    expect(await retention.sweep()).toBe(1);
    expect(await province.sql('SELECT year FROM reporting.learner_month')).toEqual([{ year: years[0] }]);
    const runs = await atProvince.get('retention-runs', BPSDM);
    expect(runs.body).toMatchObject({ items: [{ kind: 'LEARNER_FACTS', erased: 1 }] });
  });
});
