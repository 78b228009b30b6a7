import { CompetencyProfileChanged, type EventData, type NewEvent } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { eventList } from '../events.js';

const LEVELS = `SELECT l.employee_id AS "employeeId", s.rule_version AS "ruleVersion", s.dictionary_version AS "dictionaryVersion",
    json_agg(json_build_object('competencyCode', l.competency_code, 'level', l.level, 'previousLevel', null, 'validUntil', l.valid_until)
      ORDER BY l.competency_code) AS changes
  FROM profile_level AS l JOIN profile_summary AS s USING (employee_id)
 WHERE s.rule_version IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1`;

type Profile = Omit<EventData<typeof CompetencyProfileChanged>, 'cause'>;

/** Every profile as it stands, one event a person. */
export async function presentProfiles(tx: Transaction): Promise<NewEvent[]> {
  const rows = await tx.query<Profile>(LEVELS);
  return eventList(
    ...rows.map((profile) =>
      CompetencyProfileChanged.create({ subject: profile.employeeId, data: { ...profile, cause: 'ASSESSMENT' } }),
    ),
  );
}
