import {
  DevelopmentTargetPublished,
  DevelopmentTargetRecorded,
  EmployeeRegistered,
  JointSessionProposed,
  UnitRecorded,
  newId,
  type EventData,
} from '@betang/contracts';
import {
  startLinkProxy,
  startRegionUnderTest,
  startRunningService,
  waitUntil,
  type Answer,
  type LinkProxy,
  type RegionUnderTest,
  type RunningService,
  type ServiceUnderTest,
} from '@betang/testing';
import { trainingCatalog } from '../training-catalog.definition.js';
import { TrainingCatalogModule } from '../training-catalog.module.js';
import { PLANNED_CODES, recordDictionary, type Succession } from './dictionary.js';
import { numberOf } from './employees.js';

export type Json = Record<string, unknown>;

/** One government: its service as it runs, an officer's token, and what its other services say. */
export interface Government {
  readonly region: RegionUnderTest;
  readonly service: RunningService;
  readonly identity: ServiceUnderTest;
  readonly planning: ServiceUnderTest;
  readonly officer: string;
  /** The way to the hub; undefined for the province. */
  readonly line: LinkProxy | undefined;
  /** Asks as the officer, or as somebody else; answers the body. Throws on a status of 400 and more. */
  post<T = Json>(path: string, body?: unknown, as?: string): Promise<T>;
  get<T = Json>(path: string, as?: string): Promise<T>;
  /** The answer itself, for what is refused. */
  send<T = Json>(method: string, path: string, body?: unknown, as?: string): Promise<Answer<T>>;
  /** Records a node of the region's plan (RPJMD) and waits until the catalogue knows it. */
  plan(target: Partial<EventData<typeof DevelopmentTargetRecorded>>): Promise<string>;
  /** Publishes the next version of the region's dictionary and waits until the catalogue knows it. */
  dictionary(codes: readonly string[], successions?: readonly Succession[]): Promise<void>;
  /** Registers somebody and waits until the catalogue knows them. */
  employ(sequence: number, changes?: Partial<EventData<typeof EmployeeRegistered>>): Promise<string>;
  /** What the synchronisation of plans proposes. */
  proposeJointSession(
    proposal: Partial<JointSessionProposed> &
      Pick<JointSessionProposed, 'proposalId' | 'programmeId' | 'seats' | 'demands'>,
  ): Promise<void>;
  stop(): Promise<void>;
}

/** A joint session of the invented plans of two governments. */
const JOINT_SESSION = {
  revision: 1,
  withdrawn: false,
  title: 'Angkatan bersama (rekaan)',
  competencyCode: 'MAN-08',
  level: 3,
  year: 2026,
  quarter: 4,
  pathCode: 'KL03',
  delivery: 'LIVE_STREAM' as const,
  organiser: 'BPSDM Provinsi Kalimantan Tengah',
  hours: 2_000,
  curriculumStandard: 'Sesuai',
  developmentTargetId: null,
  budget: 0,
  proposedAt: '2026-06-01T00:00:00.000Z',
};

const SERVICES = ['identity', 'competency-mapping', 'training-catalog'] as const;

/** A province with its hub or, below one, a region that reaches it by a line that a test can cut. */
export async function startGovernment(code: string, hub?: Government): Promise<Government> {
  const line = hub && (await startLinkProxy({ target: hub.region.nats.url }));
  const link =
    hub === undefined ? { role: 'hub' as const } : { hub: hub.region, hubUrl: line!.url.replace(/^\w+:/, 'nats:') };
  const region = await startRegionUnderTest(code, { services: [...SERVICES], ...link });
  const identity = await region.service('identity');
  const planning = await region.service('competency-mapping');
  identity.start();
  planning.start();
  const service = await startRunningService({
    definition: trainingCatalog,
    module: TrainingCatalogModule,
    region,
  });
  await recordDictionary(region, planning, PLANNED_CODES, []);
  const officer = await service.token(code.length === 2 ? 'bpsdm-officer' : 'bkpsdm-officer');
  const send = <T>(method: string, path: string, body?: unknown, as = officer) =>
    service.call<T>(method, path, { as, ...(body === undefined ? {} : { body }) });
  const answered = async <T>(method: string, path: string, body?: unknown, as = officer): Promise<T> => {
    const answer = await send<T>(method, path, body, as);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    region,
    service,
    identity,
    planning,
    officer,
    send,
    post: (path, body, as) => answered('POST', path, body, as),
    get: (path, as) => answered('GET', path, undefined, as),
    plan: (target) => recordTarget(region, planning, target),
    dictionary: (codes, successions = []) => recordDictionary(region, planning, codes, successions),
    employ: (sequence, changes) => register(region, identity, sequence, changes),
    proposeJointSession: async (proposal) => {
      const data = { ...JOINT_SESSION, ...proposal };
      await planning.publish(JointSessionProposed.create({ subject: proposal.proposalId, data }));
    },
    line,
    stop: async () => {
      await service.stop();
      await region.stop();
      await line?.stop();
    },
  };
}

/** The catalogue of one region has what another one told, or its own answer: a condition that comes true once events have come. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  let found: T | undefined;
  await waitUntil(
    what,
    async () => {
      found = await look();
      return found !== undefined;
    },
    { timeoutMs: 30_000 },
  );
  return found!;
}

async function recordTarget(
  region: RegionUnderTest,
  planning: ServiceUnderTest,
  changes: Partial<EventData<typeof DevelopmentTargetRecorded>>,
): Promise<string> {
  const targetId = newId();
  const data: EventData<typeof DevelopmentTargetRecorded> = {
    targetId,
    revision: 1,
    parentId: null,
    kind: 'TARGET',
    code: '1.1',
    title: 'Meningkatnya ketangguhan daerah terhadap bencana',
    unit: 'indeks',
    values: [{ year: 2026, target: 0.7, actual: null }],
    validFrom: '2025-01-01',
    validTo: '2999-12-31',
    withdrawn: false,
    ...changes,
  };
  await planning.publish(
    DevelopmentTargetRecorded.create({ subject: data.targetId, data }),
    DevelopmentTargetPublished.create({ subject: data.targetId, data: { ...data, region: region.region } }),
  );
  await waitUntil('the target known', async () => {
    const rows = await region.sql('SELECT 1 FROM training_catalog.development_target WHERE target_id = $1', [
      data.targetId,
    ]);
    return rows.length === 1;
  });
  return data.targetId;
}

async function register(
  region: RegionUnderTest,
  identity: ServiceUnderTest,
  sequence: number,
  changes: Partial<EventData<typeof EmployeeRegistered>> = {},
): Promise<string> {
  const employeeId = changes.employeeId ?? newId();
  const agencyId = changes.agencyId ?? newId();
  const data: EventData<typeof EmployeeRegistered> = {
    employeeId,
    employeeNumber: numberOf(sequence),
    name: 'Dinarti Sangalang (rekaan)',
    employmentStatus: 'PNS',
    agencyId,
    unitId: agencyId,
    grade: null,
    positionType: null,
    positionName: null,
    ...changes,
  };
  const unit = { unitId: agencyId, agencyId, kind: 'AGENCY' as const, name: 'Dinas (rekaan)', parentUnitId: null };
  await identity.publish(
    UnitRecorded.create({ subject: agencyId, data: unit }),
    EmployeeRegistered.create({ subject: employeeId, data }),
  );
  await waitUntil('the employee known', async () => {
    const rows = await region.sql('SELECT 1 FROM training_catalog.employee_number WHERE employee_id = $1', [
      employeeId,
    ]);
    return rows.length === 1;
  });
  return employeeId;
}
