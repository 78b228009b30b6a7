import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DrillFindingRaised, DrillFindingRaisedV2, newId } from '@betang/contracts';
import { readPdfText } from '@betang/testing';
import type { NeedPage } from '../needs/need.dto.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/**
 * R10: each region must have an accurate, data-based map of its competency needs, tied to the development vision, not a mere list of
 * trainings. R22: a routine forum evaluates the needs.
 */
let service: CompetencyUnderTest;
let officer: string;
let planner: string;
let health: string;
let works: string;
const numbers = Array.from({ length: 6 }, () => newNumber());

beforeAll(async () => {
  service = await startCompetency();
  health = await service.agency('Dinas Kesehatan (contoh)');
  works = await service.agency('Dinas Pekerjaan Umum (contoh)');
  await service.employ(
    numbers.map((employeeNumber, index) => ({
      employeeNumber,
      agencyId: index < 4 ? health : works,
      positionType: 'PENGAWAS',
      name: `Pegawai ${index}`,
    })),
  );
  officer = await service.token('bkpsdm-officer');
  planner = await service.token('agency-planner', { unit: works });
});
afterAll(() => service.stop());

const needs = async (query: string, as = officer) =>
  (
    await service.call<NeedPage>('GET', `needs?${query}`, {
      as,
      headers: { 'accept-language': 'en' },
    })
  ).body;

describe('R10: the map of competency needs', () => {
  let target: string;

  it('rests on assessments: two agencies, a few gaps, the figures of each', async () => {
    const rows = numbers.map((number, index) => `'${number};${index < 2 ? 1 : 2};2;2`);
    const file = ['NIP;MAN-05;MAN-08;SOS-01', ...rows].join('\n');
    const done = await service.uploadCsv('assessment-files', file, officer, {
      method: 'ASSESSMENT_CENTER',
      assessor: 'UPT Penilaian',
      observedOn: '2026-05-04',
    });
    expect(done.body).toMatchObject({ rowsTaken: 6, rowsRefused: 0 });
    const byAgency = await needs('by=agency&limit=200');
    const service_ = byAgency.items.find(({ code, placeId }) => code === 'MAN-05' && placeId === health)!;
    expect(service_).toMatchObject({
      placeName: 'Dinas Kesehatan (contoh)',
      name: 'Public service',
      people: 4,
      assessed: 4,
      withGap: 2,
      deficit: 2,
      urgency: 4,
      hours: 4000,
      rupiah: 5_000_000,
    });
    expect(service_.because.map(({ reason }) => reason)).toEqual(['SHARE', 'NO_TARGET']);
    expect(byAgency.items.some(({ code }) => code === 'MAN-08')).toBe(false);
    const byRegion = await needs('by=region&limit=1&sort=rupiah');
    expect(byRegion.items).toHaveLength(1);
    expect(byRegion.totals).toMatchObject({ people: 6, withGap: 6, ruleVersion: 'kebutuhan-awal' });
    expect(byRegion.totals.rupiah).toBe(byRegion.totals.deficit * 2_500_000);
    const narrow = await needs('by=region&group=SOCIO_CULTURAL');
    expect(narrow.totals).toMatchObject({ withGap: 0, deficit: 0, rupiah: 0 });
  });

  it('is tied to the development vision: a weighty target makes a need more urgent', async () => {
    const node = async (kind: string, code: string, parentId?: string, more: object = {}) =>
      (
        await service.call<{ targetId: string }>('POST', 'targets', {
          as: officer,
          body: {
            kind,
            code,
            parentId,
            title: `Contoh ${code}`,
            validFrom: '2025-01-01',
            validTo: '2029-12-31',
            ...more,
          },
        })
      ).body.targetId;
    const vision = await node('VISION', 'V');
    const mission = await node('MISSION', '1', vision);
    const goal = await node('GOAL', '1.1', mission);
    target = await node('TARGET', '1.1.1', goal);
    expect(
      (
        await service.call('POST', 'needs/targets', {
          as: officer,
          body: { competencyCode: 'MAN-05', targetId: target, weight: 5 },
        })
      ).status,
    ).toBe(200);
    const [first] = (await needs(`by=agency&agencyId=${health}&targetId=${target}`)).items;
    expect(first).toMatchObject({ code: 'MAN-05', urgency: 5, targets: [{ code: '1.1.1', weight: 5 }] });
    expect(first!.because.map(({ text }) => text)).toContain(
      'It serves a development target of weight 5: one is added.',
    );
    expect(first!.reckoning).toMatchObject({ sharePercent: 50, step: 50, byShare: 4, addedByTarget: 1 });
    expect(first!.takes).toContain(
      'Levels missing: 2 x 20 learning hours = 40; x Rp 2,500,000 = Rp 5,000,000. Rule kebutuhan-awal',
    );
  });

  it('hears what drills and forums find (R22)', async () => {
    const finding = {
      findingId: newId(),
      source: 'DRILL' as const,
      sourceId: newId(),
      planId: newId(),
      hazardCode: 'KARHUTLA',
      title: 'Posko tidak dapat memutuskan',
      severity: 'HIGH' as const,
      competencyCode: 'MAN-08',
      level: 3,
      people: 2,
      unitId: works,
      employeeIds: [],
      dueOn: null,
      raisedOn: '2026-06-01',
    };
    await service.tell('contingency', DrillFindingRaised.create({ subject: finding.findingId, data: finding }));
    await service.tell('contingency', DrillFindingRaised.create({ subject: finding.findingId, data: finding }));
    const raised = await service.call<{ items: { needId: string }[] }>('GET', 'needs/raised', { as: officer });
    expect(raised.body.items).toMatchObject([{ needId: finding.findingId, source: 'DRILL' }]);
    const found = (await needs('by=agency&limit=200')).items.find(
      ({ code, placeId }) => code === 'MAN-08' && placeId === works,
    )!;
    expect(found).toMatchObject({ withGap: 0, raised: 1, raisedPeople: 2, urgency: 2 });
    const elsewhere = (await needs('by=agency&limit=200')).items;
    expect(elsewhere.some(({ code, placeId }) => code === 'MAN-08' && placeId === health)).toBe(false);
    const forum = {
      competencyCode: 'SOS-01',
      level: 3,
      people: 5,
      unitId: works,
      severity: 'MEDIUM',
      title: 'Forum evaluasi kebutuhan triwulan II',
      sessionId: newId(),
    };
    expect((await service.call('POST', 'needs/raised', { as: planner, body: forum })).status).toBe(201);
    expect(
      (await service.call('POST', 'needs/raised', { as: planner, body: { ...forum, unitId: health } })).status,
    ).toBe(404);
    const ofEmergency = { source: 'AFTER_ACTION' as const, planId: null };
    const unasked = { ...finding, ...ofEmergency, findingId: newId(), competencyCode: 'TEK-77', unitId: works };
    await service.tell('contingency', DrillFindingRaisedV2.create({ subject: unasked.findingId, data: unasked }));
    const seen = (await needs(`by=agency&agencyId=${works}&limit=200`)).items.find(({ code }) => code === 'TEK-77')!;
    expect(seen).toMatchObject({ placeName: 'Dinas Pekerjaan Umum (contoh)', people: 0, raised: 1 });
    expect(seen.because.map(({ reason }) => reason)).toContain('NOT_IN_DICTIONARY');
    const filtered = await service.call<{ items: object[] }>('GET', 'needs/raised?competencyCode=TEK-77&open=true', {
      as: planner,
    });
    expect(filtered.body.items).toMatchObject([{ needId: unasked.findingId, source: 'AFTER_ACTION' }]);
    type RaisedPage = { items: { needId: string; severity: string }[]; nextCursor?: string };
    const page = async (query: string) =>
      (await service.call<RaisedPage>('GET', `needs/raised?${query}`, { as: officer })).body;
    const raisedNeeds = async (query: string) => (await page(query)).items;
    const walked: string[] = [];
    for (let next = ''; ;) {
      const { items, nextCursor } = await page(`sort=dueOn&limit=1${next}`);
      walked.push(...items.map(({ needId }) => needId));
      if (nextCursor === undefined) break;
      next = `&cursor=${nextCursor}`;
    }
    const all = await raisedNeeds('sort=-severity');
    expect(walked.sort()).toEqual(all.map(({ needId }) => needId).sort());
    expect(all[0]!.severity).toBe('HIGH');
    expect(await raisedNeeds('source=AFTER_ACTION')).toMatchObject([{ needId: unasked.findingId }]);
    expect((await raisedNeeds(`unitId=${works}&sort=people`)).map(({ needId }) => needId)).toContain(unasked.findingId);
    expect(await raisedNeeds('search=tidak%20ada')).toEqual([]);
    expect((await service.call('GET', 'needs/raised?severity=BERAT', { as: officer })).status).toBe(400);
    const closed = await service.call('POST', `needs/raised/${finding.findingId}/close`, {
      as: officer,
      body: { reason: 'Sudah dilatih' },
    });
    expect(closed.status).toBe(200);
  });

  it('shows who, within the reach of the caller, and every look is on record', async () => {
    const people = await service.call<{ items: { name: string; level: number }[] }>('GET', 'needs/people?code=MAN-05', {
      as: officer,
    });
    expect(people.body.items).toMatchObject([{ name: 'Pegawai 0', level: 1, required: 2 }, { name: 'Pegawai 1' }]);
    expect(
      (await service.call<{ items: object[] }>('GET', 'needs/people?code=MAN-05', { as: planner })).body.items,
    ).toEqual([]);
    expect((await needs('by=agency', planner)).items.every(({ placeId }) => placeId === works)).toBe(true);
    const reads = await service.region.sql<{ object_id: string }>(
      `SELECT object_id FROM competency_mapping.audit_entry WHERE action = 'read-personal-data' AND reason = 'competency-needs'`,
    );
    expect(reads).toHaveLength(2);
  });

  it('is a document too', async () => {
    const file = (format: string) =>
      service.call<{ text: string }>('GET', `needs/file?format=${format}`, { as: officer });
    const csv = await file('csv');
    expect(csv.body.text).toContain('Kekurangan tingkat');
    expect(csv.body.text).toContain('Dinas Kesehatan (contoh)');
    expect(csv.body.text).toContain('urgensi 4 menurut batas 10, 25, 50, 75 %');
    const answer = await fetch(`${service.address}/api/competency-mapping/v1/needs/file?format=pdf`, {
      headers: { authorization: `Bearer ${officer}` },
    });
    const text = readPdfText(Buffer.from(await answer.arrayBuffer())).lines.join(' ');
    expect(text).toContain('tingkat yang kurang x 20 JP');
    expect(text).toContain('kebutuhan-awal');
    expect((await file('xlsx')).headers.get('content-type')).toContain('spreadsheetml');
  });
});
