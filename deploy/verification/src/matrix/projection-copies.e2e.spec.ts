import 'reflect-metadata';
import { SERVICES } from '@betang/all-in-one';
import { SERVICE_NAMES, schemaOf } from '@betang/platform';
import { startRunningService, type RunningService } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const WITHOUT_PROJECTIONS: readonly string[] = ['identity'];

describe('the tables of projections', () => {
  let running: RunningService;
  beforeAll(async () => {
    const [first, ...beside] = SERVICES;
    running = await startRunningService({ ...first!, beside, services: [...SERVICE_NAMES] });
  });
  afterAll(() => running?.stop());

  it.each(SERVICE_NAMES.filter((name) => !WITHOUT_PROJECTIONS.includes(name)))(
    'of %s can be rebuilt: a copy has all that the table has',
    async (name) => {
      const schema = schemaOf(name);
      await running.region.sql(`SELECT ${schema}.projection_shadow_begin()`);
      const different = await running.region.sql(
        `SELECT name, ${schema}.projection_shape($1, name) AS live, ${schema}.projection_shape($1 || '_shadow', name) AS copy
           FROM ${schema}.projection_table
          WHERE ${schema}.projection_shape($1, name) IS DISTINCT FROM ${schema}.projection_shape($1 || '_shadow', name)`,
        [schema],
      );
      expect(different).toEqual([]);
      const [found] = await running.region.sql<{ change: string | null; tables: number }>(
        `SELECT ${schema}.projection_shadow_change() AS change, (SELECT count(*)::int FROM ${schema}.projection_table) AS tables`,
      );
      expect(found?.change).toBeNull();
      expect(found?.tables).toBeGreaterThan(0);
    },
  );
});
