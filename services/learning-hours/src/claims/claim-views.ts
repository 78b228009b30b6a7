import { ListQuery, type ListDefinition, type ListStatement, type SqlClient } from '@betang/platform';
import { earnedHundredths } from '../conversion/convert-hours.decision.js';
import type { RuleBook } from '../conversion/rule-book.js';
import { inUnits, type VisibleUnits } from '../people/people-access.js';
import { listActs, listEvidence } from './claim-store.js';
import { claimWarnings } from './claim-warnings.js';
import type { ClaimDetailView, ClaimQueueQuery, ClaimView, OwnClaimsQuery } from './claim.dto.js';
import type { Claim } from './claim.js';

const OWN_COLUMNS = `c.claim_id AS "claimId", c.employee_id AS "employeeId", c.state, c.title, c.organiser, c.path_code AS "pathCode", c.scope,
  c.quantity_hundredths AS "quantityHundredths", c.started_on AS "startedOn", c.completed_on AS "completedOn",
  c.certificate_number AS "certificateNumber", c.note, c.created_at AS "createdAt", c.submitted_at AS "submittedAt", c.due_on AS "dueOn",
  c.assigned_to AS "assignedTo", c.decided_at AS "decidedAt", c.reason_code AS "reasonCode", c.decision_note AS "decisionNote",
  c.within_deadline AS "withinDeadline", c.appealed_at AS "appealedAt", c.appeal_statement AS "appealStatement", c.version`;

const OWN: ListDefinition = {
  select: `SELECT ${OWN_COLUMNS} FROM claim AS c`,
  sorts: {
    createdAt: { sql: 'c.created_at', type: 'timestamptz' },
    completedOn: { sql: 'c.completed_on', type: 'date' },
    dueOn: { sql: `coalesce(c.due_on, '9999-12-31'::date)`, type: 'date' },
  },
  defaultSort: '-createdAt',
  key: { sql: 'c.claim_id', type: 'uuid' },
};

const queue = (today: string): ListDefinition => ({
  select: `SELECT ${OWN_COLUMNS}, p.name, p.agency_id AS "agencyId", a.name AS "agencyName",
      (SELECT count(*) FROM claim_evidence AS e WHERE e.claim_id = c.claim_id)::integer AS "evidenceFiles",
      (c.state = 'SUBMITTED' AND c.due_on < DATE '${today}') AS overdue
    FROM claim AS c JOIN person AS p ON p.employee_id = c.employee_id LEFT JOIN unit AS a ON a.unit_id = p.agency_id`,
  sorts: {
    dueOn: { sql: `coalesce(c.due_on, '9999-12-31'::date)`, type: 'date' },
    submittedAt: { sql: `coalesce(c.submitted_at, c.created_at)`, type: 'timestamptz' },
    name: { sql: `coalesce(p.name, '')`, type: 'text' },
  },
  defaultSort: 'dueOn',
  key: { sql: 'c.claim_id', type: 'uuid' },
});

export function ownClaims(employeeId: string, query: OwnClaimsQuery): ListStatement {
  return new ListQuery(OWN, query)
    .where('c.employee_id = ?', employeeId)
    .where('c.state = ?', query.state)
    .where('extract(year FROM c.completed_on) = ?', query.year)
    .build();
}

/** Claims of people in the caller's units; without a state those that wait. Drafts are nobody's but their person's, and whose that entered them. */
export function claimQueue(
  query: ClaimQueueQuery,
  verifier: {
    readonly subject: string;
    readonly visible: VisibleUnits;
    /** The verifier, and those for whom he or she stands in today. */
    readonly standsFor: readonly string[];
    readonly today: string;
  },
): ListStatement {
  return new ListQuery(queue(verifier.today), query)
    .where('c.state = ?', query.state ?? 'SUBMITTED')
    .where(`(c.state <> 'DRAFT' OR c.entered_by = ?)`, verifier.subject)
    .where(inUnits('p.unit_id'), verifier.visible, verifier.visible)
    .where('c.due_on < ?', query.overdue ? verifier.today : undefined)
    .where('c.assigned_to = ANY(?::uuid[])', query.mine ? verifier.standsFor : undefined)
    .where('(c.appealed_at IS NOT NULL) = ?', query.appealed ? true : undefined)
    .where('p.agency_id = ?', query.agencyId)
    .where('c.employee_id = ?', query.employeeId)
    .where('c.path_code = ?', query.pathCode)
    .where('extract(year FROM c.completed_on) = ?', query.year)
    .build();
}

function claimView(claim: Claim): ClaimView {
  const { enteredBy: _entered, decidedBy: _by, decidedByEmployee: _employee, ...rest } = claim;
  const { refusedBy: _refused, refusedByEmployee: _refuser, ...view } = rest;
  return view;
}

/** A claim with its evidence, its history, what it would earn, and what a verifier should look at twice. */
export async function claimDetail(db: SqlClient, claim: Claim, rules: RuleBook): Promise<ClaimDetailView> {
  const rule = rules.find(claim.pathCode, claim.completedOn);
  const evidence = await listEvidence(db, claim.claimId);
  return {
    ...claimView(claim),
    evidence: evidence.map(({ addedBy: _by, ...file }) => file),
    history: await listActs(db, claim.claimId),
    wouldEarn: rule ? earnedHundredths(claim, rule) : 0,
    warnings: await claimWarnings(db, claim),
  };
}
