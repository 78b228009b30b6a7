import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Audit } from '../audit/audit.js';
import type { ServiceDatabase } from '../database/service-database.js';
import { AppError } from '../errors/app-error.js';
import { migrate } from '../migrations/migrate.js';
import { PLATFORM_MIGRATIONS } from '../service/service-connections.js';
import { writeMigrations } from '../testing/migration-folder.js';
import { platformUnderTest } from '../testing/platform-under-test.js';
import { Idempotency } from './idempotency.js';
import { ANSWERS_KEPT_DAYS, forgetAnswers } from './forget-answers.js';
import { IdempotencyStore } from './idempotency-store.js';
import { idempotentRequest, withFileDigest, withoutCaller } from './idempotent-request.js';

let database: ServiceDatabase;
let idempotency: Idempotency;
const store = new IdempotencyStore();

beforeAll(async () => {
  const platform = await platformUnderTest('once');
  const counter = await writeMigrations({
    '0001-counter.sql':
      'CREATE TABLE effect (n int); CREATE TABLE closed (id int PRIMARY KEY); CREATE TABLE pair (id text PRIMARY KEY, n int DEFAULT 0); INSERT INTO pair VALUES ($$a$$), ($$b$$)',
  });
  const directories = [PLATFORM_MIGRATIONS, counter];
  await migrate({ connection: platform.migrator, schema: platform.schema, directories });
  database = await platform.open();
  idempotency = new Idempotency(database, store);
});

afterAll(() => database.close());

let keys = 0;
const request = (
  body: unknown = { hours: 4 },
  key = `key-${String((keys += 1)).padStart(6, '0')}`,
  actor = 'officer-1',
) => idempotentRequest({ key, actor, methodPath: 'POST /api/learning-hours/v1/entries', body });

const effects = async () => (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM effect'))[0]?.n ?? 0;

const addEffect = (once: ReturnType<typeof request>) =>
  idempotency.run(once, async (tx) => {
    await tx.execute('INSERT INTO effect VALUES (1)');
    return { sum: 40.5 };
  });

describe('Idempotency', () => {
  it('answers a repeated request as before, without a second effect', async () => {
    const [once, before] = [request(), await effects()];
    expect(await addEffect(once)).toMatchObject({ status: 201, body: { sum: 40.5 }, replayed: false });
    expect(await addEffect(once)).toMatchObject({ status: 201, body: { sum: 40.5 }, replayed: true });
    expect(await effects()).toBe(before + 1);
  });

  it('has one effect under many sendings at the same time', async () => {
    const [once, before] = [request(), await effects()];
    const answers = await Promise.all(Array.from({ length: 12 }, () => addEffect(once)));
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(await effects()).toBe(before + 1);
  });

  it('forgets the key of a command that failed', async () => {
    const [once, before] = [request(), await effects()];
    const failing = idempotency.run(once, async (tx) => {
      await tx.execute('INSERT INTO effect VALUES (1)');
      throw new AppError('quota-used-up', { status: 409 });
    });
    await expect(failing).rejects.toMatchObject({ code: 'quota-used-up' });
    expect((await addEffect(once)).replayed).toBe(false);
    expect(await effects()).toBe(before + 1);
  });

  it('answers as before although the rule it made true now forbids it', async () => {
    const once = request();
    const close = () => idempotency.run(once, (tx) => tx.query('INSERT INTO closed VALUES (1) RETURNING id'));
    expect(await close()).toMatchObject({ body: [{ id: 1 }], replayed: false });
    expect(await close()).toMatchObject({ body: [{ id: 1 }], replayed: true });
  });

  it('begins a command anew that the database gave up for another one, and takes effect once', async () => {
    let locked = 0;
    let both = (): void => undefined;
    const bothLocked = new Promise<void>((resolve) => (both = resolve));
    const command = (first: string, second: string) =>
      idempotency.run(request(), async (tx) => {
        await tx.execute('UPDATE pair SET n = n + 1 WHERE id = $1', [first]);
        if (++locked === 2) both();
        await bothLocked;
        await tx.execute('UPDATE pair SET n = n + 1 WHERE id = $1', [second]);
        return {};
      });
    const answers = await Promise.all([command('a', 'b'), command('b', 'a')]);
    expect(answers.map(({ status, replayed }) => [status, replayed])).toEqual([
      [201, false],
      [201, false],
    ]);
    expect(locked).toBe(3);
    expect(await database.query('SELECT n FROM pair ORDER BY id')).toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('gives up in the end, and says that it may be sent again', async () => {
    let tries = 0;
    const hopeless = idempotency.run(request(), async (tx) => {
      tries += 1;
      await tx.execute(`DO $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '40001'; END $$`);
    });
    await expect(hopeless).rejects.toMatchObject({ code: '40001' });
    expect(tries).toBe(3);
  });

  it('refuses the key for another request, and lets another caller have it', async () => {
    const once = request({ hours: 4 }, 'shared-key-1');
    await addEffect(once);
    await expect(addEffect(request({ hours: 5 }, 'shared-key-1'))).rejects.toMatchObject({
      code: 'idempotency-key-reused',
      status: 409,
    });
    const file = withFileDigest(once, Buffer.alloc(32, 1));
    await expect(addEffect(file)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect((await addEffect(request({ hours: 5 }, 'shared-key-1', 'officer-2'))).replayed).toBe(false);
  });

  it('keeps an anonymous answer without its sender, who still gets it again', async () => {
    const key = 'only-the-sender-knows-this';
    const asked = request({ rating: 2 }, key, 'person-1');
    const [once, before] = [withoutCaller(asked), await effects()];
    expect((await addEffect(once)).replayed).toBe(false);
    expect((await addEffect(withoutCaller(request({ rating: 2 }, key, 'person-1')))).replayed).toBe(true);
    await expect(addEffect(withoutCaller(request({ rating: 3 }, key, 'person-1')))).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    expect((await addEffect(withoutCaller(request({ rating: 2 }, key, 'person-2')))).replayed).toBe(false);
    expect(await effects()).toBe(before + 2);
    const rows = await database.query<{ row: string; hash: string }>(
      `SELECT row_to_json(k)::text AS row, encode(request_hash, 'hex') AS hash FROM idempotency_key AS k WHERE actor = 'anonymous'`,
    );
    expect(rows).toHaveLength(2);
    // Whoever guesses person and answer can prove neither without the key.
    const guesses = [asked.requestHash, request({ rating: 2 }).requestHash].map((hash) => hash.toString('hex'));
    for (const { row, hash } of rows) {
      expect(row).not.toMatch(/person-|only-the-sender/);
      expect(guesses).not.toContain(hash);
    }
  });

  it('answers what a command’s own work came to, and what was kept when more than its transaction fails', async () => {
    const [once, before] = [request(), await effects()];
    const send = (fails: boolean) =>
      idempotency.once(once, async () => {
        if (fails) throw new AppError('gone-meanwhile', { status: 404 });
        return addEffect(once);
      });
    expect(await send(false)).toMatchObject({ status: 201, body: { sum: 40.5 }, replayed: false });
    expect(await send(true)).toMatchObject({ status: 201, body: { sum: 40.5 }, replayed: true });
    expect(await effects()).toBe(before + 1);
  });

  it('forgets old answers, however many, and keeps young ones', async () => {
    const [old, young] = [request(), request()];
    await addEffect(old);
    await addEffect(young);
    await database.execute(
      `INSERT INTO idempotency_key (actor, key, method_path, request_hash, status, response)
       SELECT 'officer-9', 'old-' || n, 'POST /x', '\\x00', 201, '{}' FROM generate_series(1, 1500) AS n`,
    );
    await database.execute(
      `UPDATE idempotency_key SET created_at = now() - make_interval(days => $2) WHERE key = $1 OR actor = 'officer-9'`,
      [old.key, ANSWERS_KEPT_DAYS + 1],
    );
    expect(await forgetAnswers(store, database)).toBe(1_501);
    expect(await forgetAnswers(store, database)).toBe(0);
    expect(await store.findAnswer(database, old)).toBeUndefined();
    expect(await store.findAnswer(database, young)).toBeDefined();
  });
});

describe('Audit', () => {
  const audit = new Audit();
  const record = {
    actor: 'officer-1',
    action: 'verify-evidence',
    object: { type: 'entry', id: 'entry-1' },
    before: { status: 'submitted', title: 'Diklat', year: 2026 },
    after: { status: 'verified', title: 'Diklat', year: 2026 },
  };

  it('stands or falls with what it tells of', async () => {
    await database.unitOfWork
      .run(async (tx) => {
        await audit.record(tx, record);
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(await audit.entries(database, { objectId: 'entry-1', limit: 10 })).toEqual([]);
    await database.unitOfWork.run((tx) => audit.record(tx, record));
    const [entry, ...more] = await audit.entries(database, { objectId: 'entry-1', limit: 10 });
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ actor: 'officer-1', action: 'verify-evidence', change: { fields: ['status'] } });
    expect(entry?.change?.before).not.toBe(entry?.change?.after);
    expect(JSON.stringify(entry)).not.toMatch(/submitted|Diklat/);
  });

  it('cannot be changed or deleted by the service', async () => {
    for (const sql of ['UPDATE audit_entry SET actor = $$x$$', 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])
      await expect(database.execute(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('has an entry for each person whose data was read', async () => {
    await audit.recordRead(database, { actor: 'officer-2', subjects: ['e-1', 'e-2'], purpose: 'annual-plan' });
    await audit.recordRead(database, { actor: 'officer-2', subjects: [], purpose: 'annual-plan' });
    const entries = await audit.entries(database, { actor: 'officer-2', limit: 10 });
    expect(entries.map((entry) => [entry.action, entry.object.id, entry.reason])).toEqual([
      ['read-personal-data', 'e-2', 'annual-plan'],
      ['read-personal-data', 'e-1', 'annual-plan'],
    ]);
    const older = await audit.entries(database, { actor: 'officer-2', before: entries[0]?.id ?? '', limit: 10 });
    expect(older.map((entry) => entry.object.id)).toEqual(['e-1']);
    const oldest = await audit.entries(database, { actor: 'officer-2', oldestFirst: true, limit: 1 });
    expect(oldest.map((entry) => entry.object.id)).toEqual(['e-1']);
    const newer = await audit.entries(database, {
      actor: 'officer-2',
      oldestFirst: true,
      before: oldest[0]?.id ?? '',
      limit: 10,
    });
    expect(newer.map((entry) => entry.object.id)).toEqual(['e-2']);
  });
});
