import {
  CertificateRevoked,
  type CertificateReissued,
  EvaluationStated,
  TrainingNeedRaised,
  TrainingNotPassed,
  type EventData,
  type NewEvent,
} from '@betang/contracts';
import type { SnapshotProvider } from '@betang/messaging';
import type { SqlClient } from '@betang/platform';
import { CERTIFICATE_COLUMNS, type Certificate } from './certificates/certificate.js';
import { certificateReissued } from './certificates/certificate-reissued.js';
import { certificateIssued } from './certificates/issue-certificates.js';
import type { CompletionCheck } from './completion/decide-completion.decision.js';
import { TrainingSessionEntity } from './database/training-session.entity.js';
import { sessionClosed, sessionOpened, sessionPublished } from './sessions/session-events.js';

const ENDS = `SELECT session_id AS "sessionId", count(*)::integer AS participants, count(*) FILTER (WHERE passed)::integer AS passed,
    count(*) FILTER (WHERE NOT passed)::integer AS "notPassed" FROM training_outcome GROUP BY session_id`;
const NOT_PASSED = `SELECT o.enrolment_id AS "enrolmentId", o.employee_id AS "employeeId", o.session_id AS "sessionId", s.programme_id AS "programmeId", s.title,
    o.decided_on AS "decidedOn", o.rule_id AS "passRuleId", o.checks
  FROM training_outcome AS o JOIN training_session AS s USING (session_id) WHERE NOT o.passed AND o.home_region IS NULL ORDER BY o.enrolment_id`;
const NEEDS = `SELECT f.need_id AS "needId", f.session_id AS "sessionId", s.starts_on AS "raisedOn", f.agency_id AS "agencyId",
    f.competency_code AS "competencyCode", f.required_level AS "requiredLevel", f.need, f.priority
  FROM forum_need AS f JOIN training_session AS s USING (session_id) ORDER BY f.need_id`;
const STATED = `SELECT statement, stated, stated_at AS "statedAt" FROM evaluation_statement ORDER BY programme_id, year`;

const REISSUED = `SELECT c.certificate_id AS "certificateId", c.number, o.certificate_id AS "replacesId", o.number AS "replacedNumber",
    c.completion_id AS "completionId", CASE WHEN o.state = 'REVOKED' THEN o.completion_id END AS "formerCompletionId", c.employee_id AS "employeeId",
    c.issued_on AS "issuedOn", CASE WHEN o.state = 'REVOKED' THEN 'RESTORED' ELSE 'REPLACED' END AS cause, coalesce(c.issued_reason, '-') AS reason
  FROM certificate AS c JOIN certificate AS o ON o.certificate_id = c.replaces_id WHERE c.home_region IS NULL ORDER BY c.certificate_id`;
/** Of guests elsewhere, whose completions are recorded here. */
const REISSUED_ELSEWHERE = `SELECT c.certificate_id AS "certificateId", c.number, o.certificate_id AS "replacesId", o.number AS "replacedNumber",
    c.completion_id AS "completionId", CASE WHEN o.standing = 'REVOKED' THEN o.completion_id END AS "formerCompletionId", c.employee_id AS "employeeId",
    c.issued_on AS "issuedOn", CASE WHEN o.standing = 'REVOKED' THEN 'RESTORED' ELSE 'REPLACED' END AS cause,
    coalesce(CASE WHEN o.standing = 'REPLACED' THEN o.ended_reason END, '-') AS reason, c.origin_region AS "issuedByRegion"
  FROM foreign_certificate AS c JOIN foreign_certificate AS o ON o.employee_id = c.employee_id AND o.certificate_id = c.replaces_id
  JOIN completion AS k ON k.completion_id = c.completion_id
 WHERE c.told_with = 'ENROLMENT' ORDER BY c.issued_on, c.certificate_id`;

type End = {
  readonly sessionId: string;
  readonly participants: number;
  readonly passed: number;
  readonly notPassed: number;
};

/** Sessions and what came of them, as facts that anyone may apply again. */
export function sessionFacts(region: string): SnapshotProvider {
  return async (tx, audience) => {
    if (audience === 'province') return evaluations(tx);
    if (audience !== 'federation' && audience !== 'local') return [];
    const sessions = await tx.manager.find(TrainingSessionEntity, { order: { sessionId: 'ASC' } });
    if (audience === 'federation') return sessions.map((session) => sessionPublished(session, region));
    const ends = new Map((await tx.query<End>(ENDS)).map(({ sessionId, ...end }) => [sessionId, end]));
    const told = sessions.flatMap((session) => {
      const opened = sessionOpened(session, {});
      if (session.state !== 'HELD' && session.state !== 'CANCELLED') return [opened];
      const end = ends.get(session.sessionId) ?? { participants: 0, passed: 0, notPassed: 0 };
      return [opened, sessionClosed(session, end, {})];
    });
    return [
      ...told,
      ...(await notPassed(tx)),
      ...(await certificates(tx)),
      ...(await reissues(tx)),
      ...(await needs(tx)),
    ];
  };
}

async function notPassed(db: SqlClient): Promise<NewEvent[]> {
  type Row = Omit<EventData<typeof TrainingNotPassed>, 'reasons'> & { readonly checks: readonly CompletionCheck[] };
  const rows = await db.query<Row>(NOT_PASSED);
  return rows.map(({ checks, ...row }) => {
    const reasons = checks
      .filter(({ met }) => !met)
      .map(({ code, required, reached }) => ({ code, required, reached }));
    return TrainingNotPassed.create({ subject: row.employeeId, data: { ...row, reasons } }) as unknown as NewEvent;
  });
}

async function certificates(db: SqlClient): Promise<NewEvent[]> {
  const rows = await db.query<Certificate>(
    `SELECT ${CERTIFICATE_COLUMNS} FROM certificate AS c WHERE c.home_region IS NULL ORDER BY c.certificate_id`,
  );
  return rows.flatMap((certificate) => {
    const issued = certificateIssued(certificate, {});
    const { certificateId, number, completionId, employeeId, state, endedOn, endedReason } = certificate;
    if (state === 'VALID' || endedOn === null) return [issued];
    const reason = endedReason ?? '-';
    const data = { certificateId, number, completionId, employeeId, revokedOn: endedOn, cause: state, reason };
    return [issued, CertificateRevoked.create({ subject: employeeId, data }) as unknown as NewEvent];
  });
}

/** After the certificates that they tell of. */
async function reissues(db: SqlClient): Promise<NewEvent[]> {
  const here = await db.query<CertificateReissued>(REISSUED);
  const elsewhere = await db.query<CertificateReissued>(REISSUED_ELSEWHERE);
  return [...here, ...elsewhere].map((data) => certificateReissued(data, {}));
}

async function needs(db: SqlClient): Promise<NewEvent[]> {
  const rows = await db.query<EventData<typeof TrainingNeedRaised>>(NEEDS);
  return rows.map((data) => TrainingNeedRaised.create({ subject: data.sessionId, data }) as unknown as NewEvent);
}

async function evaluations(db: SqlClient): Promise<NewEvent[]> {
  type Row = {
    readonly statement: number;
    readonly stated: Omit<EvaluationStated, 'statement' | 'asOf'>;
    readonly statedAt: Date;
  };
  const rows = await db.query<Row>(STATED);
  return rows.map(({ statement, stated, statedAt }) => {
    const data = { ...stated, statement, asOf: statedAt.toISOString() };
    return EvaluationStated.create({ subject: `${stated.programmeId}:${stated.year}`, data }) as unknown as NewEvent;
  });
}
