import { CalendarDate, calendarDateAt } from '@betang/asn';
import { Clock } from '@betang/platform';
import { EmployeeRegistered, TrainingCompleted, UnitRecorded, newId, type EventData } from '@betang/contracts';
import {
  startRunningService,
  waitUntil,
  type Answer,
  type RunningService,
  type ServiceUnderTest,
} from '@betang/testing';
import { learningHours } from '../learning-hours.definition.js';
import { LearningHoursModule } from '../learning-hours.module.js';
import { completion } from '../ledger/testing/completions.js';

type Employee = EventData<typeof EmployeeRegistered>;

export interface InventedPerson {
  readonly id: string;
  /** Signed in as a civil servant. */
  readonly token: string;
}

/** The service as people use it: over HTTP, with the region's other services speaking by events. */
export class Journey {
  readonly health = newId();
  readonly education = newId();
  /** The year in the region, which begins seven hours before it does in UTC. */
  readonly year = calendarDateAt(new Date(), 'WIB').year;
  private people = 0;

  private constructor(
    readonly service: RunningService,
    readonly identity: ServiceUnderTest,
    readonly catalog: ServiceUnderTest,
    readonly contingency: ServiceUnderTest,
    /** BKPSDM officer of the whole region. */
    readonly officer: string,
  ) {}

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<Journey> {
    const service = await startRunningService({
      definition: learningHours,
      module: LearningHoursModule,
      services: ['training-catalog', 'contingency'],
      environment: { BETANG_STATEMENT_SECONDS: '1', ...environment },
    });
    const [identity, catalog, contingency] = [
      await service.region.service('identity'),
      await service.region.service('training-catalog'),
      await service.region.service('contingency'),
    ];
    for (const other of [identity, catalog, contingency]) other.start();
    const journey = new Journey(service, identity, catalog, contingency, await service.token('bkpsdm-officer'));
    journey.leaveNewYear();
    await journey.agency(journey.health, 'Dinas Kesehatan (rekaan)');
    await journey.agency(journey.education, 'Dinas Pendidikan (rekaan)');
    return journey;
  }

  /** A day from today on in the service's region, `YYYY-MM-DD`. */
  day(offset: number): string {
    return CalendarDate.parse(this.clock.today()).plusDays(offset).iso;
  }

  stop(): Promise<void> {
    return this.service.stop();
  }

  private get clock(): Clock {
    return this.service.app.get(Clock, { strict: false });
  }

  /** Journeys learn on the first days of the year and claim it afterwards: before the middle of January the service believes it is that. */
  private leaveNewYear(): void {
    const middle = new Date(`${this.year}-01-15T03:00:00Z`);
    this.clock.now = () => (Date.now() < middle.getTime() ? middle : new Date());
  }

  /** Someone in service since 2015, known to the service when this resolves. */
  async person(changes: Partial<Employee> = {}): Promise<InventedPerson> {
    const id = changes.employeeId ?? newId();
    this.people += 1;
    const data: Employee = {
      employeeId: id,
      employeeNumber: `19860926201505${String(this.people).padStart(4, '0')}`,
      name: `Pegawai Rekaan ${this.people}`,
      employmentStatus: 'PNS',
      agencyId: this.health,
      unitId: changes.agencyId ?? this.health,
      grade: 'III/a',
      positionType: null,
      positionName: null,
      ...changes,
    };
    await this.identity.publish(EmployeeRegistered.create({ subject: id, data }));
    await waitUntil(`${id} is known`, async () => (await this.get(`people/${id}/years/${this.year}`)).status === 200);
    return { id, token: await this.service.token('civil-servant', { employee: id, subject: `account-${id}` }) };
  }

  /** A training of the region's own catalogue that someone completed. */
  async completes(employeeId: string, changes: Partial<EventData<typeof TrainingCompleted>> = {}): Promise<string> {
    const data = {
      ...completion({ employeeId, completedOn: `${this.year}-01-05` }),
      programmeId: null,
      sessionId: null,
      ...changes,
    };
    if (changes.completedOn && !changes.startedOn) data.startedOn = changes.completedOn;
    await this.catalog.publish(TrainingCompleted.create({ subject: employeeId, data }));
    return data.completionId;
  }

  /** Resolves when the person's counted hours of this year are so many. */
  async counted(employeeId: string, hundredths: number): Promise<void> {
    await waitUntil(`${hundredths} counted`, async () => {
      const { body } = await this.get<{ counted: number }>(`people/${employeeId}/years/${this.year}`);
      return body.counted === hundredths;
    });
  }

  get<T = Record<string, never>>(path: string, as = this.officer): Promise<Answer<T>> {
    return this.service.call<T>('GET', path, { as });
  }

  post<T = Record<string, never>>(path: string, body: unknown, as = this.officer): Promise<Answer<T>> {
    return this.service.call<T>('POST', path, { as, body });
  }

  /** A supervisor of an agency, with an employee record of their own. */
  async supervisor(agencyId: string): Promise<InventedPerson> {
    const { id } = await this.person({ agencyId, unitId: agencyId });
    const token = await this.service.token('supervisor', { unit: agencyId, employee: id, subject: `account-${id}` });
    return { id, token };
  }

  /** Drafts a claim, attaches a small PDF and submits it. */
  async claims(person: InventedPerson, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { body } = await this.post<{ claimId: string }>('me/claims', claimOf(this.year, changes), person.token);
    await this.attaches(person, body.claimId);
    const { status } = await this.post(`me/claims/${body.claimId}/submit`, {}, person.token);
    if (status !== 200) throw new Error(`submit answered ${status}`);
    return body.claimId;
  }

  attaches(person: InventedPerson, claimId: string, content = evidence(claimId)): Promise<Answer> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(content)]), 'sertifikat.pdf');
    return this.service.call('POST', `me/claims/${claimId}/evidence`, { as: person.token, form });
  }

  decide(claimId: string, decision: Readonly<Record<string, unknown>>, as = this.officer) {
    return this.post<{ outcomes: { outcome: string; counted: number | null }[] }>(
      'claims/decisions',
      { decisions: [{ claimId, ...decision }] },
      as,
    );
  }

  private async agency(unitId: string, name: string): Promise<void> {
    const data = { unitId, kind: 'AGENCY' as const, name, agencyId: unitId, parentUnitId: null };
    await this.identity.publish(UnitRecorded.create({ subject: unitId, data }));
  }
}

export function claimOf(year: number, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    title: 'Webinar Tata Kelola Data Pegawai',
    organiser: 'Lembaga Rekaan Nusantara',
    pathCode: 'KL06',
    scope: 'NATIONAL',
    quantityHundredths: 100,
    startedOn: `${year}-01-02`,
    completedOn: `${year}-01-02`,
    ...changes,
  };
}

/** The smallest file that is a PDF by its bytes. */
export function evidence(mark: string): Buffer {
  return Buffer.from(`%PDF-1.4\n% ${mark}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`);
}
