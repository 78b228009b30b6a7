import { BPBD, COMMAND, type Body, type RunningContingency } from './running-contingency.js';
import { wholeContent } from './plan-content.js';
import type { PlanContent } from '../plans/plan-content.decision.js';

/** Days from today, `YYYY-MM-DD`; negative for days gone by. Well inside the region's day, whatever the zone. */
export function day(offset: number): string {
  return new Date(Date.now() + 7 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);
}

export function hazard(changes: object = {}) {
  return {
    hazardCode: 'KARHUTLA',
    area: 'Seluruh kecamatan',
    probability: 5,
    damage: 4,
    source: 'Kajian Risiko Bencana 2025 (rekaan)',
    assessedOn: '2025-11-03',
    ...changes,
  };
}

export async function beginPlan(
  region: RunningContingency,
  changes: object = {},
): Promise<{ planId: string; hazardId: string }> {
  const { hazardId } = await region.ok('POST', 'hazards', hazard(changes));
  const body = { hazardId, title: `Rencana kontingensi ${String(hazardId).slice(-4)}`, leadUnitId: BPBD };
  const { planId } = await region.ok('POST', 'plans', body);
  return { planId: planId as string, hazardId: hazardId as string };
}

export async function write(
  region: RunningContingency,
  planId: string,
  version: number,
  sections: PlanContent,
): Promise<Body> {
  const path = `plans/${planId}/versions/${version}`;
  const { headers } = await region.call('GET', path);
  const answer = await region.call('PATCH', path, { sections }, undefined, { 'if-match': headers.get('etag') ?? '' });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const DECREE = { decreeNumber: '188.45/112/2026', signedBy: 'Bupati Kapuas' };

export async function legalise(
  region: RunningContingency,
  planId: string,
  version: number,
  changes: object = {},
): Promise<Body> {
  await region.ok('POST', `plans/${planId}/versions/${version}/submit`);
  const decree = { ...DECREE, decreeOn: day(-2), validFrom: day(-2), ...changes };
  return region.ok('POST', `plans/${planId}/versions/${version}/legalise`, decree);
}

/** A plan in force, with one role that one person fills, one need that is covered, and a drill yesterday: nothing is missing. */
export async function readyPlan(region: RunningContingency, changes: object = {}) {
  const { planId, hazardId } = await beginPlan(region, changes);
  await write(region, planId, 1, wholeContent());
  await legalise(region, planId, 1);
  const [holder, alternate] = (await region.hire(2)) as [string, string];
  await region.learn(holder, COMMAND.competencyCode, 4);
  await region.learn(alternate, COMMAND.competencyCode, 5);
  const role = { field: 'Komando', name: 'Komandan posko', people: 1, alternates: 1, competencies: [COMMAND] };
  const { roleId } = await region.ok('POST', `plans/${planId}/roles`, role);
  await region.ok('POST', `roles/${String(roleId)}/assignments`, { employeeId: holder, kind: 'HOLDER', rank: 1 });
  await region.ok('POST', `roles/${String(roleId)}/assignments`, { employeeId: alternate, kind: 'ALTERNATE', rank: 1 });
  await coverNeed(region, planId, 10, 10);
  await holdDrill(region, planId, [holder]);
  return { planId, hazardId, roleId: roleId as string, holder, alternate };
}

export async function coverNeed(region: RunningContingency, planId: string, needed: number, there: number) {
  const what = { place: 'Gudang BPBD', category: 'GOODS', item: 'Pompa punggung', unit: 'unit' };
  const { needId } = await region.ok('POST', `plans/${planId}/needs`, {
    ...what,
    field: 'Pemadaman',
    quantity: needed,
  });
  const { stockId } = await region.ok('POST', 'stock', { ...what, unitId: BPBD, quantity: there });
  await region.ok('POST', `needs/${String(needId)}/supplies`, { stockId, quantity: there });
  return { needId: needId as string, stockId: stockId as string };
}

export async function planDrill(region: RunningContingency, planId: string, changes: object = {}): Promise<string> {
  const { drillId } = await region.ok('POST', 'drills', {
    planId,
    kind: 'COMMAND_POST',
    title: 'Gladi posko karhutla',
    objective: 'Menguji rantai komando',
    scenario: 'Titik api meluas di lahan gambut',
    place: 'Posko BPBD',
    organiser: 'BPBD Kabupaten Kapuas',
    startsOn: day(-1),
    endsOn: day(-1),
    ...changes,
  });
  return drillId as string;
}

async function holdDrill(
  region: RunningContingency,
  planId: string,
  people: readonly string[],
  minutes = 360,
): Promise<string> {
  const drillId = await planDrill(region, planId);
  await region.ok('POST', `drills/${drillId}/hold`, {
    attendance: people.map((employeeId) => ({ employeeId, minutes })),
  });
  return drillId;
}
