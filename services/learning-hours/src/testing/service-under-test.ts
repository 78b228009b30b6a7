import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import {
  findContract,
  newId,
  type EventContract,
  type EventData,
  type NewEvent,
  type ServiceName,
} from '@betang/contracts';
import { Outbox, deliveryMigrations, rebuildMigrations, type EventBatch, type ReceivedEvent } from '@betang/messaging';
import { ServiceDatabase, appRole, getPassword, migrate, migratorRole, provisionDatabase } from '@betang/platform';
import { createWorkFolder, getRepositoryRoot, removeWorkFolder, testPostgres } from '@betang/testing';
import { ConversionRules } from '../conversion/conversion-rules.js';
import { DutyPolicies } from '../duty/duty-policies.js';
import { CompletionRevokedHandler } from '../ledger/completion-revoked.handler.js';
import { LedgerBooking } from '../ledger/ledger-booking.js';
import { TrainingCompletedHandler } from '../ledger/training-completed.handler.js';
import { PersonStateHandlers } from '../people/person-state.handlers.js';
import { RecalculationWork } from '../rule-changes/recalculation-work.js';
import { NoPseudonyms, type Pseudonyms } from '../sharing/pseudonyms.js';
import { TotalsStatements } from '../totals/totals-statements.js';
import { LaterHours } from '../transfer/later-hours.js';
import { RecordHandOver } from '../transfer/record-hand-over.js';
import { FixedClock } from './fixed-clock.js';

const SCHEMA = 'learning_hours';

/** The service on a database of its own, without bus and HTTP: handlers are called as the reader calls them, one transaction a batch. */
export class ServiceUnderTest {
  readonly clock = new FixedClock('2026-06-30T03:00:00Z');
  readonly rules: ConversionRules;
  readonly policies: DutyPolicies;
  readonly totals: TotalsStatements;
  readonly booking: LedgerBooking;
  readonly outbox: Outbox;
  private readonly completed: TrainingCompletedHandler;
  private readonly revoked: CompletionRevokedHandler;
  private readonly people = new PersonStateHandlers();
  private position = 0;

  private constructor(
    readonly database: ServiceDatabase,
    /** As the schema's owner. */
    readonly ownerUrl: string,
    private readonly folder: string,
    private readonly pseudonyms: Pseudonyms,
  ) {
    const outbox = new Outbox({ service: 'learning-hours', generation: 1 }, { allows: () => true }, () => undefined);
    this.outbox = outbox;
    const { unitOfWork } = database;
    this.rules = new ConversionRules(unitOfWork);
    this.policies = new DutyPolicies(unitOfWork);
    this.booking = new LedgerBooking(this.rules, outbox, pseudonyms, this.later(unitOfWork));
    this.totals = new TotalsStatements(database, unitOfWork, outbox, this.policies, this.clock);
    this.completed = new TrainingCompletedHandler(this.booking);
    this.revoked = new CompletionRevokedHandler(this.booking);
  }

  static async start(pseudonyms: Pseudonyms = new NoPseudonyms()): Promise<ServiceUnderTest> {
    const folder = createWorkFolder('learning-hours');
    const passwordsFile = join(folder, 'passwords.json');
    const { url } = await testPostgres();
    const database = `lh_${randomBytes(4).toString('hex')}`;
    const { databaseUrl } = await provisionDatabase({
      ownerUrl: url,
      database,
      services: [{ schema: SCHEMA }],
      passwordsFile,
    });
    const as = async (role: string) => ({
      url: databaseUrl,
      role,
      password: await getPassword(passwordsFile, role),
      applicationName: 'test',
    });
    const own = resolve(getRepositoryRoot(), 'services/learning-hours/migrations');
    const platform = { set: 'platform', path: resolve(getRepositoryRoot(), 'libs/platform/migrations') };
    await migrate({
      connection: await as(migratorRole(SCHEMA)),
      schema: SCHEMA,
      directories: [platform, deliveryMigrations(), rebuildMigrations(), own],
    });
    const opened = await ServiceDatabase.open({
      ...(await as(appRole(SCHEMA))),
      schema: SCHEMA,
      entities: [],
      onBackgroundError: () => undefined,
    });
    const ownerUrl = new URL(url);
    ownerUrl.pathname = `/${database}`;
    const service = new ServiceUnderTest(opened, ownerUrl.href, folder, pseudonyms);
    await service.rules.seed();
    await service.policies.seed();
    return service;
  }

  /** The worker of recalculations as a process of its own has it: nothing in memory. */
  recalculation(): RecalculationWork {
    const { unitOfWork } = this.database;
    const [rules, policies] = [new ConversionRules(unitOfWork), new DutyPolicies(unitOfWork)];
    const booking = new LedgerBooking(rules, this.outbox, this.pseudonyms, this.later(unitOfWork));
    return new RecalculationWork(unitOfWork, booking, rules, policies, this.outbox, this.clock);
  }

  /** Nobody here has moved: nothing is ever told. */
  private later(unitOfWork: ServiceDatabase['unitOfWork']): LaterHours {
    const config = { region: '62.03' } as never;
    const record = new RecordHandOver(this.outbox, config, {} as never);
    return new LaterHours(record, config, {} as never, unitOfWork, {} as never, {} as never);
  }

  async stop(): Promise<void> {
    await this.database.close();
    removeWorkFolder(this.folder);
  }

  /** Hands over events as one batch, by type, in one transaction. */
  async receive(...events: ReceivedEvent<never>[]): Promise<void> {
    await this.database.unitOfWork.run((transaction) => this.handle(events, { transaction, rebuilding: false }));
  }

  async handle(events: readonly ReceivedEvent<never>[], batch: EventBatch): Promise<void> {
    const handlers: Record<string, (own: never[], batch: EventBatch) => Promise<void>> = {
      'betang.training-catalog.training-completed.v1': (own) => this.completed.handle(own, batch),
      'betang.training-catalog.completion-revoked.v1': (own) => this.revoked.handle(own, batch),
      'betang.identity.employee-registered.v1': (own) => this.people.registered(own, batch),
      'betang.identity.employee-changed.v1': (own) => this.people.changed(own, batch),
      'betang.identity.employee-left.v1': (own) => this.people.left(own, batch),
      'betang.identity.employee-identity-erased.v1': (own) => this.people.erased(own, batch),
    };
    for (const type of new Set(events.map((event) => (event as ReceivedEvent).type)))
      await handlers[type]!(events.filter((event) => (event as ReceivedEvent).type === type) as never[], batch);
  }

  /** An event of another service as this one receives it, numbered in the order in which it is made. */
  event<C extends EventContract<never>>(
    contract: C,
    data: EventData<C>,
    time = '2026-06-01T01:00:00.000Z',
  ): ReceivedEvent<never> {
    if (findContract(contract.type) === undefined) throw new Error(`${contract.type} is not in the catalogue`);
    contract.check(data);
    this.position += 1;
    return {
      id: newId(),
      type: contract.type,
      region: '62.03',
      service: contract.definition.service as ServiceName,
      subject: (data as unknown as { employeeId: string }).employeeId,
      time,
      dataschema: contract.dataschema,
      audience: 'local',
      epoch: '1.test',
      position: this.position,
      chain: '',
      previousChain: '',
      body: new Uint8Array(),
      data,
    } as unknown as ReceivedEvent<never>;
  }

  rows<R>(text: string, values: unknown[] = []): Promise<R[]> {
    return this.database.query<R>(text, values);
  }

  /** Data of the events of a type that wait in the outbox, in the order of writing. */
  async published<C extends EventContract<never>>(contract: C): Promise<EventData<C>[]> {
    const rows = await this.rows<{ body: Buffer }>('SELECT body FROM outbox WHERE type = $1 ORDER BY xid, seq', [
      contract.type,
    ]);
    return rows.map(({ body }) => JSON.parse(body.toString()) as EventData<C>);
  }

  newEvents(): Promise<Pick<NewEvent, 'id'>[]> {
    return this.rows('SELECT id FROM outbox');
  }
}
