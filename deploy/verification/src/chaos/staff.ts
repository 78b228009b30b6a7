import type { EmploymentStatus } from '@betang/asn';
import { waitUntil } from '@betang/testing';
import { join } from 'node:path';
import { generateRegion } from '../generator/generate-region.js';
import { ChaosError } from './chaos-error.js';
import type { ChaosRegion } from './chaos-region.js';

/** Somebody invented, as the region's public interface lists them. */
export interface StaffMember {
  readonly employeeId: string;
  readonly employmentStatus: EmploymentStatus;
  readonly agencyId: string;
}

export interface StaffRecipe {
  readonly people: number;
  readonly seed: string;
  readonly year: number;
}

const PATIENCE = { timeoutMs: 180_000, intervalMs: 50 };

/** Fills a region the way an office does, with a roster file through the public interface, and answers who can complete trainings now. */
export async function hireStaff(region: ChaosRegion, { people, seed, year }: StaffRecipe): Promise<StaffMember[]> {
  const { api, code } = region;
  const out = join(region.dir, 'invented');
  const { rosterFile } = await generateRegion({ region: code, people, seed, year, out, badRows: 0, damagedRows: 0 });
  const { importId } = await api.upload<{ importId: string }>(
    'identity',
    'imports',
    `chaos-roster-${code}`,
    rosterFile,
  );
  await reach(region, importId, 'PREVIEWED');
  await api.post('identity', `imports/${importId}/apply`, `chaos-apply-${code}`);
  await reach(region, importId, 'APPLIED');
  const staff = await api.list<StaffMember>('identity', 'employees');
  for (const schema of ['training_catalog', 'learning_hours'])
    await waitUntil(`${schema} knows everyone`, () => knows(region, schema, staff.length), PATIENCE);
  return staff.sort((a, b) => (a.employeeId < b.employeeId ? -1 : 1));
}

async function reach({ api, code }: ChaosRegion, importId: string, wanted: string): Promise<void> {
  await waitUntil(
    `the roster of ${code} is ${wanted}`,
    async () => {
      const { state } = await api.get<{ state: string }>('identity', `imports/${importId}`);
      if (state === 'FAILED' || state === 'NEEDS_MAPPING')
        throw new ChaosError('import-failed', `the roster of ${code} is ${state}`);
      return state === wanted;
    },
    PATIENCE,
  );
}

async function knows(region: ChaosRegion, schema: string, count: number): Promise<boolean> {
  const table = schema === 'learning_hours' ? 'person' : 'employee';
  const [row] = await region.sql<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${schema}.${table} WHERE state_order > 0`,
  );
  return row!.n >= count;
}
