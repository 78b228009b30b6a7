import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { newId } from '@betang/contracts';
import { Outbox, deliveryMigrations, rebuildMigrations } from '@betang/messaging';
import {
  PLATFORM_MIGRATIONS,
  ServiceDatabase,
  appRole,
  getPassword,
  migrate,
  migratorRole,
  provisionDatabase,
  type MigrationDirectory,
  type Transaction,
  type UnitOfWork,
} from '@betang/platform';
import { createWorkFolder, removeWorkFolder, startPostgres } from '@betang/testing';
import { inventCompletion } from '../bench/load/completions.js';

const SCHEMA = 'learning_hours';
const BATCH = 500;

/** Books completions as the handler of `TrainingCompleted` does, in the caller's transaction. */
export type BookCompletions = (
  tx: Transaction,
  facts: readonly { readonly eventId: string; readonly completion: never }[],
) => Promise<unknown>;

export interface BookingUnderMeasure {
  readonly migrations: MigrationDirectory;
  /** Makes the booking on an open database, its rules in place. */
  make(unitOfWork: UnitOfWork, outbox: Outbox): Promise<BookCompletions>;
}

/**
 * How many completions a second the ledger books, batch after batch of 500 in one transaction each, on a Postgres that flushes every commit:
 * the handler's work alone, without bus and reader. The first fifth warms up and is not counted.
 */
export async function measureBooking(booking: BookingUnderMeasure, batches: number, people = 2_000): Promise<number> {
  const folder = createWorkFolder('booking');
  const postgres = await startPostgres();
  try {
    const database = await openDatabase(postgres.url, folder, booking.migrations);
    try {
      return await timeBatches(database, booking, batches, people);
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    removeWorkFolder(folder);
  }
}

async function timeBatches(
  database: ServiceDatabase,
  booking: BookingUnderMeasure,
  batches: number,
  people: number,
): Promise<number> {
  const outbox = new Outbox({ service: 'learning-hours', generation: 1 }, { allows: () => true }, () => undefined);
  const book = await booking.make(database.unitOfWork, outbox);
  const employeeIds = Array.from({ length: people }, () => newId());
  const warm = Math.ceil(batches / 5);
  let began = 0;
  for (let batch = 0; batch < warm + batches; batch += 1) {
    if (batch === warm) began = performance.now();
    const facts = Array.from({ length: BATCH }, (_, index) => {
      const { completionId, employeeId, details } = inventCompletion(batch * BATCH + index, employeeIds);
      return { eventId: newId(), completion: { completionId, employeeId, ...details } as never };
    });
    await database.unitOfWork.run((tx) => book(tx, facts));
  }
  return Math.round((batches * BATCH * 1_000) / (performance.now() - began));
}

async function openDatabase(url: string, folder: string, own: MigrationDirectory): Promise<ServiceDatabase> {
  const passwordsFile = join(folder, 'passwords.json');
  const { databaseUrl } = await provisionDatabase({
    ownerUrl: url,
    database: `lh_${randomBytes(4).toString('hex')}`,
    services: [{ schema: SCHEMA }],
    passwordsFile,
  });
  const as = async (role: string) => ({
    url: databaseUrl,
    role,
    password: await getPassword(passwordsFile, role),
    applicationName: 'bench',
  });
  await migrate({
    connection: await as(migratorRole(SCHEMA)),
    schema: SCHEMA,
    directories: [PLATFORM_MIGRATIONS, deliveryMigrations(), rebuildMigrations(), own],
  });
  const connection = await as(appRole(SCHEMA));
  return ServiceDatabase.open({ ...connection, schema: SCHEMA, entities: [], onBackgroundError: () => undefined });
}
