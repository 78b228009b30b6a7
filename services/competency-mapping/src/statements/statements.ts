import { Clock, ServiceDatabase, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { MappingContexts } from '../profiles/mapping-context.js';
import { completenessStatements, noData } from './completeness-totals.js';
import { gapStatements, noGaps } from './gap-totals.js';
import { planStatements } from './plan-totals.js';
import { StatementBook, type Statable } from './statement-book.js';
import { talentStatements } from './talent-totals.js';

const ONE_AT_A_TIME = `SELECT pg_try_advisory_xact_lock(hashtextextended('competency-mapping.statements', 0)) AS mine`;

/** More marks than one batch takes: all profiles are being computed again, and totals would be half of the one rule and half of the other. */
const RECOMPUTING = `SELECT count(*) > 1000 AS recomputing FROM (SELECT 1 FROM profile_mark LIMIT 1001) AS marked`;

type Kind = 'gap' | 'completeness' | 'talent' | 'plan';

/** States to the province what changed since it was stated last: totals alone, never a person. */
@Injectable()
export class Statements {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: ServiceDatabase,
    private readonly book: StatementBook,
    private readonly contexts: MappingContexts,
    private readonly clock: Clock,
  ) {}

  /** True while so many profiles are to be computed that totals had better wait for them. */
  async recomputing(): Promise<boolean> {
    const [row] = await this.database.query<{ recomputing: boolean }>(RECOMPUTING);
    return row!.recomputing;
  }

  /** Answers how many statements it made; 0 also when another process is at it. */
  stateChanges(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const [lock] = await tx.query<{ mine: boolean }>(ONE_AT_A_TIME);
      if (!lock?.mine) return 0;
      const current = await this.current(tx);
      const { dictionary } = await this.contexts.load(tx);
      let made = await this.book.state(tx, 'gap', current.gap, (subject) => noGaps(subject, dictionary.version));
      made += await this.book.state(tx, 'completeness', current.completeness, noData);
      made += await this.book.state(tx, 'talent', current.talent);
      return made + (await this.book.state(tx, 'plan', current.plan));
    });
  }

  /** The newest statements, for whoever comes late. */
  async restate(tx: Transaction): Promise<object[]> {
    const current = await this.current(tx);
    const stated = await Promise.all(
      (Object.keys(current) as Kind[]).map((kind) => this.book.restate(tx, kind, current[kind])),
    );
    return stated.flat();
  }

  private async current(tx: Transaction): Promise<Record<Kind, Statable[]>> {
    const { matchRule, dictionary } = await this.contexts.load(tx);
    return {
      gap: await gapStatements(tx, matchRule.content.mapping, dictionary.version),
      completeness: await completenessStatements(tx, Number(this.clock.today().slice(0, 4))),
      talent: await talentStatements(tx),
      plan: await planStatements(tx),
    };
  }
}
