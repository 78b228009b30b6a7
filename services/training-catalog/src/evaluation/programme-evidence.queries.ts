import type { SqlClient } from '@betang/platform';
import { takenBack, takenBackOf } from '../completions/taken-back.js';
import { normalisedGain } from '../tests/score-answers.decision.js';
import { resultsOf, type NamedResult } from './combine-results.decision.js';
import { indicatorResults } from './indicator-result.queries.js';
import type { ProgrammeEvidence } from './recommend-programme.decision.js';

const SESSIONS = `SELECT session_id AS id FROM training_session WHERE programme_id = $1 AND state = 'HELD'
   AND ends_on >= make_date($2, 1, 1) AND ends_on < make_date($2 + 1, 1, 1)`;
/**
 * Whose completion was revoked took part, but neither passed nor learned nor applies anything that counts. Reactions stay: they name nobody, and what the
 * room was like does not change with the certificate of one who sat in it.
 */
const FIGURES = `WITH held AS (${SESSIONS}),
  outcome AS MATERIALIZED (SELECT o.passed, o.pre_score, o.post_score, ${takenBack('o')} AS void FROM training_outcome AS o WHERE o.session_id IN (SELECT id FROM held)),
  review AS MATERIALIZED (SELECT r.state, r.applied, r.score FROM behaviour_review AS r WHERE r.session_id IN (SELECT id FROM held) AND NOT ${takenBackOf('r')})
SELECT (SELECT count(*)::integer FROM held) AS sessions,
  (SELECT count(*)::integer FROM outcome) AS participants,
  (SELECT count(*)::integer FROM outcome WHERE passed AND NOT void) AS passed,
  (SELECT count(*)::integer FROM reaction_answer WHERE session_id IN (SELECT id FROM held)) AS respondents,
  (SELECT round(avg(content + trainer + method + facilities + usefulness) * 20)::integer FROM reaction_answer
    WHERE session_id IN (SELECT id FROM held)) AS reaction,
  (SELECT count(*)::integer FROM outcome WHERE pre_score IS NOT NULL AND post_score IS NOT NULL AND NOT void) AS tested,
  (SELECT round(avg(pre_score))::integer FROM outcome WHERE post_score IS NOT NULL AND NOT void) AS before,
  (SELECT round(avg(post_score))::integer FROM outcome WHERE pre_score IS NOT NULL AND NOT void) AS after,
  (SELECT count(*)::integer FROM review WHERE state = 'ANSWERED') AS reviewed,
  (SELECT count(*)::integer FROM review WHERE applied) AS applied,
  (SELECT round(avg(score) * 100)::integer FROM review WHERE state = 'ANSWERED') AS behaviour,
  (SELECT count(*)::integer FROM review WHERE state IN ('PLANNED', 'OPEN')) AS outstanding`;
/** The newest observation of each indicator within the year and the one after: effects show late. */
const RESULTS = `SELECT DISTINCT ON (indicator) indicator, unit, baseline::float8 AS baseline, target::float8 AS target, observed::float8 AS observed,
    observed_on AS "observedOn", development_target_id AS "targetId", source
  FROM result_observation WHERE programme_id = $1 AND observed_on >= make_date($2, 1, 1) AND observed_on < make_date($2 + 2, 1, 1)
 ORDER BY indicator, observed_on DESC, observation_id DESC LIMIT 20`;

interface Figures {
  readonly sessions: number;
  readonly participants: number;
  readonly passed: number;
  readonly respondents: number;
  readonly reaction: number | null;
  readonly tested: number;
  readonly before: number | null;
  readonly after: number | null;
  readonly reviewed: number;
  readonly applied: number;
  readonly behaviour: number | null;
  readonly outstanding: number;
}

/** All that is known of the sessions of a programme that ended in a year. */
export async function programmeEvidence(db: SqlClient, programmeId: string, year: number): Promise<ProgrammeEvidence> {
  const [row] = await db.query<Figures>(FIGURES, [programmeId, year]);
  const named = await db.query<NamedResult>(RESULTS, [programmeId, year]);
  const results = resultsOf(await indicatorResults(db, programmeId, year), named);
  const { sessions, participants, passed, respondents, reaction, tested, before, after } = row!;
  const { reviewed, applied, behaviour, outstanding } = row!;
  const gain = before === null || after === null ? null : normalisedGain(before, after);
  return {
    sessions,
    participants,
    passed,
    reaction: { respondents, average: reaction },
    learning: { tested, before: tested === 0 ? null : before, after: tested === 0 ? null : after, gain },
    behaviour: { reviewed, applied, average: behaviour, outstanding },
    results,
  };
}
