import {
  AppError,
  Audit,
  Clock,
  ListQuery,
  PageQuery,
  RegionConfig,
  ServiceDatabase,
  type ListRow,
  type Page,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { MappingContexts } from '../profiles/mapping-context.js';
import { KNOWN_TARGETS, loadKnownTargets } from '../targets/known-targets.js';
import { servedTargetProblem } from '../targets/served-target.decision.js';
import type { TiedTargetView } from './target-tie.dto.js';

const LIST = {
  select: `SELECT c.competency_code AS "competencyCode", c.target_id AS "targetId", t.region, t.kind, t.code, t.title, t.withdrawn, c.weight::integer AS weight
    FROM competency_target AS c JOIN ${KNOWN_TARGETS} AS t USING (target_id)`,
  sorts: {
    competency: { sql: 'c.competency_code', type: 'text' },
    weight: { sql: 'c.weight', type: 'integer' },
    target: { sql: 't.code', type: 'text' },
  },
  defaultSort: 'competency',
  key: { sql: `(c.competency_code || '/' || c.target_id)`, type: 'text' },
} as const;

/** Which development targets a competency serves: the tie between gaps and the RPJMD. */
@Injectable()
export class TargetTies {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly contexts: MappingContexts,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** All ties, those under a code that is gone too: `known` false asks what takes its place. */
  async page(
    query: PageQuery,
    filter: { readonly competencyCode?: string; readonly targetId?: string },
  ): Promise<Page<TiedTargetView>> {
    const { competencies } = await this.contexts.load();
    const list = new ListQuery(LIST, query)
      .where('c.competency_code = ?', filter.competencyCode)
      .where('c.target_id = ?', filter.targetId)
      .build();
    type Row = Omit<TiedTargetView, 'known' | 'region'> & { readonly region: string | null } & ListRow;
    const page = list.page(await this.database.query<Row>(list.text, list.values));
    const items = page.items.map((row) => ({
      ...row,
      region: row.region ?? this.config.region,
      known: competencies.has(row.competencyCode),
    }));
    return { ...page, items };
  }

  /**
   * Ties a competency to a development target; weight 0 unties them, also where either is gone. Throws `target-not-found` (404), `need-refused`
   * (422) for a code that the dictionary lacks, and for what cannot be served.
   */
  async tie(
    tx: Transaction,
    { competencyCode, targetId, weight }: { competencyCode: string; targetId: string; weight: number },
    actor: string,
  ): Promise<void> {
    if (weight === 0)
      await tx.execute('DELETE FROM competency_target WHERE competency_code = $1 AND target_id = $2', [
        competencyCode,
        targetId,
      ]);
    else {
      await this.check(tx, competencyCode, targetId);
      await tx.execute(
        `INSERT INTO competency_target (competency_code, target_id, weight, set_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (competency_code, target_id) DO UPDATE SET weight = excluded.weight, set_by = excluded.set_by, set_at = now()`,
        [competencyCode, targetId, weight, actor],
      );
    }
    const object = { type: 'development-target', id: targetId };
    await this.audit.record(tx, { actor, action: 'tie-competency', object, after: { competencyCode, weight } });
  }

  private async check(tx: Transaction, competencyCode: string, targetId: string): Promise<void> {
    const target = (await loadKnownTargets(tx, [targetId])).get(targetId);
    const year = Number(this.clock.today().slice(0, 4));
    const problem = servedTargetProblem(target, { region: this.config.region, year });
    if (problem === 'plan.target-unknown') throw new AppError('target-not-found', { status: 404 });
    // A plan (RPJMD) that begins next year can be tied to already.
    const errors: { field: string; code: string }[] =
      problem === undefined || problem === 'plan.target-outside-period' ? [] : [{ field: 'targetId', code: problem }];
    if (!(await this.contexts.load(tx)).competencies.has(competencyCode))
      errors.push({ field: 'competencyCode', code: 'evidence.competency-unknown' });
    if (errors.length > 0) throw new AppError('need-refused', { status: 422, errors });
  }
}
