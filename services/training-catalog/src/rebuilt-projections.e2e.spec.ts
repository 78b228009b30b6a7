import { EmployeeIdentityErased, EmployeeLeft, newId } from '@betang/contracts';
import { rebuiltProjections, waitUntil, type RebuiltProjections } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contingencyProgramme } from './testing/programme-plans.js';
import { eventually, startGovernment, type Government, type Json } from './testing/two-governments.js';

const DAY_MS = 86_400_000;
const hence = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const day = (days: number) => hence(days).slice(0, 10);
interface List {
  readonly items: readonly Json[];
}

let province: Government;
let kapuas: Government;
let projections: RebuiltProjections;
let targetId: string;
const withdrawnProgramme = { programmeId: '' };
const employees: string[] = [];
beforeAll(async () => {
  province = await startGovernment('62');
  kapuas = await startGovernment('62.03', province);
  projections = rebuiltProjections(kapuas.service, 'training-catalog');
  await shareFromProvince();
  await kapuas.plan({ code: '2.1', title: 'Kapuas tangguh bencana (rekaan)' });
  await kapuas.dictionary(['TEK-RADIO'], [{ fromCode: 'MAN-09', toCode: null }]);
  for (const sequence of [801, 802, 803]) employees.push(await kapuas.employ(sequence));
});
afterAll(async () => {
  await kapuas?.stop();
  await province?.stop();
});

const titleOf = async (id: string) => (await kapuas.get<Json>(`targets/${id}`))['title'];
/** Two programmes, of which one is withdrawn, a session with seats for the regency, and a joint session for it. */
async function shareFromProvince(): Promise<void> {
  targetId = await province.plan({ code: '1.1' });
  const publish = async (changes: Json) => {
    const plan = contingencyProgramme({ developmentTargetId: targetId, delivery: 'LIVE_STREAM', ...changes });
    const { programmeId } = await province.post<{ programmeId: string }>('programmes', plan);
    await province.post(`programmes/${programmeId}/publish`, {});
    return programmeId;
  };
  const programmeId = await publish({});
  withdrawnProgramme.programmeId = await publish({
    title: 'Arsip digital (rekaan)',
    competencies: [{ code: 'TEK-ARSIP', level: 2 }],
  });
  await province.post(`programmes/${withdrawnProgramme.programmeId}/withdraw`, { reason: 'Diganti' });
  const dates = { startsOn: day(3), endsOn: day(5), place: 'Palangka Raya', link: 'https://rapat.example/rekaan' };
  const { sessionId } = await province.post<{ sessionId: string }>('sessions', { programmeId, ...dates, capacity: 3 });
  const offer = {
    quotas: [{ region: '62.03', seats: 2 }],
    openSeats: 0,
    requestUntil: day(2),
    // Before the last hour for asking, which by the region's clock is not midnight of this one.
    reservedUntil: hence(1),
  };
  await province.post(`sessions/${sessionId}/seat-offer`, offer);
  const demands = [{ region: '62.03', planId: newId(), lineId: newId(), seats: 4 }];
  await kapuas.proposeJointSession({ proposalId: newId(), programmeId, seats: 10, demands });
  await eventually('all of it at the regency', async () => {
    const { items } = await kapuas.get<List>('seat-offers');
    const [row] = await kapuas.region.sql<{ proposals: number; ended: number }>(
      `SELECT (SELECT count(*)::integer FROM training_catalog.joint_session_proposal) AS proposals,
              (SELECT count(*)::integer FROM training_catalog.shared_programme WHERE withdrawn_at IS NOT NULL) AS ended`,
    );
    return items.length === 1 && row!.proposals === 1 && row!.ended === 1 ? items : undefined;
  });
}

/** What people read in the catalogue. */
const answers = (): Promise<Json[]> =>
  Promise.all(
    ['catalogue', 'seat-offers', 'targets', 'joint-sessions', 'competencies?search=TEK-R'].map((path) =>
      kapuas.get(path),
    ),
  );

describe('projections of the catalogue, rebuilt from the archive', () => {
  it('are the same tables and the same answers, and nothing is told again', async () => {
    const [gone, erased] = employees as [string, string];
    const leaving = { employeeId: gone, leftOn: day(-1), reason: 'RETIRED' as const };
    const erasing = EmployeeIdentityErased.create({ subject: erased, data: { employeeId: erased, erasedOn: day(0) } });
    await kapuas.identity.publish(EmployeeLeft.create({ subject: gone, data: leaving }), erasing);
    await waitUntil('both are applied', async () => {
      const applied = await kapuas.region.sql('SELECT 1 FROM training_catalog.archive WHERE id = $1', [erasing.id]);
      return applied.length === 1;
    });
    const [live, read, told] = [await projections.rows(), await answers(), await projections.told()];
    expect(await projections.rebuild()).toMatchObject({ state: 'DONE' });
    expect(await projections.rows()).toEqual(live);
    expect(await projections.told()).toEqual(told);
    expect(await answers()).toEqual(read);
    expect(Object.entries(live).filter(([, rows]) => rows.length === 0)).toEqual([]);
  });

  it('are without what a neighbour told in an epoch that it abandoned', async () => {
    const before = await titleOf(targetId);
    await province.plan({ targetId, revision: 2, code: '1.1', title: 'Sasaran dari masa yang ditinggalkan' });
    await eventually('the next revision at the regency', async () =>
      (await titleOf(targetId)) === before ? undefined : true,
    );
    const orphans = await kapuas.region.sql<{ id: string }>(
      `SELECT id FROM training_catalog.archive WHERE subject = $1 ORDER BY seq DESC LIMIT 1`,
      [targetId],
    );
    await projections.abandon(...orphans.map(({ id }) => id));
    await projections.takenBack();
    expect(await titleOf(targetId)).toBe(before);
  });
});
