import { Sweeps } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { archiveProgramme, contingencyProgramme } from '../testing/programme-plans.js';
import { eventually, startGovernment, type Government, type Json } from '../testing/two-governments.js';
import { PLANNED_CODES } from '../testing/dictionary.js';

let province: Government;
let kapuas: Government;
let provinceTarget: string;
let kapuasTarget: string;
beforeAll(async () => {
  province = await startGovernment('62');
  kapuas = await startGovernment('62.03', province);
  provinceTarget = await province.plan({ code: '1.1' });
  kapuasTarget = await kapuas.plan({ code: '2.1', title: 'Kapuas tangguh bencana (rekaan)' });
});
afterAll(async () => {
  await kapuas?.stop();
  await province?.stop();
});

interface Programme extends Json {
  readonly programmeId: string;
  readonly revision: number;
}
interface Refusal extends Json {
  readonly code: string;
  readonly errors: readonly { readonly field: string; readonly code: string; readonly message: string }[];
}

let titles = 0;
/** A programme that resembles no other one. */
const outline = (changes: Json = {}): Json => {
  titles += 1;
  const title = `Urusan ${'abcdefghijklmnopqrstuvwxyz'.charAt(titles).repeat(6)} (rekaan)`;
  const competencies = [{ code: `TEK-${titles}`, level: 2 }];
  return archiveProgramme({ title, competencies, developmentTargetId: provinceTarget, ...changes });
};
const draft = (at: Government, body: Json) => at.post<Programme>('programmes', body);
const own = (at: Government, { programmeId }: Programme) => at.get<Programme>(`programmes/${programmeId}`);
const change = async (at: Government, programme: Programme, body: Json) =>
  at.service.call<Refusal>('PATCH', `programmes/${programme.programmeId}`, {
    as: at.officer,
    body,
    headers: { 'if-match': `"${(await own(at, programme)).revision}"` },
  });
const publish = (at: Government, { programmeId }: Programme) =>
  at.send<Programme & Refusal>('POST', `programmes/${programmeId}/publish`, {});

describe('R10: the competencies that a programme names', () => {
  it('are those of the dictionary, each refused by its field with the way out', async () => {
    const competencies = [{ code: 'TEK-1', level: 5 }, { code: 'TEK-TIDAK-ADA', level: 2 }, { code: 'MAN-01' }];
    const refused = await province.send<Refusal>('POST', 'programmes', outline({ competencies }));
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: 'competency-unknown',
        errors: [{ field: 'competencies[1].code', code: 'competency.unknown' }],
      },
    });
    expect(refused.body.errors[0]!.message).toContain('TEK-TIDAK-ADA');
    expect(await province.get<Json>('competencies?search=TEK-ARSIP')).toMatchObject({
      whole: true,
      items: [{ code: 'TEK-ARSIP', maxLevel: 5 }],
    });
    const good = await draft(province, outline());
    expect(await change(province, good, { competencies: [{ code: 'TEK-LAIN' }] })).toMatchObject({
      status: 422,
      body: { code: 'competency-unknown' },
    });
    expect((await change(province, good, { meetings: 4 })).status).toBe(200);
  });

  it('follow its next version; what was told stays told until it is published again', async () => {
    const offered = await draft(
      province,
      outline({ competencies: [{ code: 'TEK-30', level: 3 }, { code: 'TEK-31' }] }),
    );
    expect((await publish(province, offered)).status).toBe(200);
    const prepared = await draft(province, outline({ competencies: [{ code: 'TEK-32', level: 2 }] }));
    const adopted = await adoptAtKapuas(offered.programmeId);
    const codes = PLANNED_CODES.filter((code) => !['TEK-30', 'TEK-31', 'TEK-32'].includes(code));
    await province.dictionary(
      [...codes, 'TEK-30A', 'TEK-30B'],
      [
        { fromCode: 'TEK-30', toCode: 'TEK-30A', also: ['TEK-30B'] },
        { fromCode: 'TEK-31', toCode: 'TEK-30A' },
        { fromCode: 'TEK-32', toCode: null },
      ],
    );
    expect(await own(province, offered)).toMatchObject({
      changedSincePublished: true,
      competencies: [
        { code: 'TEK-30A', level: 3 },
        { code: 'TEK-30B', level: 3 },
      ],
      unknownCompetencies: [],
    });
    expect(await own(province, prepared)).toMatchObject({ competencies: [], competencyCodes: [] });
    expect(await province.get(`catalogue/${offered.programmeId}`)).toMatchObject({
      competencies: [{ code: 'TEK-30' }, { code: 'TEK-31' }],
    });
    expect(await own(kapuas, adopted)).toMatchObject({ competencyCodes: ['TEK-30', 'TEK-31'] });
    const old = await change(province, offered, { competencies: [{ code: 'TEK-30' }] });
    expect(old).toMatchObject({ status: 422, body: { errors: [{ code: 'competency.replaced' }] } });
    expect(old.body.errors[0]!.message).toContain('TEK-30A, TEK-30B');
    expect(await publish(province, offered)).toMatchObject({ status: 200, body: { publishedVersion: 2 } });
  });

  it('of an adopted programme are its origin’s; of a forked one they are its own affair', async () => {
    await province.dictionary([...PLANNED_CODES, 'TEK-PROVINSI']);
    const offered = await draft(province, outline({ competencies: [{ code: 'TEK-PROVINSI', level: 1 }] }));
    expect((await publish(province, offered)).status).toBe(200);
    const adopted = await adoptAtKapuas(offered.programmeId);
    expect(await own(kapuas, adopted)).toMatchObject({ unknownCompetencies: ['TEK-PROVINSI'] });
    expect((await publish(kapuas, adopted)).status).toBe(200);
    await kapuas.post(`programmes/${adopted.programmeId}/fork`);
    expect(await publish(kapuas, adopted)).toMatchObject({ status: 422, body: { code: 'competency-unknown' } });
    expect((await change(kapuas, adopted, { competencies: [{ code: 'TEK-40', level: 1 }] })).status).toBe(200);
    expect((await publish(kapuas, adopted)).status).toBe(200);
  });

  it('of a need of a forum are in it too', async () => {
    const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const { sessionId } = await province.post<{ sessionId: string }>('sessions', {
      ...{ kind: 'NEEDS_FORUM', title: 'Forum kebutuhan (rekaan)', organiser: 'BPSDM', delivery: 'CLASSICAL' },
      ...{ startsOn: day, endsOn: day, place: 'Palangka Raya', capacity: 5, pathCode: 'KL11', quantityHundredths: 400 },
    });
    const need = { need: 'Juru ukur muka air (rekaan)', priority: 'HIGH', competencyCode: 'TEK-AIR', requiredLevel: 2 };
    expect(await province.send<Refusal>('POST', `sessions/${sessionId}/needs`, need)).toMatchObject({
      status: 422,
      body: { code: 'competency-unknown', errors: [{ field: 'competencyCode' }] },
    });
    expect(
      (await province.send('POST', `sessions/${sessionId}/needs`, { ...need, competencyCode: 'TEK-1' })).status,
    ).toBe(201);
  });
});

describe('R12, R21: who sees to a programme', () => {
  const officerOf = async (at: Government, sequence: number): Promise<string> => {
    const employee = await at.employ(sequence);
    const role = at === province ? 'bpsdm-officer' : 'bkpsdm-officer';
    return at.service.token(role, { employee, subject: `account-${employee}` });
  };
  const newsOf = async (at: Government, as: string, about = '') => {
    await at.service.app.get(Sweeps, { strict: false }).runNow('programme-news');
    const { items } = await at.get<{ items: { code: string; link: string }[] }>('notices', as);
    return items.filter(({ link }) => link.includes(about)).map(({ code }) => code);
  };
  const publishAs = async (at: Government, programme: Programme, as: string) =>
    at.post(`programmes/${programme.programmeId}/publish`, {}, as);

  it('is told once when the target that published programmes serve is withdrawn, or over', async () => {
    const [keeper, other] = [await officerOf(province, 801), await officerOf(province, 802)];
    const target = await province.plan({ code: '7.1', title: 'Sasaran yang ditarik (rekaan)' });
    for (const as of [keeper, keeper, other]) {
      const programme = await province.post<Programme>('programmes', outline({ developmentTargetId: target }), as);
      if (as === keeper) await publishAs(province, programme, as);
    }
    expect(await newsOf(province, keeper)).toEqual([]);
    await province.plan({ targetId: target, revision: 2, withdrawn: true });
    await eventually('the withdrawal', async () =>
      (await province.get<Json>(`targets/${target}`))['withdrawn'] === true ? true : undefined,
    );
    expect(await newsOf(province, keeper)).toEqual(['training.target-withdrawn']);
    expect(await newsOf(province, keeper)).toEqual(['training.target-withdrawn']);
    const { items } = await province.get<{ items: Json[] }>('notices', keeper);
    expect(items[0]).toMatchObject({ link: `/training/programmes?developmentTargetId=${target}` });
    expect(JSON.stringify(items[0])).toContain('2 program');
    // Nothing of this one is out yet.
    expect(await newsOf(province, other)).toEqual([]);
  });

  it('is told of each newer version of what it was taken from, and of its end; somebody is, when who saw to it has left', async () => {
    const [keeper, other] = [await officerOf(kapuas, 811), await officerOf(kapuas, 812)];
    await kapuas.post('programmes', outline({ developmentTargetId: kapuasTarget }), other);
    const offered = await draft(province, outline());
    await publish(province, offered);
    const taken = await adoptAtKapuas(offered.programmeId, keeper);
    expect(await newsOf(kapuas, keeper, taken.programmeId)).toEqual([]);
    expect((await change(province, offered, { meetings: 8 })).status).toBe(200);
    expect((await publish(province, offered)).status).toBe(200);
    const at = (version: number) =>
      eventually('the newer version', async () => {
        const { originNow } = await kapuas.get<{ originNow: Json }>(`programmes/${taken.programmeId}`);
        return originNow['newestVersion'] === version ? true : undefined;
      });
    await at(2);
    expect(await newsOf(kapuas, keeper, taken.programmeId)).toEqual(['training.origin-newer']);
    expect(await newsOf(kapuas, other, taken.programmeId)).toEqual([]);
    await kapuas.region.sql(`UPDATE training_catalog.employee SET left_on = '2026-01-01' WHERE employee_id =
      (SELECT keeper_id FROM training_catalog.programme WHERE programme_id = '${taken.programmeId}')`);
    await province.post(`programmes/${offered.programmeId}/withdraw`, { reason: 'Diganti (rekaan)' });
    await eventually('the withdrawal', async () => {
      const { originNow } = await kapuas.get<{ originNow: Json }>(`programmes/${taken.programmeId}`);
      return originNow['standing'] === 'WITHDRAWN' ? true : undefined;
    });
    expect(await newsOf(kapuas, other, taken.programmeId)).toEqual(['training.origin-withdrawn']);
    expect(await newsOf(kapuas, keeper, taken.programmeId)).toEqual(['training.origin-newer']);
  });
});

describe('R01, R12: the curriculum behind the hours', () => {
  const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const blended = (): Json => ({ ...contingencyProgramme({ modules: [] }), ...outline(), delivery: 'BLENDED' });

  it('is asked for by name where there is none', async () => {
    const programme = await draft(province, blended());
    expect(programme).toMatchObject({ warnings: [{ field: 'modules', code: 'programme.blended-needs-both' }] });
    expect(await publish(province, programme)).toMatchObject({
      status: 200,
      body: { warnings: [{ code: 'programme.blended-needs-both' }] },
    });
    const seminar = await draft(province, outline({ pathCode: 'KL06', delivery: 'CLASSICAL' }));
    expect(seminar['warnings']).toEqual([]);
  });

  it('has to be there where the rules say so, whoever publishes', async () => {
    await province.post('catalogue-rules', {
      ...{ validFrom: today(), legalBasis: 'Ketentuan kurikulum (rekaan)', approval: 'NONE', curriculum: 'REQUIRED' },
      ...{ targetRegister: 'WHEN_RECORDED', guestRequests: 'WITHIN_SEATS', threshold: 70, periodDays: 180 },
      weights: { competency: 45, level: 15, targetGroup: 15, period: 10, title: 15 },
    });
    const programme = await draft(province, blended());
    expect(await publish(province, programme)).toMatchObject({
      status: 422,
      body: { code: 'programme-refused', errors: [{ field: 'modules', code: 'programme.blended-needs-both' }] },
    });
    const classical = await draft(province, outline({ delivery: 'CLASSICAL' }));
    expect(await publish(province, classical)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'modules', code: 'programme.modules-missing' }] },
    });
    const modules = contingencyProgramme()['modules'];
    expect((await change(province, programme, { modules })).status).toBe(200);
    expect(await publish(province, programme)).toMatchObject({ status: 200, body: { warnings: [] } });
  });
});

async function adoptAtKapuas(programmeId: string, as?: string): Promise<Programme> {
  await eventually('the programme in the catalogue of the other region', async () => {
    const { status } = await kapuas.send('GET', `catalogue/${programmeId}`);
    return status === 200 ? true : undefined;
  });
  const terms = { kind: 'ADOPTED', organiser: 'BKPSDM Kapuas', developmentTargetId: kapuasTarget };
  return kapuas.post<Programme>(`catalogue/${programmeId}/adopt`, terms, as);
}
