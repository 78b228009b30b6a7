import { newId } from '@betang/contracts';
import { AppError, Audit, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ConversionRules, loadRules } from '../conversion/conversion-rules.js';
import { DutyPolicies } from '../duty/duty-policies.js';
import { PolicyStatements } from '../duty/policy-statements.js';
import { insertRecalculation } from './recalculation-store.js';
import {
  decideProposal,
  findProposal,
  insertConversionRule,
  insertDutyPolicy,
  insertProposal,
  type RuleProposal,
} from './proposal-store.js';
import { checkConversion, checkDuty, conversionRuleOf, dutyPolicyOf, policyVersion } from './proposed-rule.decision.js';

export type NewProposal = Pick<RuleProposal, 'ruleKey' | 'validFrom' | 'legalBasis' | 'note' | 'proposedBy'> &
  (
    | { readonly kind: 'CONVERSION'; readonly content: (RuleProposal & { readonly kind: 'CONVERSION' })['content'] }
    | { readonly kind: 'DUTY'; readonly content: (RuleProposal & { readonly kind: 'DUTY' })['content'] }
  );

export interface Approval {
  readonly by: string;
  readonly note: string | null;
  readonly applyToPast: boolean;
}

export interface Decided {
  readonly proposalId: string;
  readonly state: string;
  readonly ruleVersion: string | null;
  readonly recalculationIds: readonly string[];
}

/** Counted years that a rule reaches into. */
const YEARS = `SELECT year FROM counted_year WHERE year >= extract(year FROM $1::date) AND ($2::date IS NULL OR year <= extract(year FROM $2::date))
  ORDER BY year`;

/** Rules that a region enters: proposed by one officer, approved by another, applied to the past by reversals and entries. */
@Injectable()
export class RuleProposals {
  constructor(
    private readonly rules: ConversionRules,
    private readonly policies: DutyPolicies,
    private readonly statements: PolicyStatements,
    private readonly audit: Audit,
  ) {}

  /** Throws `rule-refused` (422) naming the fields. */
  async propose(tx: Transaction, proposal: NewProposal): Promise<{ proposalId: string }> {
    const { ruleKey, validFrom } = proposal;
    const errors =
      proposal.kind === 'CONVERSION'
        ? checkConversion(ruleKey, validFrom, proposal.content, await this.rules.book())
        : checkDuty(ruleKey, validFrom, proposal.content, await this.policies.book());
    if (errors.length > 0) throw new AppError('rule-refused', { status: 422, errors });
    const proposalId = newId();
    await insertProposal(tx, { ...proposal, proposalId });
    const object = { type: 'rule-proposal', id: proposalId };
    await this.audit.record(tx, {
      actor: proposal.proposedBy,
      action: 'propose-rule',
      object,
      after: { kind: proposal.kind, ruleKey, validFrom, ...proposal.content },
    });
    return { proposalId };
  }

  /** Starts a run that shows what the proposal would change in a year. Throws `rule-proposal-not-found` (404). */
  async preview(tx: Transaction, proposalId: string, year: number, actor: string): Promise<string> {
    const proposal = await getProposal(tx, proposalId);
    await this.record(tx, proposal, 'preview-rule', actor);
    return this.startRun(tx, proposal, {
      mode: 'PREVIEW',
      year,
      cause: `${proposal.ruleKey}/${proposal.validFrom}`,
      actor,
    });
  }

  /**
   * Puts the rule in force and starts the recalculation of the years that it reaches into. Throws `rule-proposal-not-found` (404),
   * `rule-proposal-decided` (409), `second-officer-needed` (403) for whoever proposed it.
   */
  async approve(tx: Transaction, proposalId: string, approval: Approval): Promise<Decided> {
    const proposal = await this.getOpen(tx, proposalId);
    if (proposal.proposedBy === approval.by) throw new AppError('second-officer-needed', { status: 403 });
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('learning-hours.rules', 0))`);
    const ruleVersion = await this.writeRule(tx, proposal);
    await decideProposal(tx, proposalId, { state: 'APPROVED', by: approval.by, note: approval.note, ruleVersion });
    // A duty is applied to the year as a whole: its totals are stated again, no entry changes.
    if (proposal.kind === 'DUTY') await this.statements.stateNew(tx, { actor: approval.by });
    const applied = proposal.kind === 'CONVERSION' && approval.applyToPast;
    const recalculationIds = applied ? await this.applyToPast(tx, proposal, ruleVersion, approval.by) : [];
    await this.record(tx, proposal, 'approve-rule', approval.by);
    tx.afterCommit(() => {
      this.rules.forget();
      this.policies.forget();
    });
    return { proposalId, state: 'APPROVED', ruleVersion, recalculationIds };
  }

  /** Refused by a second officer, or withdrawn by the one who proposed it. */
  async end(tx: Transaction, proposalId: string, by: string, note: string): Promise<Decided> {
    const proposal = await this.getOpen(tx, proposalId);
    const state = proposal.proposedBy === by ? 'WITHDRAWN' : 'REFUSED';
    await decideProposal(tx, proposalId, { state, by, note, ruleVersion: null });
    await this.record(tx, proposal, state === 'REFUSED' ? 'refuse-rule' : 'withdraw-rule', by);
    return { proposalId, state, ruleVersion: null, recalculationIds: [] };
  }

  private async writeRule(tx: Transaction, proposal: RuleProposal): Promise<string> {
    if (proposal.kind === 'CONVERSION') {
      // Under the lock, and not from memory: the revision must be the next one.
      const rule = conversionRuleOf(proposal, await loadRules(tx));
      await insertConversionRule(tx, proposal, rule.revision);
      return rule.version;
    }
    const [{ revision } = { revision: 0 }] = await tx.query<{ revision: number }>(
      `SELECT coalesce(max(revision), 0) AS revision FROM duty_policy WHERE employment_status = $1 AND valid_from = $2 AND origin = 'REGION'`,
      [proposal.ruleKey, proposal.validFrom],
    );
    const policy = { ...dutyPolicyOf(proposal, await this.policies.bookIn(tx)), revision: revision + 1 };
    await insertDutyPolicy(tx, proposal, policy.revision);
    return policyVersion(policy);
  }

  private async applyToPast(
    tx: Transaction,
    proposal: RuleProposal,
    cause: string,
    actor: string,
  ): Promise<readonly string[]> {
    // The years of a revision that shortens or ends its row are those of the row before it too.
    const years = (await tx.query<{ year: number }>(YEARS, [proposal.validFrom, null])).map(({ year }) => year);
    const ids: string[] = [];
    for (const year of years) ids.push(await this.startRun(tx, proposal, { mode: 'APPLY', year, cause, actor }));
    return ids;
  }

  private async startRun(
    tx: Transaction,
    { proposalId }: RuleProposal,
    run: { mode: 'PREVIEW' | 'APPLY'; year: number; cause: string; actor: string },
  ): Promise<string> {
    const recalculationId = newId();
    const { mode, year, cause, actor } = run;
    await insertRecalculation(tx, { recalculationId, mode, proposalId, year, cause, startedBy: actor });
    return recalculationId;
  }

  private async getOpen(tx: Transaction, proposalId: string): Promise<RuleProposal> {
    const proposal = await getProposal(tx, proposalId, true);
    if (proposal.state !== 'PROPOSED') throw new AppError('rule-proposal-decided', { status: 409 });
    return proposal;
  }

  private async record(tx: Transaction, proposal: RuleProposal, action: string, actor: string): Promise<void> {
    await this.audit.record(tx, { actor, action, object: { type: 'rule-proposal', id: proposal.proposalId } });
  }
}

/** Throws `rule-proposal-not-found` (404). */
export async function getProposal(db: SqlClient, proposalId: string, lock = false): Promise<RuleProposal> {
  const proposal = await findProposal(db, proposalId, lock);
  if (!proposal) throw new AppError('rule-proposal-not-found', { status: 404 });
  return proposal;
}
