import { addRegion, joinFederation, registrationOf } from '@betang/cli';
import type { CompletionRequest } from '../chaos/acceptance-record.js';
import { AcceptanceRecord } from '../chaos/acceptance-record.js';
import type { ChaosRegion } from '../chaos/chaos-region.js';
import { drawCompletion } from '../chaos/draw-completion.js';
import { hireStaff, type StaffMember } from '../chaos/staff.js';
import { SeededRandom } from '../generator/seeded-random.js';
import type { RegionOffice } from '../loop/region-office.js';

/** What a programme of either government says; invented. */
const PROGRAMME = {
  ...{ pathCode: 'KL03', delivery: 'CLASSICAL', hoursHundredths: 800, meetings: 1, targetGroups: ['EXECUTOR'] },
  ...{ competencies: [{ code: 'MAN-05', level: 2 }], modules: [], trainers: [], fundingPattern: 'APBD' },
  ...{ costPerParticipant: 0, fixedCost: 0 },
};

/** A published programme that serves a target. Answers its id. */
export async function publishProgramme(
  office: RegionOffice,
  title: string,
  developmentTargetId: string,
): Promise<string> {
  const { programmeId } = await office.once<{ programmeId: string }>('training-catalog', 'programmes', {
    ...{ ...PROGRAMME, title, organiser: `Diklat ${office.code} (rekaan)`, developmentTargetId },
  });
  // The target that it serves comes to the catalogue by an event.
  await office.once('training-catalog', `programmes/${programmeId}/publish`);
  return programmeId;
}

/** A budget of which a part goes into learning. */
export async function enterBudget(office: RegionOffice, year: number): Promise<void> {
  await office.ask('PUT', 'reporting', 'budgets', {
    body: { year, stage: 'ADOPTED', totalSpending: 1_500_000_000_000, source: 'Perda APBD (rekaan)' },
  });
}

export async function recordHazard(office: RegionOffice, day: string): Promise<void> {
  const hazard = { hazardCode: 'KARHUTLA', area: 'Seluruh wilayah', probability: 5, damage: 4 };
  await office.once('contingency', 'hazards', { ...hazard, source: 'Kajian risiko (rekaan)', assessedOn: day });
}

export interface Recorded {
  readonly staff: readonly StaffMember[];
  readonly record: AcceptanceRecord;
}

/** A roster and completions, as an office enters them; answers who is there and what was accepted. */
export async function fill(
  region: ChaosRegion,
  { people, completions, day }: { people: number; completions: number; day: string },
): Promise<Recorded> {
  const { code, api } = region;
  const staff = await hireStaff(region, { people, seed: 'joining', year: Number(day.slice(0, 4)) });
  const record = new AcceptanceRecord();
  const random = new SeededRandom('joining');
  const ids = staff.map(({ employeeId }) => employeeId);
  for (let index = 0; index < completions; index += 1) {
    const request = numbered(
      drawCompletion(random, { region: code, people: ids, day, key: `joining-${index}` }),
      index,
    );
    const { completionId } = await api.post<{ completionId: string }>(
      'training-catalog',
      'completions',
      request.key,
      request.body,
    );
    record.accept(request, completionId);
  }
  return { staff, record };
}

/** Every other one has a certificate. */
function numbered(request: CompletionRequest, index: number): CompletionRequest {
  if (index % 2 === 1) return request;
  return { ...request, body: { ...request.body, certificateNumber: `REK/${index}/2026` } };
}

/** Joins as an operator would; in force when the region's services start again. */
export async function join(member: ChaosRegion, province: ChaosRegion): Promise<void> {
  await joinFederation(member.dir, await addRegion(province.dir, await registrationOf(member.dir)));
}
