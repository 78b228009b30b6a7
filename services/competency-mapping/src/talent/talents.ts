import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, arrayParameter, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { jobMatch } from '../profiles/job-person-match.decision.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { RuleBook } from '../rules/rule-book.js';
import { StatementSignal } from '../marks/statement-signal.js';
import { findActive } from '../standards/standard-store.js';
import { placeInBoxes, rankSuccessors, type Candidate, type Successor } from './talent.decision.js';

export interface Snapshot {
  readonly snapshotId: string;
  readonly year: number;
  readonly ruleVersion: string;
  readonly people: number;
  /** People in service whom a figure is missing of. */
  readonly without: number;
  readonly takenAt: Date;
}

interface ScoredPerson {
  readonly employeeId: string;
  readonly agencyId: string;
  readonly unitId: string;
  readonly performance: number | null;
  readonly potential: number | null;
  readonly matchHundredths: number | null;
}

/** Potential is what was assessed as such; without it the match with the position held. */
const SCORED = `SELECT p.employee_id AS "employeeId", p.agency_id AS "agencyId", p.unit_id AS "unitId", k.score AS performance, q.score AS potential,
    s.match_hundredths AS "matchHundredths"
  FROM person AS p
  LEFT JOIN talent_score AS k ON k.employee_id = p.employee_id AND k.year = $1 AND k.axis = 'PERFORMANCE'
  LEFT JOIN talent_score AS q ON q.employee_id = p.employee_id AND q.year = $1 AND q.axis = 'POTENTIAL'
  LEFT JOIN profile_summary AS s ON s.employee_id = p.employee_id
 WHERE p.left_on IS NULL AND p.state_order > 0`;

const INSERT_PLACES = `INSERT INTO talent_place (snapshot_id, employee_id, agency_id, unit_id, performance, potential, performance_tier, potential_tier, box, potential_source)
  SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::integer[], $6::integer[], $7::smallint[], $8::smallint[], $9::smallint[], $10::text[])`;

const CANDIDATES = `SELECT t.employee_id AS "employeeId", t.box::integer AS box, t.performance, t.potential, p.position_type AS "positionType",
    coalesce((SELECT jsonb_object_agg(competency_code, level) FROM profile_level AS l WHERE l.employee_id = t.employee_id), '{}') AS levels
  FROM talent_place AS t JOIN person AS p USING (employee_id)
 WHERE t.snapshot_id = $1 AND t.box = ANY($2::smallint[]) AND p.left_on IS NULL`;

/** Talent management (manajemen talenta): nine boxes as stored snapshots, and pools of successors with reasons. */
@Injectable()
export class Talents {
  constructor(
    private readonly rules: RuleBook,
    private readonly contexts: MappingContexts,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly signal: StatementSignal,
  ) {}

  /** Places everyone who has both figures, by the thresholds of the day, and keeps it so for good. */
  async takeSnapshot(tx: Transaction, year: number, actor: string): Promise<Snapshot> {
    const rule = await this.rules.getInForce(tx, 'TALENT', this.clock.today());
    const people = await tx.query<ScoredPerson>(SCORED, [year]);
    const placed = people.flatMap(({ performance, potential, matchHundredths, ...person }) => {
      const shown = potential ?? matchHundredths;
      if (performance === null || shown === null) return [];
      const source = potential === null ? 'MATCH' : 'ASSESSED';
      return [{ ...person, performance, potential: shown, source, ...placeInBoxes(performance, shown, rule.content) }];
    });
    const snapshot: Snapshot = {
      snapshotId: newId(),
      year,
      ruleVersion: rule.ruleVersion,
      people: placed.length,
      without: people.length - placed.length,
      takenAt: this.clock.now(),
    };
    await tx.execute(
      'INSERT INTO talent_snapshot (snapshot_id, year, rule_version, people, without, taken_by, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [snapshot.snapshotId, year, rule.ruleVersion, snapshot.people, snapshot.without, actor, snapshot.takenAt],
    );
    await tx.execute(INSERT_PLACES, [
      snapshot.snapshotId,
      arrayParameter(placed.map(({ employeeId }) => employeeId)),
      arrayParameter(placed.map(({ agencyId }) => agencyId)),
      arrayParameter(placed.map(({ unitId }) => unitId)),
      arrayParameter(placed.map(({ performance }) => performance)),
      arrayParameter(placed.map(({ potential }) => potential)),
      arrayParameter(placed.map(({ performanceTier }) => performanceTier)),
      arrayParameter(placed.map(({ potentialTier }) => potentialTier)),
      arrayParameter(placed.map(({ box }) => box)),
      arrayParameter(placed.map(({ source }) => source)),
    ]);
    const object = { type: 'talent-snapshot', id: snapshot.snapshotId };
    await this.audit.record(tx, {
      actor,
      action: 'take-talent-snapshot',
      object,
      after: { year, people: snapshot.people },
    });
    this.signal.changedBy(tx);
    return snapshot;
  }

  /** Candidates for a position out of the pool boxes of a snapshot, each with its reasons, kept as found. Throws `snapshot-not-found`, `standard-not-found` (404). */
  async makePool(
    tx: Transaction,
    { snapshotId, positionName, standardId }: { snapshotId: string; positionName: string; standardId: string },
    actor: string,
  ): Promise<{ poolId: string; candidates: number }> {
    await getSnapshot(tx, snapshotId);
    const standard = await findActive(tx, standardId);
    if (!standard) throw new AppError('standard-not-found', { status: 404 });
    const rule = await this.rules.getInForce(tx, 'TALENT', this.clock.today());
    const context = await this.contexts.load(tx);
    const rows = await tx.query<
      Omit<Candidate, 'matchHundredths' | 'missing'> & { levels: Record<string, number>; positionType: string | null }
    >(CANDIDATES, [snapshotId, rule.content.poolBoxes]);
    const candidates = rows.map(({ levels, positionType, ...row }): Candidate => {
      const held = new Map(Object.entries(levels));
      const groupOf = (code: string) => context.competencies.get(code)?.group;
      const { hundredths } = jobMatch(standard.levels, held, groupOf, context.matchRule.content, positionType);
      const missing = Object.entries(standard.levels)
        .map(([code, required]) => ({ code, required, held: held.get(code) ?? 0 }))
        .filter(({ required, held: level }) => level < required);
      return { ...row, matchHundredths: hundredths, missing };
    });
    const successors = rankSuccessors(candidates, rule.content.poolBoxes, context.matchRule.content.promotion);
    const poolId = newId();
    await tx.execute(
      `INSERT INTO successor_pool (pool_id, snapshot_id, position_name, standard_id, standard_version, rule_version, made_by, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [poolId, snapshotId, positionName, standardId, standard.version, rule.ruleVersion, actor, this.clock.now()],
    );
    await writeSuccessors(tx, poolId, successors);
    const object = { type: 'successor-pool', id: poolId };
    await this.audit.record(tx, {
      actor,
      action: 'make-successor-pool',
      object,
      after: { positionName, candidates: successors.length },
    });
    return { poolId, candidates: successors.length };
  }
}

export async function getSnapshot(db: SqlClient, snapshotId: string): Promise<Snapshot> {
  const [row] = await db.query<Snapshot>(
    `SELECT snapshot_id AS "snapshotId", year, rule_version AS "ruleVersion", people, without, taken_at AS "takenAt"
       FROM talent_snapshot WHERE snapshot_id = $1`,
    [snapshotId],
  );
  if (!row) throw new AppError('snapshot-not-found', { status: 404 });
  return row;
}

async function writeSuccessors(tx: Transaction, poolId: string, successors: readonly Successor[]): Promise<void> {
  await tx.execute(
    `INSERT INTO successor (pool_id, employee_id, place, box, match_hundredths, reasons)
     SELECT $1, * FROM unnest($2::uuid[], $3::integer[], $4::smallint[], $5::integer[], $6::jsonb[])`,
    [
      poolId,
      successors.map(({ employeeId }) => employeeId),
      successors.map(({ place }) => place),
      successors.map(({ box }) => box),
      successors.map(({ matchHundredths }) => matchHundredths),
      successors.map(({ reasons }) => JSON.stringify(reasons)),
    ],
  );
}
