import { Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Rules } from '../rules/rules.js';
import { Statements, type StatementInput } from '../statements.js';
import { HazardKinds, type HazardKind } from './hazard-kinds.js';
import { loadHazards, type Hazard, type HazardWithPlan } from './hazards.js';
import { rankHazards, type RankedHazard } from './rank-hazards.decision.js';

const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('contingency.hazards', 0))`;

export type HazardInRank = HazardWithPlan & RankedHazard;

/** The region's risk profile, ranked, and what the province is told of it. */
@Injectable()
export class HazardStatements {
  constructor(
    private readonly kinds: HazardKinds,
    private readonly rules: Rules,
    private readonly statements: Statements,
    private readonly clock: Clock,
  ) {}

  async ranked(db: SqlClient): Promise<HazardInRank[]> {
    const today = this.clock.today();
    const { riskFrom } = (await this.rules.book(db)).get('hazard.plan-needed', today);
    return rankHazards(await loadHazards(db), riskFrom, today);
  }

  /** A hazard's risk or plan changes the rank of others: all are looked at, and what differs is stated. */
  async stateAll(tx: Transaction): Promise<void> {
    // Two writers who rank at the same time would each miss the other's hazard: the second one waits, and sees it.
    await tx.query(LOCK);
    const kinds = await this.kinds.inForce(tx, this.clock.today());
    const ranked = await this.ranked(tx);
    await this.statements.state(
      tx,
      'HAZARD',
      ranked.map((hazard) => statementOf(hazard, hazard, kinds.get(hazard.hazardCode))),
    );
  }

  async stateWithdrawn(tx: Transaction, hazard: Hazard): Promise<void> {
    const kinds = await this.kinds.inForce(tx, this.clock.today());
    const rank = { highestRisk: false, planNeeded: false, coverage: 'NONE' } as const;
    await this.statements.state(tx, 'HAZARD', [statementOf(hazard, rank, kinds.get(hazard.hazardCode), true)]);
  }
}

function statementOf(
  { hazardId, hazardCode, probability, damage, source, assessedOn }: Hazard,
  { highestRisk, planNeeded, coverage }: RankedHazard,
  kind: HazardKind | undefined,
  withdrawn = false,
): StatementInput {
  const name = kind?.nameId ?? hazardCode;
  const data = {
    hazardId,
    hazardCode,
    name,
    probability,
    damage,
    source,
    assessedOn,
    highestRisk,
    planNeeded,
    coverage,
    withdrawn,
  };
  return { subjectId: hazardId, data };
}
