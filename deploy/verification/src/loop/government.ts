import { waitUntil } from '@betang/testing';
import type { RegionOffice } from './region-office.js';

/** The competency that this loop is about, with its name in the dictionary that the province publishes; invented. */
export const SKILL = { code: 'TEK-KARHUTLA', required: 3, assessed: 1 } as const;
const POSITION = 'Analis Kebencanaan';

export interface Staff {
  readonly agencyId: string;
  readonly people: readonly string[];
}

/** The province's dictionary with one competency more, in force today. Answers its id. */
export async function publishDictionary(office: RegionOffice, day: string): Promise<string> {
  const draft = { title: 'Kamus kompetensi provinsi', legalBasis: 'Peraturan gubernur (rekaan)', validFrom: day };
  const { dictionaryId } = await office.post<{ dictionaryId: string }>('competency-mapping', 'dictionaries', draft);
  const competency = {
    code: SKILL.code,
    group: 'TECHNICAL',
    field: 'Ketenteraman dan ketertiban umum',
    nameId: 'Pengendalian kebakaran lahan gambut',
    nameEn: 'Control of peat fires',
    minLevel: 1,
    maxLevel: 5,
    indicators: [{ level: 3, text: 'Memimpin pemadaman di lahan gambut' }],
  };
  const path = `dictionaries/${dictionaryId}`;
  await office.post('competency-mapping', `${path}/competencies`, { competencies: [competency] });
  await office.post('competency-mapping', `${path}/publish`, { successions: [] });
  return dictionaryId;
}

/** A regency takes over the dictionary, and asks the competency of a position. */
export async function adoptDictionary(office: RegionOffice, dictionaryId: string): Promise<void> {
  const adopted = await office.once<{ dictionaryId: string }>(
    'competency-mapping',
    `dictionaries/shared/${dictionaryId}/adopt`,
  );
  await office.post('competency-mapping', `dictionaries/${adopted.dictionaryId}/publish`, { successions: [] });
  await office.post('competency-mapping', 'standards', {
    scope: 'POSITION',
    title: POSITION,
    levels: { [SKILL.code]: SKILL.required },
    legalBasis: 'Keputusan kepala daerah (rekaan)',
  });
}

/** An agency and people of the position, all assessed below what it asks. Numbers go on from `firstNumber`. */
export async function hire(
  office: RegionOffice,
  count: number,
  { firstNumber, day }: { firstNumber: number; day: string },
): Promise<Staff> {
  const unit = { name: 'Badan Penanggulangan Bencana Daerah (rekaan)' };
  const { unitId: agencyId } = await office.post<{ unitId: string }>('identity', 'units', unit);
  const people: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const employee = {
      employeeNumber: `198609262015051${String(firstNumber + index).padStart(3, '0')}`,
      name: `Pegawai Rekaan ${firstNumber + index}`,
      employmentStatus: 'PNS',
      unitId: agencyId,
      positionType: 'EXECUTOR',
      positionName: POSITION,
    };
    people.push((await office.post<{ employeeId: string }>('identity', 'employees', employee)).employeeId);
  }
  const results = [{ code: SKILL.code, level: SKILL.assessed }];
  const assessment = { method: 'ASSESSMENT_CENTER', assessor: 'UPT Penilaian (rekaan)', observedOn: day, results };
  for (const employeeId of people)
    await office.once('competency-mapping', 'assessments', { employeeId, ...assessment });
  return { agencyId, people };
}

/** The chain of a plan (RPJMD) down to a target. Answers the target's id. */
export async function recordTarget(office: RegionOffice, year: number): Promise<string> {
  let parentId: string | null = null;
  const period = { validFrom: `${year - 1}-01-01`, validTo: `${year + 3}-12-31` };
  for (const [index, kind] of (['VISION', 'MISSION', 'GOAL', 'TARGET'] as const).entries()) {
    const body: object = {
      kind,
      parentId,
      code: `1${'.1'.repeat(index)}`,
      title: 'Daerah tangguh bencana (rekaan)',
      ...period,
    };
    parentId = (await office.post<{ targetId: string }>('competency-mapping', 'targets', body)).targetId;
  }
  return parentId!;
}

/** The region's plan out of its gaps, through all its steps, handed in at the province. Answers its id. */
export async function submitPlan(office: RegionOffice, year: number, second: string): Promise<string> {
  const title = `Rencana pengembangan kompetensi ${office.code}`;
  const plan = { kind: 'ANNUAL', title, firstYear: year };
  const { planId } = await office.post<{ planId: string }>('competency-mapping', 'plans', plan);
  // The province's: no line is validated that serves no development target.
  const { targetId } = await office.row('competency-mapping', 'targets/shared?kind=TARGET', () => true);
  const defaults = {
    developmentTargetId: targetId,
    organiser: `BKPSDM ${office.code}`,
    curriculumStandard: 'LAN',
    pathCode: 'KL03',
    form: 'CLASSICAL',
  };
  await waitUntil('a line of the gaps', async () => {
    const { lines } = await office.post<{ lines: number }>('competency-mapping', `plans/${planId}/inventory`, defaults);
    return lines > 0;
  });
  const steps = [
    ['INVENTORY', undefined],
    ['VERIFY', second],
    ['VALIDATE', undefined],
    ['APPROVE', second],
  ] as const;
  for (const [action, as] of steps)
    await office.post('competency-mapping', `plans/${planId}/move`, { action, decree: 'Keputusan (rekaan)' }, as);
  await office.post('competency-mapping', `synchronisation/plans/${planId}/submit`);
  return planId;
}
