import { findPseudonymKeys, forgetFormerPseudonymKeys, makeNextPseudonymKey } from '@betang/messaging';
import { AppError, appRole, schemaOf } from '@betang/platform';
import { pseudonymStep, type ToldNames } from './pseudonym-step.decision.js';
import { connectionAs, inTransaction } from './region-database.js';
import { regionPaths } from './region-paths.js';

/**
 * `announced`: the next key is made, and in force once learning-hours was restarted. `waiting`: the province is not yet told who is who. `kept`: the region told of
 * persons before and shares none now, so the former secret stays until it does again. `active`: the former secret is gone.
 */
export interface PseudonymRotation {
  readonly state: 'announced' | 'waiting' | 'kept' | 'active';
  /** Version of the key that makes pseudonyms from now on. */
  readonly version: number;
  /** Versions of former keys whose secret is still at hand. */
  readonly former: readonly number[];
}

const TABLE = `SELECT to_regclass('learning_hours.told_pseudonym') IS NOT NULL AS "isThere"`;
const TOLD = `SELECT (SELECT version FROM learning_hours.told_pseudonym) AS version,
  EXISTS (SELECT 1 FROM learning_hours.stated_purpose WHERE audience = 'province' AND purpose = 'learner-level-analysis') AS shares`;

/**
 * A new key of pseudonyms beside the old one, in two steps: the old secret goes only when the province was told the new name of everybody whom it knows by an old
 * one. Run it until it answers `active`. @throws AppError `pseudonym-key-missing`, `pseudonym-secret-missing`, `pseudonyms-not-noted`
 */
export async function rotatePseudonyms(dataDir: string): Promise<PseudonymRotation> {
  const { keys: keysDir } = regionPaths(dataDir);
  const keys = await findPseudonymKeys(keysDir);
  if (!keys) throw new AppError('pseudonym-key-missing', { params: { dir: keysDir } });
  const step = pseudonymStep(keys, await readTold(dataDir));
  if (step === 'make') {
    const next = await makeNextPseudonymKey(keysDir, keys);
    return { state: 'announced', version: next.version, former: next.former.map(({ version }) => version) };
  }
  if (step === 'forget') {
    await forgetFormerPseudonymKeys(keysDir, keys);
    return { state: 'active', version: keys.version, former: [] };
  }
  return { state: step, version: keys.version, former: keys.former.map(({ version }) => version) };
}

async function readTold(dataDir: string): Promise<ToldNames> {
  const target = await connectionAs(dataDir, appRole(schemaOf('learning-hours')));
  return inTransaction(target, async (db) => {
    const [table] = await db.query<{ isThere: boolean }>(TABLE);
    if (table?.isThere !== true) throw new AppError('pseudonyms-not-noted');
    const [row] = await db.query<{ version: number | null; shares: boolean }>(TOLD);
    return { version: row?.version ?? undefined, shares: row?.shares === true };
  });
}
