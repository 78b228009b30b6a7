import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceDatabase } from './service-database.js';
import { migrate } from '../migrations/migrate.js';
import { clockCheck } from '../service/clock-check.js';
import { PLATFORM_MIGRATIONS } from '../service/service-connections.js';
import { platformUnderTest } from '../testing/platform-under-test.js';

let database: ServiceDatabase;
beforeAll(async () => {
  const platform = await platformUnderTest('clock');
  await migrate({ connection: platform.migrator, schema: platform.schema, directories: [PLATFORM_MIGRATIONS] });
  database = await platform.open();
});
afterAll(() => database.close());

const setSeen = (time: string) => database.execute('UPDATE clock_seen SET seen_at = $1', [time]);
const seen = async () => (await database.query<{ at: Date }>('SELECT seen_at AS at FROM clock_seen'))[0]?.at;
const change = () => database.unitOfWork.run((tx) => tx.query('SELECT 1 AS one'));

describe('a database whose clock leapt', () => {
  it('notes the first clock, and moves with it', async () => {
    expect(await database.clock.look()).toBeUndefined();
    const first = (await seen())!;
    expect(Math.abs(first.getTime() - Date.now())).toBeLessThan(60_000);
    await database.clock.look();
    expect(await seen()).toEqual(first);
    await setSeen(new Date(first.getTime() - 29 * 86_400_000).toISOString());
    expect(await database.clock.look()).toBeUndefined();
    expect((await seen())!.getTime()).toBeGreaterThanOrEqual(first.getTime());
  });

  it.each(['2016-01-01T00:00:00Z', '2096-01-01T00:00:00Z'])(
    'changes nothing where it was last seen at %s, says so, and goes on when it is right again',
    async (time) => {
      await setSeen(time);
      const check = clockCheck('clock', database.clock);
      expect(await check.check()).toMatchObject({ ok: false, code: 'clock-in-doubt' });
      await expect(change()).rejects.toMatchObject({ code: 'clock-in-doubt', status: 503 });
      expect(await seen()).toEqual(new Date(time));
      expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await setSeen(new Date().toISOString());
      expect(await check.check()).toEqual({ ok: true });
      expect(await change()).toEqual([{ one: 1 }]);
    },
  );
});
