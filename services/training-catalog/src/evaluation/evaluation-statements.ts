import { EvaluationStated, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Clock, ServiceDatabase, Sweeps, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BehaviourReviews } from './behaviour-reviews.js';
import { getEvaluationRule } from './evaluation-rule.js';
import { programmeEvidence } from './programme-evidence.queries.js';
import { protectSmallCells } from './protect-small-cells.decision.js';
import { recommendProgramme } from './recommend-programme.decision.js';

/** Programmes of which something was held in the last three years: what is older no longer changes. */
const SUBJECTS = `SELECT programme_id AS "programmeId", year, max(title) AS title, max(development_target_id::text) AS "developmentTargetId",
    max(development_target) AS "developmentTarget"
  FROM (SELECT programme_id, extract(year FROM ends_on)::integer AS year, title, development_target_id, development_target FROM training_session
         WHERE programme_id IS NOT NULL AND state = 'HELD') AS s
 WHERE year >= $1 GROUP BY programme_id, year ORDER BY programme_id, year`;
const VERDICT = `SELECT outcome, decided_on AS "decidedOn" FROM programme_verdict WHERE programme_id = $1 AND year = $2 ORDER BY verdict_id DESC LIMIT 1`;
const LAST = `SELECT statement, stated FROM evaluation_statement WHERE programme_id = $1 AND year = $2 FOR UPDATE`;
const KEEP = `INSERT INTO evaluation_statement (programme_id, year, statement, stated, stated_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (programme_id, year) DO UPDATE SET statement = excluded.statement, stated = excluded.stated, stated_at = excluded.stated_at`;
const YEARS_BACK = 2;

interface Subject {
  readonly programmeId: string;
  readonly year: number;
  readonly title: string;
  readonly developmentTargetId: string | null;
  readonly developmentTarget: string | null;
}

type Statement = Omit<EvaluationStated, 'statement' | 'asOf'>;

/** Tells the province how trainings were evaluated: totals only, small cells left out, and only what changed since the last time. */
@Injectable()
export class EvaluationStatements implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly reviews: BehaviourReviews,
    private readonly outbox: Outbox,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('behaviour-reviews', { dailyAt: '06:00' }, () =>
      this.unitOfWork.run((tx) => this.reviews.openDue(tx)),
    );
    this.sweeps.register('evaluation-statements', { dailyAt: '02:30' }, () => this.stateChanges());
  }

  /** Answers how many statements went out. One transaction each: none stays open for long. */
  async stateChanges(): Promise<number> {
    const since = Number(this.clock.today().slice(0, 4)) - YEARS_BACK;
    const subjects = await this.database.query<Subject>(SUBJECTS, [since]);
    let stated = 0;
    for (const subject of subjects) stated += await this.unitOfWork.run((tx) => this.state(tx, subject));
    return stated;
  }

  private async state(tx: Transaction, subject: Subject): Promise<number> {
    const { programmeId, year } = subject;
    const statement = await this.statementOf(tx, subject);
    const [last] = await tx.query<{ statement: number; stated: Statement }>(LAST, [programmeId, year]);
    // Field by field in a fixed order: jsonb keeps an order of its own.
    if (last && sameStatement(last.stated, statement)) return 0;
    const number = (last?.statement ?? 0) + 1;
    const now = this.clock.now();
    await tx.execute(KEEP, [programmeId, year, number, JSON.stringify(statement), now]);
    const data = { ...statement, statement: number, asOf: now.toISOString() };
    const event = EvaluationStated.create({ subject: `${programmeId}:${year}`, data });
    await this.outbox.append(tx, [event as unknown as NewEvent]);
    return 1;
  }

  private async statementOf(tx: Transaction, subject: Subject): Promise<Statement> {
    const { programmeId, year, title, developmentTargetId, developmentTarget } = subject;
    const evidence = await programmeEvidence(tx, programmeId, year);
    const rule = await getEvaluationRule(tx, this.clock.today());
    const [verdict] = await tx.query<{ outcome: 'KEEP' | 'CHANGE' | 'DROP'; decidedOn: string }>(VERDICT, [
      programmeId,
      year,
    ]);
    return {
      programmeId,
      title,
      year,
      developmentTargetId,
      developmentTarget: developmentTarget ?? '-',
      ...protectSmallCells(evidence),
      recommendation: recommendProgramme(evidence, rule).verdict,
      decision: verdict?.outcome ?? null,
      decidedOn: verdict?.decidedOn ?? null,
    };
  }
}

/** Whether two statements say the same, whatever the order of their fields. */
export function sameStatement(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
