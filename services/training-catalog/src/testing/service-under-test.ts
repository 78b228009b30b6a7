import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { USUAL_AMOUNT_BOUNDS } from '@betang/asn';
import { newId, type EventContract, type EventData, type ServiceName } from '@betang/contracts';
import { Outbox, deliveryMigrations, rebuildMigrations, type ReceivedEvent } from '@betang/messaging';
import {
  Audit,
  FileImports,
  Idempotency,
  IdempotencyStore,
  Notices,
  PLATFORM_MIGRATIONS,
  ServiceDatabase,
  appRole,
  getPassword,
  idempotentRequest,
  migrate,
  migratorRole,
  provisionDatabase,
  type IdempotentRequest,
} from '@betang/platform';
import { createWorkFolder, getRepositoryRoot, removeWorkFolder, testPostgres } from '@betang/testing';
import { CertificateListeners } from '../certificates/certificate-listeners.js';
import { Certificates } from '../certificates/certificates.js';
import { CertificateIssuer } from '../certificates/issue-certificates.js';
import { CompletionRecorder } from '../completions/record-completion.js';
import { CompletionRevoker } from '../completions/revoke-completion.js';
import { CompletionImport } from '../completion-import/completion-import.js';
import { EmployeeDirectoryHandlers } from '../employees/employee-directory.handlers.js';
import { PublicationNotices } from '../publication/publication-notices.js';
import { PublicationRequests } from '../publication/publication-requests.js';
import { OverlapChecks } from '../overlap/overlap-checks.js';
import { SimilarTrainings } from '../overlap/similar-trainings.js';
import { ProgrammeUseStatements } from '../programme-use/programme-use.js';
import { Programmes } from '../programmes/programmes.js';
import { Publication } from '../publication/publication.js';
import { CatalogueRulesStore } from '../rules/catalogue-rules-store.js';
import { ServedTargets } from '../targets/served-targets.js';
import { ProgrammeQueries } from '../programmes/programme.queries.js';
import { SharedProgrammeHandlers } from '../programmes/shared-programme.handlers.js';
import { ProgrammeEntity } from '../database/programme.entity.js';
import { TrainingSessionEntity } from '../database/training-session.entity.js';
import { FixedClock } from './fixed-clock.js';

const SCHEMA = 'training_catalog';
export const REGION = '62.03';

/** The service on a database of its own, without bus and HTTP. */
export class ServiceUnderTest {
  readonly clock = new FixedClock('2026-06-30T03:00:00Z');
  readonly recorder: CompletionRecorder;
  readonly revoker: CompletionRevoker;
  readonly certificates: Certificates;
  readonly imports: FileImports;
  readonly programmes: Programmes;
  readonly publication: Publication;
  readonly overlaps: OverlapChecks;
  readonly rules: CatalogueRulesStore;
  readonly use: ProgrammeUseStatements;
  readonly queries: ProgrammeQueries;
  readonly certificateListeners = new CertificateListeners();
  readonly directory = new EmployeeDirectoryHandlers();
  readonly shared = new SharedProgrammeHandlers();
  private position = 0;

  private constructor(
    readonly database: ServiceDatabase,
    private readonly folder: string,
  ) {
    const outbox = new Outbox({ service: 'training-catalog', generation: 1 }, { allows: () => true }, () => undefined);
    const audit = new Audit();
    const answers = new IdempotencyStore();
    const idempotency = new Idempotency(database, answers);
    const config = { region: REGION, ...USUAL_AMOUNT_BOUNDS } as never;
    this.recorder = new CompletionRecorder(database, outbox, audit, idempotency, answers, this.clock, config);
    const issuer = new CertificateIssuer(outbox, config);
    const notices = new Notices(false);
    this.certificates = new Certificates(issuer, this.certificateListeners, outbox, audit, notices, this.clock);
    this.revoker = new CompletionRevoker(idempotency, outbox, audit, this.certificates);
    this.imports = new FileImports(database, undefined as never, undefined as never);
    new CompletionImport(this.imports, outbox, this.clock, config).onModuleInit();
    const requests = new PublicationRequests(outbox, audit, this.clock, config, new PublicationNotices(notices));
    this.programmes = new Programmes(database.unitOfWork, audit, this.clock);
    this.rules = new CatalogueRulesStore(audit, this.clock);
    const similar = new SimilarTrainings(config);
    this.overlaps = new OverlapChecks(similar, this.rules, audit, this.clock);
    this.publication = new Publication(
      this.rules,
      new ServedTargets(this.clock, config),
      this.overlaps,
      requests,
      outbox,
      audit,
      this.clock,
      config,
    );
    this.use = new ProgrammeUseStatements(database.unitOfWork, outbox, this.clock, config);
    this.queries = new ProgrammeQueries(database, config, this.clock);
  }

  static async start(): Promise<ServiceUnderTest> {
    const folder = createWorkFolder('training-catalog');
    const passwordsFile = join(folder, 'passwords.json');
    const { url } = await testPostgres();
    const name = `tc_${randomBytes(4).toString('hex')}`;
    const services = [{ schema: SCHEMA }];
    const { databaseUrl } = await provisionDatabase({ ownerUrl: url, database: name, services, passwordsFile });
    const as = async (role: string) => ({
      url: databaseUrl,
      role,
      password: await getPassword(passwordsFile, role),
      applicationName: 'test',
    });
    const own = resolve(getRepositoryRoot(), 'services/training-catalog/migrations');
    const directories = [
      { set: 'platform', path: PLATFORM_MIGRATIONS },
      deliveryMigrations(),
      rebuildMigrations(),
      own,
    ];
    await migrate({ connection: await as(migratorRole(SCHEMA)), schema: SCHEMA, directories });
    const database = await ServiceDatabase.open({
      ...(await as(appRole(SCHEMA))),
      schema: SCHEMA,
      entities: [ProgrammeEntity, TrainingSessionEntity],
      onBackgroundError: () => undefined,
    });
    return new ServiceUnderTest(database, folder);
  }

  async stop(): Promise<void> {
    await this.database.close();
    removeWorkFolder(this.folder);
  }

  rows<R>(text: string, values: unknown[] = []): Promise<R[]> {
    return this.database.query<R>(text, values);
  }

  async published<C extends EventContract<never>>(contract: C): Promise<EventData<C>[]> {
    const rows = await this.rows<{ body: Buffer }>('SELECT body FROM outbox WHERE type = $1 ORDER BY xid, seq', [
      contract.type,
    ]);
    return rows.map(({ body }) => JSON.parse(body.toString()) as EventData<C>);
  }

  /** An event of another service or region as this one receives it, numbered in the order in which it is made. */
  event<C extends EventContract<never>>(contract: C, data: EventData<C>, region = REGION): ReceivedEvent<never> {
    contract.check(data);
    this.position += 1;
    return {
      id: newId(),
      type: contract.type,
      region,
      service: contract.definition.service as ServiceName,
      subject: 'test',
      time: '2026-06-01T01:00:00.000Z',
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
}

/** A request as an officer's client sends it; the same key and body are the same request. */
export function requestOf(key: string, body: unknown = {}): IdempotentRequest {
  return idempotentRequest({ key, actor: 'officer-1', methodPath: 'POST /test', body });
}
