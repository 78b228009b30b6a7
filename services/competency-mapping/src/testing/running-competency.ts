import { newId, type EventData } from '@betang/contracts';
import { EmployeeRegistered, UnitRecorded } from '@betang/contracts';
import { startRunningService, waitUntil, type Answer, type RunningService } from '@betang/testing';
import { CompetencyMappingModule } from '../competency-mapping.module.js';
import { competencyMapping } from '../competency-mapping.definition.js';

type EmployeeState = EventData<typeof EmployeeRegistered>;

/** The running service with identity and training-catalog beside it, who speak by events. */
export interface CompetencyUnderTest extends RunningService {
  /** Records an agency (or a unit below one) and waits until the service knows it. */
  agency(name: string, parentUnitId?: string): Promise<string>;
  /** Registers people and waits until the service knows them. */
  employ(people: readonly (Partial<EmployeeState> & { readonly agencyId: string })[]): Promise<string[]>;
  /** Publishes events as another service of the region and waits until this one has applied them all. */
  tell(service: 'identity' | 'training-catalog' | 'contingency', ...events: object[]): Promise<void>;
  /** Records the chain of a plan (RPJMD) from vision to target, with an indicator below it; answers both ids. */
  target(code?: string): Promise<{ readonly targetId: string; readonly indicatorId: string }>;
  /** Uploads a .csv and waits until it is read; answers the import. */
  uploadCsv(path: string, text: string, as: string, fields?: Record<string, string>): Promise<Answer>;
}

let people = 0;

/** 18 digits; a new number each time. */
export function newNumber(): string {
  people += 1;
  return `19860926201505${1 + (people % 2)}${String(people).padStart(3, '0')}`;
}

export async function startCompetency(region?: string): Promise<CompetencyUnderTest> {
  const running = await startRunningService({
    definition: competencyMapping,
    module: CompetencyMappingModule,
    services: ['identity', 'training-catalog', 'contingency'],
    ...(region === undefined ? {} : { region }),
  });
  return withHelpers(running);
}

export async function withHelpers(running: RunningService): Promise<CompetencyUnderTest> {
  const speakers = new Map<string, Awaited<ReturnType<RunningService['region']['service']>>>();
  const speaker = async (name: 'identity' | 'training-catalog' | 'contingency') => {
    const known = speakers.get(name) ?? (await running.region.service(name));
    if (!speakers.has(name)) known.start();
    speakers.set(name, known);
    return known;
  };
  const tell: CompetencyUnderTest['tell'] = async (service, ...events) => {
    await (await speaker(service)).publish(...events);
    const ids = events.map((event) => (event as { id: string }).id);
    await waitUntil('the events are applied', async () => {
      const [row] = await running.region.sql<{ n: number }>(
        'SELECT count(*)::integer AS n FROM competency_mapping.archive WHERE id = ANY($1::uuid[])',
        [ids],
      );
      return row!.n === ids.length;
    });
  };
  const under: CompetencyUnderTest = Object.assign(Object.create(running) as RunningService, {
    tell,
    agency: async (name: string, parentUnitId?: string) => {
      const unitId = newId();
      const agencyId = parentUnitId ?? unitId;
      const kind = parentUnitId === undefined ? ('AGENCY' as const) : ('UNIT' as const);
      const data = { unitId, kind, name, agencyId, parentUnitId: parentUnitId ?? null };
      await tell('identity', UnitRecorded.create({ subject: unitId, data }));
      return unitId;
    },
    employ: async (given: readonly (Partial<EmployeeState> & { readonly agencyId: string })[]) => {
      const states = given.map((state) => stateOf(state));
      const events = states.map((data) => EmployeeRegistered.create({ subject: data.employeeId, data }));
      await tell('identity', ...events);
      return states.map(({ employeeId }) => employeeId);
    },
    target: async (code = '1') => {
      const as = await running.token('partner');
      const period = { validFrom: '2025-01-01', validTo: '2029-12-31' };
      const chain = ['VISION', 'MISSION', 'GOAL', 'TARGET', 'INDICATOR'] as const;
      const ids: string[] = [];
      for (const [depth, kind] of chain.entries()) {
        const measured = { unit: 'indeks', values: [{ year: 2027, target: 82.5, actual: null }] };
        const body = {
          ...{ kind, code: `${code}${'.1'.repeat(depth)}`, title: `${kind} ${code} (contoh)`, ...period },
          ...(depth === 0 ? {} : { parentId: ids[depth - 1] }),
          ...(kind === 'INDICATOR' ? measured : {}),
        };
        ids.push((await running.call<{ targetId: string }>('POST', 'targets', { as, body })).body.targetId);
      }
      return { targetId: ids[3]!, indicatorId: ids[4]! };
    },
    uploadCsv: async (path: string, text: string, as: string, fields: Record<string, string> = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([text], { type: 'text/csv' }), 'berkas.csv');
      const accepted = await running.call<{ importId: string }>('POST', path, { as, form });
      if (accepted.status !== 202) return accepted as unknown as Answer;
      return waitUntil('the import done', async () => {
        const seen = await running.call('GET', `imports/${accepted.body.importId}`, { as });
        return (seen.body['state'] as unknown as string) !== 'WORKING' && seen;
      });
    },
  });
  return under;
}

function stateOf(state: Partial<EmployeeState> & { readonly agencyId: string }): EmployeeState {
  return {
    employeeId: newId(),
    employeeNumber: newNumber(),
    name: 'Dinarti Sangalang',
    employmentStatus: 'PNS',
    unitId: state.agencyId,
    grade: null,
    positionType: 'EXECUTOR',
    positionName: 'Pengelola Layanan',
    ...state,
  };
}
