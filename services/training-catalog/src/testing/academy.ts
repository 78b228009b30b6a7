import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { EmployeeRegistered, UnitRecorded, newId } from '@betang/contracts';
import {
  startRegionUnderTest,
  startRunningService,
  waitUntil,
  type Answer,
  type CallOptions,
  type RunningService,
} from '@betang/testing';
import type { Role } from '@betang/platform';
import { trainingCatalog } from '../training-catalog.definition.js';
import { TrainingCatalogModule } from '../training-catalog.module.js';
import { numberOf } from './employees.js';

const DAY_MS = 86_400_000;
/** All invented. */
const NAMES = [
  'Dinarti Sangalang',
  'Rusman Uhing',
  'Mina Lihawa',
  'Tarung Sabirin',
  'Yulia Dehen',
  'Hendra Bungai',
  'Salundik Antang',
];

export interface Learner {
  readonly employeeId: string;
  readonly name: string;
  readonly token: string;
}

/** A region's academy as its people meet it: real HTTP, an officer, a trainer, a supervisor, a planner and learners of one agency. */
export interface Academy {
  readonly service: RunningService;
  readonly agencyId: string;
  readonly officer: string;
  readonly trainer: Learner;
  readonly secondTrainer: Learner;
  readonly supervisor: Learner;
  readonly planner: string;
  readonly learners: readonly Learner[];
  post<T = Record<string, never>>(path: string, body: unknown, as?: string, options?: CallOptions): Promise<Answer<T>>;
  get<T = Record<string, never>>(path: string, as?: string, options?: CallOptions): Promise<Answer<T>>;
  /** A day of today's distance, `YYYY-MM-DD` in the region's own time. */
  day(offset: number): string;
  /** A published programme of the region; answers its id. */
  programme(changes?: Record<string, unknown>): Promise<string>;
  session(body: Record<string, unknown>): Promise<string>;
  /** Concludes a session and waits until it is held. */
  conclude(sessionId: string): Promise<void>;
  /** Data of the events of a type that the service has written, oldest first. */
  told<T>(type: string): Promise<T[]>;
  /** Does the work of a sweep now. */
  sweep(name: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** `province`: the academy of a province, which is its own hub, so that what is shared is written too. */
export async function openAcademy({ province = false } = {}): Promise<Academy> {
  const learners = NAMES.length;
  const code = province ? '62' : '62.03';
  const zone = timeZoneOf(RegionCode.parse(code));
  const region = await startRegionUnderTest(code, {
    services: ['identity', 'training-catalog'],
    ...(province ? { role: 'hub' as const } : {}),
  });
  const service = await startRunningService({ definition: trainingCatalog, module: TrainingCatalogModule, region });
  const agencyId = newId();
  const token = (role: Role, employee: string, unit?: string) =>
    service.token(role, { employee, subject: `account-${employee}`, ...(unit === undefined ? {} : { unit }) });
  const ids = Array.from({ length: learners + 3 }, () => newId());
  await registerPeople(service, agencyId, ids);
  const person = async (index: number, role: Role, unit?: string): Promise<Learner> => {
    const employeeId = ids[index]!;
    return { employeeId, name: nameOf(index), token: await token(role, employeeId, unit) };
  };
  const officer = await service.token(province ? 'bpsdm-officer' : 'bkpsdm-officer');
  const call = <T>(method: string, path: string, as: string, options: CallOptions): Promise<Answer<T>> =>
    service.call<T>(method, path, { ...options, as });
  const post = <T>(path: string, body: unknown, as = officer, options: CallOptions = {}): Promise<Answer<T>> =>
    call<T>('POST', path, as, { ...options, body });
  const get = <T>(path: string, as = officer, options: CallOptions = {}): Promise<Answer<T>> =>
    call<T>('GET', path, as, options);
  return {
    service,
    agencyId,
    officer,
    trainer: await person(learners, 'trainer'),
    secondTrainer: await person(learners + 1, 'trainer'),
    supervisor: await person(learners + 2, 'supervisor', agencyId),
    planner: await service.token('agency-planner', { unit: agencyId }),
    learners: await Promise.all(Array.from({ length: learners }, (_, index) => person(index, 'civil-servant'))),
    post,
    get,
    day: (offset) => calendarDateAt(new Date(Date.now() + offset * DAY_MS), zone).iso,
    programme: async (changes = {}) => {
      const created = await post<{ programmeId: string }>('programmes', { ...PROGRAMME, ...changes });
      const { programmeId } = expectStatus(created, 201);
      expectStatus(await post(`programmes/${programmeId}/publish`, {}), 200);
      return programmeId;
    },
    session: async (body) =>
      expectStatus(await post<{ sessionId: string }>('sessions', { place: 'Kuala Kapuas', capacity: 30, ...body }), 201)
        .sessionId,
    conclude: async (sessionId) => {
      expectStatus(await post(`sessions/${sessionId}/conclude`, {}), 202);
      await waitUntil('the session held', async () => {
        const { body } = await get<{ state: string }>(`sessions/${sessionId}`);
        return body.state === 'HELD';
      });
    },
    told: async <T>(type: string): Promise<T[]> => {
      const rows = await service.region.sql<{ body: T }>(
        `SELECT convert_from(body, 'UTF8')::jsonb AS body FROM training_catalog.outbox WHERE type = $1 ORDER BY xid, seq`,
        [type],
      );
      return rows.map(({ body }) => body);
    },
    sweep: async (name) => {
      const { Sweeps } = await import('@betang/platform');
      return service.app.get(Sweeps, { strict: false }).runNow(name);
    },
    stop: async () => {
      await service.stop();
      await region.stop();
    },
  };
}

/** The body of an answer that has the status; an error says what came instead. */
export function expectStatus<T>(answer: Answer<T>, status: number): T {
  if (answer.status !== status) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const PROGRAMME = {
  title: 'Penyusunan Rencana Kontingensi',
  pathCode: 'KL03',
  delivery: 'BLENDED',
  hoursHundredths: 4050,
  meetings: 2,
  organiser: 'BKPSDM Kabupaten Kapuas',
  developmentTarget: 'Ketangguhan daerah terhadap bencana',
  competencies: [{ code: 'MAN-07', level: 3 }],
};

function nameOf(index: number): string {
  return NAMES[index % NAMES.length]!;
}

/** The last of them is the supervisor of all others. */
async function registerPeople(service: RunningService, agencyId: string, ids: readonly string[]): Promise<void> {
  const identity = await service.region.service('identity');
  identity.start();
  const supervisorId = ids.at(-1)!;
  await identity.publish(
    UnitRecorded.create({
      subject: agencyId,
      data: { kind: 'AGENCY', name: 'Dinas Kesehatan (rekaan)', parentUnitId: null, unitId: agencyId, agencyId },
    }),
    ...ids.map((employeeId, index) =>
      EmployeeRegistered.create({
        subject: employeeId,
        data: {
          employeeId,
          employeeNumber: numberOf(index + 1),
          name: nameOf(index),
          employmentStatus: 'PNS',
          agencyId,
          unitId: agencyId,
          grade: null,
          positionType: null,
          positionName: null,
          supervisorId: employeeId === supervisorId ? null : supervisorId,
        },
      }),
    ),
  );
  await waitUntil('the people known', async () => {
    const [row] = await service.region.sql<{ n: number }>(
      'SELECT count(*)::integer AS n FROM training_catalog.employee WHERE agency_id = $1',
      [agencyId],
    );
    return row?.n === ids.length;
  });
}
