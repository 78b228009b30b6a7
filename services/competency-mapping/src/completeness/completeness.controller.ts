import { COMPLETENESS_DATASETS } from '@betang/contracts';
import {
  Audit,
  Clock,
  CurrentPrincipal,
  ListQuery,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  type ComputedList,
  type ListRow,
  type Page,
  type Principal,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PeopleAccess } from '../people/people-access.js';
import { loadCompleteness, percentOf, placeAmong } from './completeness.js';

export class DatasetView {
  @ApiProperty({ enum: COMPLETENESS_DATASETS }) readonly dataset: string;
  @ApiProperty() readonly expected: number;
  @ApiProperty() readonly filled: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly lastFilledAt: string | null;
}

export class AgencyCompletenessView {
  @ApiProperty({ description: 'Place in the ranking, from 1' }) readonly rank: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty() readonly people: number;
  @ApiProperty({ description: 'Percent over all data sets' }) readonly percent: number;
  @ApiProperty({ type: [DatasetView] }) readonly datasets: readonly DatasetView[];
}

export class CompletenessQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Part of the name of an agency' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly search?: string;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class CompletenessRanking {
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: [AgencyCompletenessView] }) readonly items: readonly AgencyCompletenessView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

const MISSING_OF = ['ASSESSMENT', 'INDIVIDUAL_PLAN', 'PERFORMANCE'] as const;

export class MissingQuery extends PageQuery {
  @IsIn(MISSING_OF)
  readonly dataset: (typeof MISSING_OF)[number];

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class MissingPersonView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
}

export class MissingPage {
  @ApiProperty({ type: [MissingPersonView] }) readonly items: readonly MissingPersonView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

const RANKING: ComputedList<AgencyCompletenessView> = {
  sorts: { rank: ({ rank }) => rank, name: ({ name }) => name ?? '', people: ({ people }) => people },
  defaultSort: 'rank',
  key: ({ agencyId }) => agencyId ?? '',
};
const PEOPLE = {
  select: `SELECT p.employee_id AS "employeeId", p.name, p.agency_id AS "agencyId" FROM person AS p`,
  sorts: { name: { sql: `coalesce(p.name, '')`, type: 'text' } },
  defaultSort: 'name',
  key: { sql: 'p.employee_id', type: 'uuid' },
} as const;
const BELOW = `p.unit_id IN (WITH RECURSIVE below AS (SELECT unnest(?::uuid[]) AS unit_id
    UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id) SELECT unit_id FROM below)`;
const ABSENT: Readonly<Record<(typeof MISSING_OF)[number], string>> = {
  ASSESSMENT:
    'NOT EXISTS (SELECT 1 FROM profile_summary AS s WHERE s.employee_id = p.employee_id AND s.assessed > 0) AND ? > 0',
  INDIVIDUAL_PLAN: `NOT EXISTS (SELECT 1 FROM individual_plan AS i WHERE i.employee_id = p.employee_id AND i.year = ? AND i.state IN ('SUBMITTED', 'APPROVED'))`,
  PERFORMANCE: `NOT EXISTS (SELECT 1 FROM talent_score AS k WHERE k.employee_id = p.employee_id AND k.axis = 'PERFORMANCE' AND k.year >= ? - 1)`,
};

/** Who has filled in what: per agency with a ranking, and the people whose data are missing. */
@ServiceController('competency-mapping', 'completeness')
export class CompletenessController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly access: PeopleAccess,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** All agencies: the ranking is for everyone who plans. A filter changes nobody's place in it. */
  @Get()
  @Requires('competency:read')
  @ApiOkResponse({ type: CompletenessRanking })
  async ranking(@Query() query: CompletenessQuery): Promise<CompletenessRanking> {
    const year = this.year();
    const rows = await loadCompleteness(this.database, year);
    const search = query.search?.trim().toLowerCase() ?? '';
    const chosen = rows
      .map((row) => ({ ...row, rank: placeAmong(rows, row), percent: percentOf(row) }))
      .filter(({ agencyId }) => query.agencyId === undefined || agencyId === query.agencyId)
      .filter(({ name }) => (name ?? '').toLowerCase().includes(search));
    return { year, ...pageOfComputed(chosen, RANKING, query) };
  }

  @Get('missing')
  @Requires('competency:read')
  @ApiOkResponse({ type: MissingPage })
  async missing(
    @Query() query: MissingQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<MissingPersonView>> {
    const visible = this.access.visibleUnits(principal, 'competency:read');
    const list = new ListQuery(PEOPLE, query)
      .where('p.left_on IS NULL AND p.state_order > 0')
      .where('p.agency_id = ?', query.agencyId)
      .where(ABSENT[query.dataset], this.year());
    if (visible !== null) list.where(BELOW, visible);
    const statement = list.build();
    const page = statement.page(
      await this.database.query<MissingPersonView & ListRow>(statement.text, statement.values),
    );
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'data-completeness' });
    return page;
  }

  private year(): number {
    return Number(this.clock.today().slice(0, 4));
  }
}
