import { CompetencyProfileChanged, EmployeeRegistered, UnitRecorded, newId } from '@betang/contracts';
import {
  startRunningService,
  waitUntil,
  type Answer,
  type RegionUnderTest,
  type RunningService,
  type ServiceUnderTest,
} from '@betang/testing';
import { contingency } from '../contingency.definition.js';
import { ContingencyModule } from '../contingency.module.js';

export const BPBD = newId();
export const HEALTH = newId();
export const COMMAND = { competencyCode: 'MAN-08', level: 4 };

/** An answer whose body the test reads field by field. */
export type Body = Record<string, unknown>;

/** Contingency of a region with two agencies, and the services that it hears. */
export interface RunningContingency {
  readonly service: RunningService;
  readonly identity: ServiceUnderTest;
  readonly mapping: ServiceUnderTest;
  readonly officer: string;
  /** The body of a request that must succeed. */
  ok(method: string, path: string, body?: unknown, as?: string): Promise<Body>;
  call(
    method: string,
    path: string,
    body?: unknown,
    as?: string,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  /** Employees of an agency, known to the service when it resolves. */
  hire(count: number, unitId?: string, changes?: object): Promise<string[]>;
  /** A level of a person, in force and counted in readiness when it resolves. */
  learn(employeeId: string, competencyCode: string, level: number | null, validUntil?: string | null): Promise<void>;
  figure(planId: string): Promise<number>;
  /** Data of the local events of a type so far. */
  events(type: string): Promise<Body[]>;
  /** What the province is told, or would be once the region joins one. */
  stated(kind: 'HAZARD' | 'PLAN' | 'READINESS' | 'DRILL', subjectId: string): Promise<Body>;
  stop(): Promise<void>;
}

export interface ContingencyStart {
  readonly region?: string | RegionUnderTest;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startContingency(start: ContingencyStart = {}): Promise<RunningContingency> {
  const service = await startRunningService({
    definition: contingency,
    module: ContingencyModule,
    services: ['competency-mapping'],
    ...start,
  });
  const { region } = service;
  const identity = await region.service('identity');
  const mapping = await region.service('competency-mapping');
  identity.start();
  mapping.start();
  const officer = await service.token('contingency-officer');
  const call: RunningContingency['call'] = (method, path, body, as = officer, headers = {}) =>
    service.call<Body>(method, path, { as, headers, ...(body === undefined ? {} : { body }) });
  const ok: RunningContingency['ok'] = async (method, path, body, as) => {
    const answer = await call(method, path, body, as);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const sql = <R extends object>(text: string, values: unknown[]) =>
    region.sql<R & Record<string, never>>(text, values);
  const running: RunningContingency = {
    service,
    identity,
    mapping,
    officer,
    call,
    ok,
    hire: async (count, unitId = BPBD, changes = {}) => {
      const ids = Array.from({ length: count }, () => newId());
      await identity.publish(...ids.map((id, index) => registered(id, unitId, index, changes)));
      await waitUntil('the people are known', async () => {
        const rows = await sql(
          'SELECT 1 FROM contingency.person WHERE employee_id = ANY($1::uuid[]) AND state_order > 0',
          [ids],
        );
        return rows.length === count;
      });
      return ids;
    },
    learn: async (employeeId, competencyCode, level, validUntil = null) => {
      const changes = [{ competencyCode, level, previousLevel: null, validUntil }];
      const cause = level === null ? ('EXPIRY' as const) : ('TRAINING' as const);
      const data = { employeeId, cause, ruleVersion: 'latest/1', dictionaryVersion: 1, changes };
      await mapping.publish(CompetencyProfileChanged.create({ subject: employeeId, data }));
      await waitUntil('the level is known', async () => {
        const rows = await sql(
          `SELECT 1 FROM contingency.person_competency WHERE employee_id = $1 AND competency_code = $2 AND level IS NOT DISTINCT FROM $3::smallint
             AND valid_until IS NOT DISTINCT FROM $4::date AND NOT EXISTS (SELECT 1 FROM contingency.readiness_mark)`,
          [employeeId, competencyCode, level, validUntil],
        );
        return rows.length === 1;
      });
    },
    figure: async (planId) => (await ok('GET', `plans/${planId}/readiness`))['figure'] as number,
    events: async (type) => {
      const rows = await sql<{ body: Buffer }>(
        'SELECT body FROM contingency.outbox WHERE type = $1 ORDER BY xid, seq',
        [type],
      );
      return rows.map(({ body }) => JSON.parse(body.toString()) as Body);
    },
    stated: async (kind, subjectId) => {
      const [row] = await sql<{ data: Body }>(
        'SELECT data FROM contingency.statement WHERE kind = $1 AND subject_id = $2',
        [kind, subjectId],
      );
      if (!row) throw new Error(`nothing stated of ${kind} ${subjectId}`);
      return row.data;
    },
    stop: async () => {
      await service.stop();
    },
  };
  await identity.publish(agency(BPBD, 'BPBD Kabupaten Kapuas (rekaan)'), agency(HEALTH, 'Dinas Kesehatan (rekaan)'));
  await waitUntil('the agencies are known', async () => (await sql('SELECT 1 FROM contingency.unit', [])).length >= 2);
  return running;
}

export function agency(unitId: string, name: string, parentUnitId: string | null = null) {
  const data = { unitId, kind: 'AGENCY' as const, name, agencyId: unitId, parentUnitId };
  return UnitRecorded.create({ subject: unitId, data });
}

/** An invented employee; the number tells a day of birth far from retirement. */
export function registered(employeeId: string, unitId: string, index = 0, changes: object = {}) {
  const data = {
    employeeId,
    employeeNumber: `19900101201503100${(index % 9) + 1}`,
    name: `Pegawai Rekaan ${index + 1}`,
    employmentStatus: 'PNS' as const,
    agencyId: unitId,
    unitId,
    grade: null,
    positionType: null,
    positionName: null,
    ...changes,
  };
  return EmployeeRegistered.create({ subject: employeeId, data });
}
