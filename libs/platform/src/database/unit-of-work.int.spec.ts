import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Column, Entity, PrimaryColumn } from 'typeorm';

import { migrate } from '../migrations/migrate.js';
import { platformUnderTest } from '../testing/platform-under-test.js';
import type { PlatformUnderTest } from '../testing/platform-under-test.js';
import { writeMigrations } from '../testing/migration-folder.js';
import { ServiceDatabase } from './service-database.js';
import type { Transaction } from './transaction.js';

@Entity('note')
class Note {
  @PrimaryColumn('int')
  id: number;

  @Column('date', { nullable: true })
  day: string | null;
}

let platform: PlatformUnderTest;
let database: ServiceDatabase;

beforeAll(async () => {
  platform = await platformUnderTest('unit_of_work');
  const folder = await writeMigrations({ '0001-note.sql': 'CREATE TABLE note (id int PRIMARY KEY, day date)' });
  await migrate({ connection: platform.migrator, schema: platform.schema, directories: [folder] });
  database = await ServiceDatabase.open({
    ...platform.app,
    entities: [Note],
    poolSize: 4,
    onBackgroundError: (error) => platform.backgroundErrors.push(error),
  });
});

afterAll(() => database.close());

beforeEach(async () => {
  await database.execute('DELETE FROM note');
});

const ids = async () => (await database.query<{ id: number }>('SELECT id FROM note ORDER BY id')).map((row) => row.id);

async function killBackendOf(tx: Transaction): Promise<void> {
  const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const killer = new pg.Client(platform.ownerUrl);
  await killer.connect();
  try {
    await killer.query('SELECT pg_terminate_backend($1, 5000)', [row?.pid]);
  } finally {
    await killer.end();
  }
}

describe('UnitOfWork', () => {
  it('commits raw SQL, prepared statements and TypeORM together', async () => {
    const answer = await database.unitOfWork.run(async (tx) => {
      await tx.execute('INSERT INTO note VALUES ($1)', [1]);
      await tx.prepared('note.insert', 'INSERT INTO note VALUES ($1)', [2]);
      await tx.manager.save(Note, { id: 3, day: '2026-03-31' });
      expect(await tx.execute('UPDATE note SET day = NULL WHERE id < 3')).toBe(2);
      return tx.query('SELECT count(*)::int AS n FROM note');
    });
    expect(answer).toEqual([{ n: 3 }]);
    expect(await ids()).toEqual([1, 2, 3]);
  });

  it('keeps calendar dates as text, by SQL and by TypeORM', async () => {
    await database.execute(`INSERT INTO note VALUES (1, '2026-03-31')`);
    expect(await database.query('SELECT day FROM note')).toEqual([{ day: '2026-03-31' }]);
    expect(await database.dataSource.manager.findOneByOrFail(Note, { id: 1 })).toMatchObject({ day: '2026-03-31' });
  });

  it('rolls all of it back when the work fails, and passes the error on', async () => {
    const failure = new Error('no');
    const run = database.unitOfWork.run(async (tx) => {
      await tx.manager.save(Note, { id: 1, day: null });
      throw failure;
    });
    await expect(run).rejects.toBe(failure);
    expect(await ids()).toEqual([]);
  });

  it('runs after-commit work only after a commit', async () => {
    const seen: string[] = [];
    await database.unitOfWork.run(async (tx) => {
      tx.afterCommit(() => seen.push('committed'));
      expect(seen).toEqual([]);
    });
    await database.unitOfWork
      .run(async (tx) => {
        tx.afterCommit(() => seen.push('rolled back'));
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(seen).toEqual(['committed']);
  });

  it('takes back what was done since a savepoint, its after-commit work too, and goes on', async () => {
    const seen: string[] = [];
    const failure = new Error('no');
    await database.unitOfWork.run(async (tx) => {
      tx.afterCommit(() => seen.push('before'));
      await tx.execute('INSERT INTO note VALUES (1)');
      const failing = tx.savepoint(async () => {
        await tx.execute('INSERT INTO note VALUES (2)');
        await tx.savepoint(async () => tx.afterCommit(() => seen.push('taken back')));
        throw failure;
      });
      await expect(failing).rejects.toBe(failure);
      await expect(tx.savepoint(() => tx.query('SELECT 1 / 0'))).rejects.toMatchObject({ code: '22012' });
      const kept = await tx.savepoint(async () => {
        tx.afterCommit(() => seen.push('kept'));
        return tx.execute('INSERT INTO note VALUES (3)');
      });
      expect(kept).toBe(1);
    });
    expect(await ids()).toEqual([1, 3]);
    expect(seen).toEqual(['before', 'kept']);
  });

  it('reports an after-commit hook that throws, without undoing the commit', async () => {
    const failure = new Error('hook');
    await database.unitOfWork.run(async (tx) => {
      await tx.execute('INSERT INTO note VALUES (7)');
      tx.afterCommit(() => {
        throw failure;
      });
    });
    expect(await ids()).toEqual([7]);
    expect(platform.backgroundErrors).toContain(failure);
  });

  it('refuses a transaction after its end', async () => {
    let escaped: Transaction | undefined;
    await database.unitOfWork.run(async (tx) => void (escaped = tx));
    await expect(escaped?.execute('INSERT INTO note VALUES (8)')).rejects.toMatchObject({ code: 'transaction-ended' });
    expect(await ids()).toEqual([]);
  });

  it('gives each isolation level what it promises', async () => {
    const countTwice = (isolation?: 'REPEATABLE READ') =>
      database.unitOfWork.run(
        async (tx) => {
          await tx.query('SELECT 1 FROM note');
          await database.execute('INSERT INTO note SELECT coalesce(max(id), 0) + 1 FROM note');
          return (await tx.query('SELECT id FROM note')).length;
        },
        isolation === undefined ? {} : { isolation },
      );
    expect([await countTwice(), await countTwice('REPEATABLE READ'), await countTwice()]).toEqual([1, 1, 3]);
  });

  it.each(['during a statement', 'between statements', 'before the commit'])(
    'is transient when the connection dies %s, and leaves nothing behind',
    async (when) => {
      const run = database.unitOfWork.run(async (tx) => {
        await tx.execute('INSERT INTO note VALUES (9)');
        const sleeping = when === 'during a statement' ? tx.query('SELECT pg_sleep(60)') : undefined;
        const lost = sleeping?.catch((error: unknown) => error);
        if (when === 'during a statement') await killSleeper();
        else await killBackendOf(tx);
        const error = await lost;
        if (error !== undefined) throw error;
        if (when === 'between statements') await tx.query('SELECT 1');
      });
      const error: unknown = await run.then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect(database.isTransient(error)).toBe(true);
      expect(await ids()).toEqual([]);
    },
  );

  it('does not lose connections over failed work', async () => {
    for (let turn = 0; turn < 10; turn += 1)
      await database.unitOfWork.run((tx) => tx.query('SELECT 1 / 0')).catch(() => undefined);
    expect(database.pool.totalCount).toBe(database.pool.idleCount);
    expect(await ids()).toEqual([]);
  });
});

async function killSleeper(): Promise<void> {
  const killer = new pg.Client(platform.ownerUrl);
  await killer.connect();
  try {
    let killed = 0;
    while (killed === 0) {
      const { rowCount } = await killer.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test.unit_of_work' AND wait_event = 'PgSleep'`,
      );
      killed = rowCount ?? 0;
    }
  } finally {
    await killer.end();
  }
}

describe('ServiceDatabase', () => {
  it('limits every connection, pooled or its own', async () => {
    const settings = `SELECT current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('transaction_timeout') AS open,
      current_setting('application_name') AS name, current_schema() AS schema`;
    const expected = { idle: '30s', open: '1min', name: 'test.unit_of_work', schema: 'unit_of_work' };
    const own = await database.connect();
    try {
      expect((await own.query(settings)).rows).toEqual([expected]);
    } finally {
      await own.end();
    }
    expect(await database.query(settings)).toEqual([expected]);
  });

  it('lets the app role write data, and do no DDL', async () => {
    const attempts = [
      'CREATE TABLE more ()',
      'DROP TABLE note',
      'TRUNCATE note',
      'CREATE TEMPORARY TABLE t ()',
      'CREATE SCHEMA s',
    ];
    for (const sql of attempts) await expect(database.execute(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('throws on a where that would match everything', async () => {
    const id = undefined as unknown as number;
    await expect(database.dataSource.manager.findBy(Note, { id })).rejects.toThrow();
  });

  it('fails at opening with a wrong password, and not for ever', async () => {
    const opening = ServiceDatabase.open({
      ...platform.app,
      password: 'wrong',
      entities: [],
      onBackgroundError: () => undefined,
    });
    await expect(opening).rejects.toMatchObject({ code: '28P01' });
  });

  it('has a SQLSTATE for a pool that gives no connection', async () => {
    const small = await ServiceDatabase.open({
      ...platform.app,
      entities: [],
      poolSize: 1,
      onBackgroundError: () => undefined,
    });
    small.pool.options.connectionTimeoutMillis = 1;
    const only = await small.pool.connect();
    const waiting: unknown = await small.pool.query('SELECT 1').catch((error: unknown) => error);
    only.release();
    await small.close();
    expect(small.isTransient(waiting)).toBe(true);
  });
});
