import {
  Audit,
  Clock,
  CurrentPrincipal,
  Requires,
  Search,
  ServiceController,
  ServiceDatabase,
  exportTable,
  preferredLanguage,
  type CellValue,
  type Language,
  type Page,
  type Principal,
  ApiOkResponse,
  AnswersFile,
  EXPORT_FORMATS,
} from '@betang/platform';
import { Body, Get, Headers, Query, type StreamableFile } from '@nestjs/common';
import { PeopleAccess, ownEmployee } from '../people/people-access.js';
import {
  PeopleQuery,
  TeamExportQuery,
  TeamPage,
  TeamQuery,
  TeamSearchDto,
  type TeamMemberView,
  type YearOfPeopleQuery,
} from './team.dto.js';
import { teamTexts } from './team.texts.js';
import { TeamYears, type TeamScope } from './team-years.js';

const LARGEST_PAGE = 200;

/** How far people are with the duty of a year: a supervisor's own team, and the people of the caller's units. */
@ServiceController('learning-hours')
export class TeamController {
  constructor(
    private readonly years: TeamYears,
    private readonly access: PeopleAccess,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  /** Those whose direct supervisor (atasan langsung) the caller is, whatever their unit. */
  @Get('team')
  @Requires('hours:read')
  @ApiOkResponse({ type: TeamPage })
  team(@Query() query: TeamQuery, @CurrentPrincipal() principal: Principal): Promise<Page<TeamMemberView>> {
    return this.read(query, { supervisorId: ownEmployee(principal) }, principal);
  }

  @Get('people')
  @Requires('hours:read')
  @ApiOkResponse({ type: TeamPage })
  people(@Query() query: PeopleQuery, @CurrentPrincipal() principal: Principal): Promise<Page<TeamMemberView>> {
    return this.read(query, { visible: this.access.visibleUnits(principal) }, principal);
  }

  @Search('team/search')
  @Requires('hours:read')
  @ApiOkResponse({ type: TeamPage })
  searchTeam(@Body() search: TeamSearchDto, @CurrentPrincipal() principal: Principal): Promise<Page<TeamMemberView>> {
    return this.read(search, { supervisorId: ownEmployee(principal) }, principal);
  }

  @Search('people/search')
  @Requires('hours:read')
  @ApiOkResponse({ type: TeamPage })
  searchPeople(@Body() search: TeamSearchDto, @CurrentPrincipal() principal: Principal): Promise<Page<TeamMemberView>> {
    return this.read(search, { visible: this.access.visibleUnits(principal) }, principal);
  }

  @Get('people/export')
  @Requires('hours:read')
  @AnswersFile(...EXPORT_FORMATS)
  async export(
    @Query() query: TeamExportQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const language = preferredLanguage(accepted);
    const texts = teamTexts[language];
    const year = query.year ?? Number(this.clock.today().slice(0, 4));
    const scope = { visible: this.access.visibleUnits(principal) };
    return exportTable(
      {
        name: `jp-${year}`,
        title: [`${texts.title} ${year}`],
        language,
        issuedAt: this.clock.now(),
        columns: texts.columns.map((heading, index) => ({
          heading,
          kind: index >= NUMBERS_FROM && index < NUMBERS_FROM + 4 ? ('decimal' as const) : ('text' as const),
        })),
        rows: this.rows(query, scope, principal, language),
        notes: [`${texts.asOf} ${this.clock.now().toISOString()}`],
      },
      query.format,
    );
  }

  private async *rows(
    query: TeamExportQuery,
    scope: TeamScope,
    principal: Principal,
    language: Language,
  ): AsyncGenerator<readonly CellValue[]> {
    const texts = teamTexts[language];
    let cursor: string | undefined;
    do {
      const page = await this.read(
        { ...query, limit: LARGEST_PAGE, ...(cursor === undefined ? {} : { cursor }) },
        scope,
        principal,
      );
      for (const person of page.items)
        yield [
          person.name,
          person.agencyName,
          person.unitName,
          person.employmentStatus,
          person.earned / 100,
          person.counted / 100,
          person.minimum === null ? null : person.minimum / 100,
          person.shortfall / 100,
          texts.pace[person.pace] ?? person.pace,
        ];
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  private async read(query: YearOfPeopleQuery, scope: TeamScope, principal: Principal): Promise<Page<TeamMemberView>> {
    const page = await this.years.page(query, scope);
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'learning-hours-duty' });
    return page;
  }
}

const NUMBERS_FROM = 4;
