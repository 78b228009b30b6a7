import type { Json, RegionOffice } from './region-office.js';

/** Tables of the guide that every plan fills; all of it invented. */
const TABLES: Json = {
  'situation.impacts': [{ aspect: 'POPULATION', description: 'Warga terpapar asap', quantity: 12_000, unit: 'jiwa' }],
  'execution.command': [{ role: 'Komandan posko', holder: 'Kepala Pelaksana BPBD' }],
  'execution.fieldTasks': [
    { field: 'Pemadaman', task: 'Mengerahkan regu', responsible: 'BPBD', withinHours: 6 },
    { field: 'Kesehatan', task: 'Membuka ruang udara bersih', responsible: 'Dinas Kesehatan', withinHours: 2 },
  ],
};

interface Section {
  readonly code: string;
  readonly form: string;
  readonly required: boolean;
}

export interface StaffedRole {
  readonly unitId: string;
  readonly competencyCode: string;
  readonly level: number;
  readonly holder: string;
  readonly alternate: string;
  /** The day of the decree. */
  readonly day: string;
}

/** A plan against peat fires, signed, with one role that asks for a competency of its holder and its alternate. Answers its id. */
export async function staffPlan(office: RegionOffice, role: StaffedRole): Promise<string> {
  const { unitId, competencyCode, level, holder, alternate, day } = role;
  const { hazardId } = await office.once('contingency', 'hazards', {
    hazardCode: 'KARHUTLA',
    area: 'Seluruh kecamatan',
    probability: 5,
    damage: 4,
    source: 'Kajian risiko bencana (rekaan)',
    assessedOn: day,
  });
  const plan = { hazardId, title: 'Rencana kontingensi karhutla (rekaan)', leadUnitId: unitId };
  const { planId } = await office.once<{ planId: string }>('contingency', 'plans', plan);
  await sign(office, planId, day);
  const competencies = [{ competencyCode, level }];
  const { roleId } = await office.post<{ roleId: string }>('contingency', `plans/${planId}/roles`, {
    field: 'Komando',
    name: 'Komandan posko',
    people: 1,
    alternates: 1,
    competencies,
  });
  const assign = (employeeId: string, kind: string) =>
    office.once('contingency', `roles/${roleId}/assignments`, { employeeId, kind, rank: 1 });
  await assign(holder, 'HOLDER');
  await assign(alternate, 'ALTERNATE');
  return planId;
}

async function sign(office: RegionOffice, planId: string, day: string): Promise<void> {
  const { sections } = await office.get<{ sections: Section[] }>('contingency', 'plans/guide');
  const filled = sections.filter(({ required }) => required).map(({ code, form }) => [code, contentOf(code, form)]);
  const path = `plans/${planId}/versions/1`;
  const { etag } = await office.call('GET', 'contingency', path);
  await office.ask('PATCH', 'contingency', path, {
    body: { sections: Object.fromEntries(filled) as Json },
    ifMatch: etag,
  });
  await office.post('contingency', `${path}/submit`);
  const decree = { decreeNumber: '188.45/112', signedBy: 'Bupati (rekaan)', decreeOn: day, validFrom: day };
  await office.post('contingency', `${path}/legalise`, decree);
}

function contentOf(code: string, form: string): unknown {
  if (form === 'text') return `Uraian ${code} untuk kabupaten.`;
  return form === 'list' ? [`Butir ${code}`] : TABLES[code];
}
