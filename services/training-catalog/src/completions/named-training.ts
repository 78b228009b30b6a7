import type { SqlClient } from '@betang/platform';
import type { CompletionProblem } from './check-completion.decision.js';
import type { CompletionDetails } from './completion.js';

type Named = Pick<CompletionDetails, 'programmeId' | 'sessionId'>;

/** What is known here of the programme and the session that a completion names. */
export interface KnownTraining {
  readonly programmeKnown: boolean;
  readonly sessionKnown: boolean;
  /** The session's programme; null: it has none (a public lecture, a forum), or is not known. */
  readonly sessionProgramme: string | null;
}

/** Own programmes once they were published, be they withdrawn since, and those of other regions as far as their events have come; sessions likewise. */
const KNOWN = `SELECT s.session_id IS NOT NULL AS "sessionKnown", s.programme_id AS "sessionProgramme",
    EXISTS (SELECT 1 FROM programme WHERE programme_id = $1 AND published_version > 0
      UNION ALL SELECT 1 FROM shared_programme WHERE programme_id = $1 AND title IS NOT NULL) AS "programmeKnown"
  FROM (SELECT 1) AS one LEFT JOIN LATERAL (SELECT session_id, programme_id FROM training_session WHERE session_id = $2
    UNION ALL SELECT session_id, programme_id FROM shared_session WHERE session_id = $2 LIMIT 1) AS s ON true`;

/**
 * Why a completion cannot name its programme or session: whoever records it chooses from a list, so that an id that no list holds is a mistake, and
 * would count in no report of the programme. Costs a look-up where either is named, and nothing elsewhere.
 */
export async function namedTrainingProblems(db: SqlClient, named: Named): Promise<CompletionProblem[]> {
  const { programmeId, sessionId } = named;
  if (programmeId === null && sessionId === null) return [];
  const [known] = await db.query<KnownTraining>(KNOWN, [programmeId, sessionId]);
  return unknownTraining(named, known!);
}

/** The decision behind it. Pure. */
export function unknownTraining({ programmeId, sessionId }: Named, known: KnownTraining): CompletionProblem[] {
  const problems: CompletionProblem[] = [];
  if (programmeId !== null && !known.programmeKnown)
    problems.push({ field: 'programmeId', code: 'completion.programme-unknown' });
  if (sessionId === null) return problems;
  if (!known.sessionKnown) return [...problems, { field: 'sessionId', code: 'completion.session-unknown' }];
  const other = programmeId !== null && known.sessionProgramme !== programmeId;
  return other ? [...problems, { field: 'sessionId', code: 'completion.session-of-another-programme' }] : problems;
}
