import type { SqlClient } from '@betang/platform';

/** What an officer proposes for a path of development: the row as it will be written. Hours and activities are hundredths. */
export interface ConversionContent {
  readonly validTo: string | null;
  readonly nationalHundredths: number | null;
  readonly internationalHundredths: number | null;
  readonly internationalBonusPercent: number | null;
  readonly capPeriod: 'DAY' | 'MONTH' | 'YEAR' | null;
  readonly capHundredths: number | null;
  readonly capActivities: number | null;
  readonly withdrawn: boolean;
}

/** What an officer proposes for an employment status. */
export interface DutyContent {
  readonly validTo: string | null;
  readonly minimumHundredths: number | null;
  readonly maximumCountedHundredths: number | null;
  readonly withdrawn: boolean;
}

interface ProposalBase {
  readonly proposalId: string;
  /** Path of development (jalur) or employment status. */
  readonly ruleKey: string;
  readonly validFrom: string;
  readonly legalBasis: string;
  readonly note: string | null;
  readonly state: 'PROPOSED' | 'APPROVED' | 'REFUSED' | 'WITHDRAWN';
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionNote: string | null;
  readonly ruleVersion: string | null;
  readonly version: number;
}

export type RuleProposal = ProposalBase &
  (
    | { readonly kind: 'CONVERSION'; readonly content: ConversionContent }
    | { readonly kind: 'DUTY'; readonly content: DutyContent }
  );

const COLUMNS = `proposal_id AS "proposalId", kind, rule_key AS "ruleKey", valid_from AS "validFrom", content, legal_basis AS "legalBasis", note,
  state, proposed_by AS "proposedBy", proposed_at AS "proposedAt", decided_by AS "decidedBy", decided_at AS "decidedAt",
  decision_note AS "decisionNote", rule_version AS "ruleVersion", version`;

export async function findProposal(db: SqlClient, id: string, lock = false): Promise<RuleProposal | undefined> {
  const [row] = await db.query<RuleProposal>(
    `SELECT ${COLUMNS} FROM rule_proposal WHERE proposal_id = $1${lock ? ' FOR UPDATE' : ''}`,
    [id],
  );
  return row;
}

/** Newest first: ids count up with time. */
export function listProposals(
  db: SqlClient,
  filter: { readonly state: string | null; readonly before: unknown; readonly limit: number },
): Promise<RuleProposal[]> {
  return db.query<RuleProposal>(
    `SELECT ${COLUMNS} FROM rule_proposal WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR proposal_id < $2)
      ORDER BY proposal_id DESC LIMIT $3`,
    [filter.state, filter.before, filter.limit],
  );
}

export async function insertProposal(
  tx: SqlClient,
  proposal: Pick<
    RuleProposal,
    'proposalId' | 'kind' | 'ruleKey' | 'validFrom' | 'content' | 'legalBasis' | 'note' | 'proposedBy'
  >,
): Promise<void> {
  await tx.execute(
    `INSERT INTO rule_proposal (proposal_id, kind, rule_key, valid_from, content, legal_basis, note, state, proposed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'PROPOSED', $8)`,
    [
      proposal.proposalId,
      proposal.kind,
      proposal.ruleKey,
      proposal.validFrom,
      JSON.stringify(proposal.content),
      proposal.legalBasis,
      proposal.note,
      proposal.proposedBy,
    ],
  );
}

export async function decideProposal(
  tx: SqlClient,
  id: string,
  decision: {
    readonly state: string;
    readonly by: string;
    readonly note: string | null;
    readonly ruleVersion: string | null;
  },
): Promise<void> {
  await tx.execute(
    `UPDATE rule_proposal SET state = $2, decided_by = $3, decided_at = now(), decision_note = $4, rule_version = $5, version = version + 1
      WHERE proposal_id = $1`,
    [id, decision.state, decision.by, decision.note, decision.ruleVersion],
  );
}

/** Writes the row of an approved rule with the revision it was given; names and unit are those of the path. */
export async function insertConversionRule(
  tx: SqlClient,
  proposal: RuleProposal & { readonly kind: 'CONVERSION' },
  revision: number,
): Promise<void> {
  const { content } = proposal;
  await tx.execute(
    `INSERT INTO conversion_rule (path_code, valid_from, origin, revision, valid_to, form, name_id, name_en, unit, national_hundredths,
       international_hundredths, international_bonus_percent, cap_period, cap_hundredths, cap_activities, basis, status, withdrawn, proposal_id)
     SELECT $1, $2, 'REGION', $3, $4, form, name_id, name_en, unit, $5, $6, $7, $8, $9, $10, $11, 'confirmed', $12, $13
       FROM conversion_rule WHERE path_code = $1 ORDER BY origin, valid_from DESC, revision DESC LIMIT 1`,
    [
      proposal.ruleKey,
      proposal.validFrom,
      revision,
      content.validTo,
      content.nationalHundredths,
      content.internationalHundredths,
      content.internationalBonusPercent,
      content.capPeriod,
      content.capHundredths,
      content.capActivities,
      proposal.legalBasis,
      content.withdrawn,
      proposal.proposalId,
    ],
  );
}

export async function insertDutyPolicy(
  tx: SqlClient,
  proposal: RuleProposal & { readonly kind: 'DUTY' },
  revision: number,
): Promise<void> {
  const { content } = proposal;
  await tx.execute(
    `INSERT INTO duty_policy (employment_status, valid_from, origin, revision, valid_to, minimum_hundredths, maximum_counted_hundredths,
       basis, status, withdrawn, proposal_id)
     VALUES ($1, $2, 'REGION', $3, $4, $5, $6, $7, 'confirmed', $8, $9)`,
    [
      proposal.ruleKey,
      proposal.validFrom,
      revision,
      content.validTo,
      content.minimumHundredths,
      content.maximumCountedHundredths,
      proposal.legalBasis,
      content.withdrawn,
      proposal.proposalId,
    ],
  );
}
