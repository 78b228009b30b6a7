import type { SqlClient } from '@betang/platform';
import type { ParticipationFacts } from './decide-completion.decision.js';

/** Somebody on whom it is to be decided. */
export interface Participant {
  readonly enrolmentId: string;
  readonly employeeId: string;
  readonly homeRegion: string | null;
  readonly name: string | null;
  readonly agencyId: string | null;
}

export interface Participation extends Participant {
  readonly facts: ParticipationFacts;
}

interface Row extends Participant {
  readonly attended: number;
  readonly excused: number;
  readonly pre: number | null;
  readonly post: number | null;
  readonly marks: readonly { assignmentId: string; mark: number | null }[];
}

/** The newest work of each assignment counts; the best sitting of each test. */
const FACTS = `SELECT n.enrolment_id AS "enrolmentId", n.employee_id AS "employeeId", n.home_region AS "homeRegion", coalesce(n.guest_name, e.name) AS name,
    e.agency_id AS "agencyId", coalesce(a.attended, 0)::integer AS attended, coalesce(a.excused, 0)::integer AS excused, t.pre, t.post,
    coalesce(w.marks, '[]'::jsonb) AS marks
  FROM enrolment AS n LEFT JOIN employee AS e USING (employee_id)
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE x.state IN ('PRESENT', 'LATE')) AS attended, count(*) FILTER (WHERE x.state = 'EXCUSED') AS excused
    FROM attendance AS x JOIN session_meeting AS m USING (meeting_id)
   WHERE x.enrolment_id = n.enrolment_id AND m.cancelled_at IS NULL AND m.mode <> 'INDEPENDENT') AS a ON true
  LEFT JOIN LATERAL (SELECT max(x.score) FILTER (WHERE s.stage = 'PRE') AS pre, max(x.score) FILTER (WHERE s.stage = 'POST') AS post
    FROM test_attempt AS x JOIN session_test AS s USING (test_id) WHERE x.enrolment_id = n.enrolment_id) AS t ON true
  LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('assignmentId', l.assignment_id, 'mark', l.mark)) AS marks
    FROM (SELECT DISTINCT ON (assignment_id) assignment_id, mark FROM submission WHERE enrolment_id = n.enrolment_id
           ORDER BY assignment_id, attempt DESC) AS l) AS w ON true
 WHERE n.session_id = $1`;
const NEXT = `${FACTS} AND n.state = 'ENROLLED' ORDER BY n.enrolment_id LIMIT $2 FOR UPDATE OF n`;
const NOT_PASSED = `${FACTS} AND n.enrolment_id = $2 AND n.state = 'NOT_PASSED' FOR UPDATE OF n`;
const SESSION = `SELECT (SELECT count(*)::integer FROM session_meeting WHERE session_id = $1 AND cancelled_at IS NULL AND mode <> 'INDEPENDENT') AS meetings,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('assignmentId', assignment_id, 'weight', weight)), '[]'::jsonb) FROM assignment
      WHERE session_id = $1) AS assignments,
    EXISTS (SELECT 1 FROM session_test WHERE session_id = $1 AND stage = 'PRE') AS pre,
    EXISTS (SELECT 1 FROM session_test WHERE session_id = $1 AND stage = 'POST') AS post`;

interface SessionElements {
  readonly meetings: number;
  readonly assignments: readonly { assignmentId: string; weight: number }[];
  readonly pre: boolean;
  readonly post: boolean;
}

/** The next participants on whom nobody has decided, locked, with all that the decision looks at. */
export async function nextParticipations(db: SqlClient, sessionId: string, limit: number): Promise<Participation[]> {
  const elements = await elementsOf(db, sessionId);
  return (await db.query<Row>(NEXT, [sessionId, limit])).map((row) => participation(row, elements));
}

/** Of somebody who has not passed, locked. */
export async function findNotPassed(
  db: SqlClient,
  sessionId: string,
  enrolmentId: string,
): Promise<Participation | undefined> {
  const [row] = await db.query<Row>(NOT_PASSED, [sessionId, enrolmentId]);
  return row && participation(row, await elementsOf(db, sessionId));
}

async function elementsOf(db: SqlClient, sessionId: string): Promise<SessionElements> {
  const [elements] = await db.query<SessionElements>(SESSION, [sessionId]);
  return elements!;
}

function participation(row: Row, elements: SessionElements): Participation {
  const { enrolmentId, employeeId, homeRegion, name, agencyId, attended, excused } = row;
  const marks = new Map(row.marks.map(({ assignmentId, mark }) => [assignmentId, mark]));
  const facts = {
    meetings: elements.meetings,
    attended,
    excused,
    preScore: elements.pre ? row.pre : undefined,
    postScore: elements.post ? row.post : undefined,
    assignments: elements.assignments.map(({ assignmentId, weight }) => ({
      weight,
      submitted: marks.has(assignmentId),
      mark: marks.get(assignmentId) ?? null,
    })),
  };
  return { enrolmentId, employeeId, homeRegion, name, agencyId, facts };
}
