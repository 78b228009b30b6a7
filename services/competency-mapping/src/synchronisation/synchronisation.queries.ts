import { regions } from '@betang/contracts';
import {
  Clock,
  ListQuery,
  RegionConfig,
  ServiceDatabase,
  type Language,
  type ListRow,
  type Page,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { daysLate } from '../plans/plan-progress.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { loadKnownTargets } from '../targets/known-targets.js';
import { SUBMITTED_LINES } from './submitted-lines.js';
import { placeOf } from './consolidation.decision.js';
import type {
  DemandQuery,
  DemandView,
  OutcomeQuery,
  OutcomeView,
  ProposalListView,
  ProposalQuery,
  RegionPlanView,
} from './synchronisation.dto.js';

/** Pooled before it is filtered: the year, the competency and the quarter are what it is grouped by. */
const DEMAND = {
  select: `SELECT q."competencyCode", q.level, q.quarter, q.regions, q."regionCodes", q.lines, q.seats, q."openSeats", q.budget, q.overlap, q.organisers,
      q.cheapest, q.dearest, q.targets
    FROM (SELECT l.year, l.competency_code AS "competencyCode", l.level::integer AS level, d.quarter::integer AS quarter,
        count(DISTINCT l.region)::integer AS regions, array_agg(DISTINCT l.region ORDER BY l.region) AS "regionCodes", count(*)::integer AS lines,
        sum(l.people)::integer AS seats, coalesce(sum(l.people) FILTER (WHERE d.outcome IN ('RECEIVED', 'DEFERRED')), 0)::integer AS "openSeats",
        sum(l.budget)::float8 AS budget, count(DISTINCT l.region) > 1 AND count(DISTINCT lower(l.organiser)) > 1 AS overlap,
        array_agg(DISTINCT l.organiser ORDER BY l.organiser) AS organisers, min(l.budget / l.people)::float8 AS cheapest, max(l.budget / l.people)::float8 AS dearest,
        array_remove(array_agg(DISTINCT l.development_target_id), NULL) AS targets
      FROM line_decision AS d JOIN ${SUBMITTED_LINES} AS l USING (line_id, submission) WHERE NOT d.gone GROUP BY 1, 2, 3, 4) AS q`,
  sorts: {
    seats: { sql: 'q.seats', type: 'integer' },
    competency: { sql: 'q."competencyCode"', type: 'text' },
    quarter: { sql: 'q.quarter', type: 'integer' },
    budget: { sql: 'q.budget::bigint', type: 'bigint' },
  },
  defaultSort: '-seats',
  key: { sql: `(q."competencyCode" || '/' || q.level || '/' || q.quarter)`, type: 'text' },
} as const;

const PLANS = `SELECT DISTINCT ON (region) region, plan_id AS "planId", submission, late, withdrawn, consolidated = submission AS complete, lines,
    budget::float8 AS budget, submitted_at AS "submittedAt"
  FROM submitted_plan WHERE year = $1 ORDER BY region, withdrawn, submitted_at DESC`;

const OUTCOMES = {
  select: `SELECT line_id AS "lineId", region, plan_id AS "planId", submission, year, outcome, competency_code AS "competencyCode", level::integer AS level,
      quarter::integer AS quarter, proposal_id AS "proposalId", session_id AS "sessionId", reason, decided_at AS "decidedAt", gone FROM line_outcome`,
  sorts: {
    region: { sql: 'region', type: 'text' },
    competency: { sql: 'competency_code', type: 'text' },
    decided: { sql: 'decided_at', type: 'timestamptz' },
  },
  defaultSort: 'region',
  key: { sql: 'line_id', type: 'uuid' },
} as const;

const PROPOSALS = {
  select: `SELECT s.proposal_id AS "proposalId", s.revision, s.state, s.title, s.competency_code AS "competencyCode", s.level::integer AS level, s.year,
      s.quarter::integer AS quarter, coalesce(d.seats, 0)::integer AS seats, coalesce(d.regions, 0)::integer AS regions, s.session_id AS "sessionId"
    FROM joint_session AS s
    LEFT JOIN (SELECT d.proposal_id, sum(l.people) AS seats, count(DISTINCT l.region) AS regions
                 FROM line_decision AS d JOIN submitted_line AS l USING (line_id, submission) GROUP BY 1) AS d ON d.proposal_id = s.proposal_id`,
  sorts: {
    proposed: { sql: 's.proposed_at', type: 'timestamptz' },
    seats: { sql: 'coalesce(d.seats, 0)', type: 'integer' },
    title: { sql: 's.title', type: 'text' },
    year: { sql: 's.year', type: 'integer' },
    quarter: { sql: 's.quarter', type: 'integer' },
  },
  defaultSort: '-proposed',
  key: { sql: 's.proposal_id', type: 'uuid' },
} as const;

const ROWS_A_PAGE = 5_000;
/** Which outcomes go into a file. */
export type OutcomeFilter = Pick<OutcomeQuery, 'year' | 'region' | 'outcome'>;

interface PlanRow {
  readonly region: string;
  readonly planId: string;
  readonly submission: number;
  readonly late: boolean;
  readonly withdrawn: boolean;
  readonly complete: boolean;
  readonly lines: number;
  readonly budget: number;
  readonly submittedAt: Date;
}

/** Reads the synchronisation: in the province the consolidation, in every region what became of the lines. */
@Injectable()
export class SynchronisationQueries {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
    private readonly contexts: MappingContexts,
    private readonly clock: Clock,
  ) {}

  /** Every region of the province, whether its plan came or not. */
  async plans(year: number): Promise<RegionPlanView[]> {
    const own = this.config.region;
    const known = new Map((await this.database.query<PlanRow>(PLANS, [year])).map((row) => [row.region, row]));
    const [deadline] = await this.database.query<{ dueOn: string }>(
      `SELECT due_on::text AS "dueOn" FROM plan_deadline WHERE year = $1 AND state = 'SYNCED'`,
      [year],
    );
    const today = this.clock.today();
    const dayOf = (at: Date) => calendarDateAt(at, timeZoneOf(RegionCode.parse(own))).iso;
    return regions()
      .filter(({ code }) => code === own || code.startsWith(`${own}.`))
      .map(({ code, name }) => {
        const plan = known.get(code);
        const came = plan && !plan.withdrawn ? dayOf(plan.submittedAt) : today;
        const late = deadline === undefined ? 0 : daysLate(deadline.dueOn, came);
        return {
          // Late by the region's own deadline, or by the province's.
          ...placeOf(code, plan && { ...plan, late: plan.late || late > 0 }),
          dueOn: deadline?.dueOn ?? null,
          daysLate: late,
          name,
          planId: plan?.planId ?? null,
          submission: plan?.submission ?? null,
          lines: plan?.lines ?? 0,
          budget: plan?.budget ?? 0,
          submittedAt: plan?.submittedAt ?? null,
        };
      });
  }

  /** Most seats first. */
  async demand(year: number, query: DemandQuery, language: Language): Promise<Page<DemandView>> {
    const list = new ListQuery(DEMAND, query)
      .where('q.year = ?', year)
      .where('q."competencyCode" = ?', query.competencyCode)
      .where('q.quarter = ?', query.quarter)
      .build();
    type Row = Omit<DemandView, 'targets' | 'known' | 'competencyName'> & {
      readonly targets: readonly string[];
    } & ListRow;
    const page = list.page(await this.database.query<Row>(list.text, list.values));
    const { competencies } = await this.contexts.load();
    const targets = await loadKnownTargets(
      this.database,
      page.items.flatMap((row) => row.targets),
    );
    const items = page.items.map((row): DemandView => {
      const competency = competencies.get(row.competencyCode);
      const served = row.targets.flatMap((targetId) => targets.get(targetId) ?? []);
      return {
        ...row,
        known: competency !== undefined,
        competencyName: (language === 'en' ? competency?.nameEn : competency?.nameId) ?? row.competencyCode,
        targets: served.map(({ targetId, region, code, title }) => ({
          ...{ targetId, code, title },
          region: region ?? this.config.region,
        })),
      };
    });
    return { ...page, items };
  }

  async outcomes(query: OutcomeQuery): Promise<Page<OutcomeView>> {
    const list = new ListQuery(OUTCOMES, query)
      .where('year = ?', query.year)
      .where('region = ?', query.region)
      .where('plan_id = ?', query.planId)
      .where('outcome = ?', query.outcome)
      .where('gone = ?', query.gone)
      .build();
    return list.page(await this.database.query<OutcomeView & ListRow>(list.text, list.values));
  }

  /** All that fit, region by region, for a file. */
  async allOutcomes(filter: OutcomeFilter): Promise<OutcomeView[]> {
    const rows: OutcomeView[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.outcomes({ ...filter, limit: ROWS_A_PAGE, ...(cursor === undefined ? {} : { cursor }) });
      rows.push(...page.items);
      cursor = page.nextCursor;
      if (cursor === undefined) return rows;
    }
  }

  async proposals(query: ProposalQuery): Promise<Page<ProposalListView>> {
    const list = new ListQuery(PROPOSALS, query)
      .where('s.state = ?', query.state)
      .where('s.year = ?', query.year)
      .where('s.quarter = ?', query.quarter)
      .where('s.competency_code = ?', query.competencyCode)
      .search(['s.title'], query.search)
      .build();
    return list.page(await this.database.query<ProposalListView & ListRow>(list.text, list.values));
  }
}
