import type { NewEvent } from '@betang/contracts';
import type { SnapshotProvider } from '@betang/messaging';
import type { SqlClient } from '@betang/platform';
import { codesSucceeded, dictionaryPublished, dictionaryRecorded } from './dictionary/dictionary-events.js';
import { DICTIONARY_COLUMNS, loadCompetencies } from './dictionary/dictionary-store.js';
import type { CodeStep, Dictionary, DictionaryCompetency } from './dictionary/dictionary.js';
import { eventList } from './events.js';
import type { Statements } from './statements/statements.js';
import { loadToldDecisions } from './synchronisation/decision-store.js';
import { loadSubmissions } from './synchronisation/submissions.js';
import type { DevelopmentTarget } from './targets/development-target.js';
import { targetPublished, targetRecorded } from './targets/target-events.js';
import { TARGET_COLUMNS } from './targets/target-store.js';
import { presentProfiles } from './profiles/present-profiles.js';

const TARGETS = `SELECT ${TARGET_COLUMNS} FROM development_target ORDER BY code, target_id`;
/** The first version is the same in every region and was told to nobody. */
const TOLD_DICTIONARIES = `SELECT ${DICTIONARY_COLUMNS} FROM dictionary WHERE state = 'PUBLISHED' AND version > 1 ORDER BY version`;

const SUCCESSIONS = `SELECT ${DICTIONARY_COLUMNS}, successions FROM dictionary
  WHERE state = 'PUBLISHED' AND successions IS NOT NULL ORDER BY version`;

/** The service's present as facts that anyone may apply again. */
export function presentFacts(region: string, statements: Statements): SnapshotProvider {
  return async (tx, audience): Promise<readonly NewEvent[]> => {
    if (audience === 'province')
      return [...(await loadSubmissions(tx)), ...eventList(...(await statements.restate(tx)))];
    const targets = await tx.query<DevelopmentTarget>(TARGETS);
    if (audience === 'local') {
      const followed = await tx.query<Dictionary & { successions: readonly CodeStep[] }>(SUCCESSIONS);
      const codes = followed.flatMap((row) => codesSucceeded(row, row.successions));
      const dictionaries = await tellDictionaries(tx, dictionaryRecorded);
      const profiles = await presentProfiles(tx);
      return [...targets.map((target) => targetRecorded(target, {})), ...codes, ...dictionaries, ...profiles];
    }
    if (audience !== 'federation') return [];
    const told = await tellDictionaries(tx, (dictionary, competencies) =>
      dictionaryPublished(dictionary, competencies, region),
    );
    return [...targets.map((target) => targetPublished(target, region)), ...told, ...(await loadToldDecisions(tx))];
  };
}

async function tellDictionaries(
  tx: SqlClient,
  tell: (dictionary: Dictionary, competencies: readonly DictionaryCompetency[]) => NewEvent[],
): Promise<NewEvent[]> {
  const told: NewEvent[] = [];
  for (const dictionary of await tx.query<Dictionary>(TOLD_DICTIONARIES))
    told.push(...tell(dictionary, await loadCompetencies(tx, dictionary.dictionaryId)));
  return told;
}
