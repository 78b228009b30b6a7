import { randomBytes } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  HandlerRegistry,
  ProjectionRebuilder,
  deliveryMigrations,
  rebuildMigrations,
  regionMigrations,
  type EventHandler,
  type ReceivedEvent,
} from '@betang/messaging';
import {
  ServiceDatabase,
  appRole,
  getPassword,
  migrate,
  migratorRole,
  provisionDatabase,
  type ConnectionTarget,
  type MigrationDirectory,
  type Transaction,
} from '@betang/platform';
import { createWorkFolder, getRepositoryRoot, removeWorkFolder, testPostgres } from '@betang/testing';
import { projections } from './projections.js';

const SCHEMA = 'reporting';
const OWN_MIGRATIONS = { set: SCHEMA, path: resolve(getRepositoryRoot(), 'services/reporting/migrations') };

function directoriesWith(own: MigrationDirectory, rebuild = rebuildMigrations()): MigrationDirectory[] {
  const platform = { set: 'platform', path: resolve(getRepositoryRoot(), 'libs/platform/migrations') };
  return [platform, deliveryMigrations(), rebuild, own];
}

export function registryOf(handlers: readonly EventHandler[]): HandlerRegistry {
  const registry = new HandlerRegistry(SCHEMA);
  for (const handler of handlers) registry.register(handler);
  return registry;
}

/** The service on a database of its own, without bus and HTTP: batches are applied and archived as the reader does it. */
export class ReportingUnderTest {
  readonly registry = registryOf(projections());
  readonly rebuilder: ProjectionRebuilder;
  readonly problems: unknown[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  /** Of the newest release that has migrated the schema. */
  private migrations = OWN_MIGRATIONS;
  private upgrades = 0;

  private constructor(
    readonly database: ServiceDatabase,
    /** As the cluster's owner. */
    readonly ownerUrl: string,
    private readonly migrator: ConnectionTarget,
    private readonly folder: string,
  ) {
    this.rebuilder = this.rebuilderOf(this.registry);
  }

  /** The rebuilds of a process of the release that has migrated the schema last. */
  rebuilderOf(registry: HandlerRegistry): ProjectionRebuilder {
    return new ProjectionRebuilder({
      service: 'reporting',
      database: this.database,
      registry,
      migrations: directoriesWith(this.migrations),
      invoke: (handler, events, transaction, rebuilding) => handler.handle(events, { transaction, rebuilding }),
      reader: () => this,
      onProblem: (error) => this.problems.push(error),
    });
  }

  /** The next release brings the schema up to date, while the processes of the one before run; answers its rebuilds. */
  async upgrade(...migrations: readonly string[]): Promise<ProjectionRebuilder> {
    const path = join(this.folder, `release-${(this.upgrades += 1)}`);
    cpSync(this.migrations.path, path, { recursive: true });
    migrations.forEach((sql, index) => writeFileSync(join(path, `9${this.upgrades}0${index}-next.sql`), sql));
    this.migrations = { set: SCHEMA, path };
    await migrate({ connection: this.migrator, schema: SCHEMA, directories: directoriesWith(this.migrations) });
    return this.rebuilderOf(this.registry);
  }

  /** @param rebuild those of an earlier release, for a schema that is to be upgraded */
  static async start(rebuild?: MigrationDirectory): Promise<ReportingUnderTest> {
    const folder = createWorkFolder('reporting');
    const passwordsFile = join(folder, 'passwords.json');
    const { url } = await testPostgres();
    const database = `reporting_${randomBytes(4).toString('hex')}`;
    const { databaseUrl } = await provisionDatabase({
      ownerUrl: url,
      database,
      services: [{ schema: 'identity' }, { schema: SCHEMA }],
      passwordsFile,
    });
    const as = async (role: string) => ({
      url: databaseUrl,
      role,
      password: await getPassword(passwordsFile, role),
      applicationName: 'test',
    });
    const migrator = await as(migratorRole(SCHEMA));
    await migrate({
      connection: await as(migratorRole('betang')),
      schema: 'betang',
      directories: [regionMigrations()],
    });
    await migrate({ connection: migrator, schema: SCHEMA, directories: directoriesWith(OWN_MIGRATIONS, rebuild) });
    const opened = await ServiceDatabase.open({
      ...(await as(appRole(SCHEMA))),
      schema: SCHEMA,
      entities: [],
      onBackgroundError: () => undefined,
    });
    const ownerUrl = new URL(url);
    ownerUrl.pathname = `/${database}`;
    return new ReportingUnderTest(opened, ownerUrl.href, migrator, folder);
  }

  async stop(): Promise<void> {
    await this.database.close();
    removeWorkFolder(this.folder);
  }

  /** One batch in one transaction, in turn with a rebuild's swap. */
  async receive(...events: ReceivedEvent<never>[]): Promise<void> {
    await this.inTurn(() =>
      this.database.unitOfWork.run(async (transaction) => {
        await this.apply(transaction, events);
        await archive(transaction, events as unknown as ReceivedEvent[]);
      }),
    );
  }

  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Calls the handlers without archiving: what a repair may bring again. */
  async apply(transaction: Transaction, events: readonly ReceivedEvent<never>[]): Promise<void> {
    const all = events as unknown as readonly ReceivedEvent[];
    for (const type of new Set(all.map((event) => event.type))) {
      const handler: EventHandler = this.registry.find(type)!;
      await handler.handle(
        all.filter((event) => event.type === type),
        { transaction, rebuilding: false },
      );
    }
  }

  async rows<R = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.database.query<R>(text, values);
  }

  async askForRebuild(requestedBy = 'operator'): Promise<string | undefined> {
    return (await this.database.unitOfWork.run((tx) => this.rebuilder.request(tx, requestedBy)))?.rebuildId;
  }

  /** Every row of every projection, in an order of their own. */
  async everything(): Promise<Record<string, string[]>> {
    const tables = await this.rows<{ name: string }>(
      // Marks hold the time of their making, and say what is to be made, not what is known.
      "SELECT name FROM projection_table WHERE name <> 'home_mark' ORDER BY name",
    );
    const found: Record<string, string[]> = {};
    for (const { name } of tables) {
      const rows = await this.rows<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t ORDER BY 1`);
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  }
}

async function archive(tx: Transaction, events: readonly ReceivedEvent[]): Promise<void> {
  await tx.execute(
    `INSERT INTO archive (type, region, service, audience, epoch, position, id, subject, time, chain, body)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::uuid[], $8::text[], $9::timestamptz[],
       $10::text[], $11::bytea[])`,
    (
      ['type', 'region', 'service', 'audience', 'epoch', 'position', 'id', 'subject', 'time', 'chain', 'body'] as const
    ).map((field) => events.map((event) => event[field])),
  );
}
