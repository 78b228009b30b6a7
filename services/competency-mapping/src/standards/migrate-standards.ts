import type { Transaction } from '@betang/platform';
import type { DictionaryCompetency, Succession } from '../dictionary/dictionary.js';
import { loadActive, writeVersions } from './standard-store.js';
import { migrateStandard } from './standard.decision.js';

/** Takes all active standards over to a new dictionary; answers how many got a new version. */
export async function migrateStandards(
  tx: Transaction,
  dictionary: readonly DictionaryCompetency[],
  successions: readonly Succession[],
  dictionaryVersion: number,
  actor: string,
): Promise<number> {
  const migrated = (await loadActive(tx)).flatMap(
    (standard) => migrateStandard(standard, dictionary, successions, dictionaryVersion) ?? [],
  );
  await writeVersions(tx, migrated, actor);
  return migrated.length;
}
