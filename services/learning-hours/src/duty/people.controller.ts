import {
  Audit,
  CurrentPrincipal,
  Requires,
  ServiceController,
  ServiceDatabase,
  preferredLanguage,
  type Page,
  type Principal,
  ApiOkResponse,
  YearPipe,
  AnswersFile,
  EXPORT_FORMATS,
} from '@betang/platform';
import { Get, Headers, Param, ParseUUIDPipe, Query, type StreamableFile } from '@nestjs/common';
import { LedgerPage, LedgerQuery, type LedgerEntryView } from '../ledger/ledger.dto.js';
import { LedgerQueries } from '../ledger/ledger.queries.js';
import { PeopleAccess } from '../people/people-access.js';
import { PeopleAtRiskFile } from './people-at-risk-file.js';
import {
  PeopleAtRiskExportQuery,
  PeopleAtRiskQuery,
  PersonAtRiskPage,
  type PersonAtRiskView,
} from './people-at-risk.dto.js';
import { YearStatementView } from './year-statement.dto.js';
import { YearStatements } from './year-statements.js';

/** Learning hours of the region's people (pegawai), as far as the caller's units reach. Every look at someone is on record. */
@ServiceController('learning-hours', 'people')
export class PeopleController {
  constructor(
    private readonly access: PeopleAccess,
    private readonly statements: YearStatements,
    private readonly ledger: LedgerQueries,
    private readonly atRisk: PeopleAtRiskFile,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
  ) {}

  /** Who is behind, furthest first. */
  @Get('at-risk')
  @Requires('hours:read')
  @ApiOkResponse({ type: PersonAtRiskPage })
  listAtRisk(
    @Query() query: PeopleAtRiskQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PersonAtRiskView>> {
    return this.atRisk.read(query, principal);
  }

  @Get('at-risk/export')
  @Requires('hours:read')
  @AnswersFile(...EXPORT_FORMATS)
  exportAtRisk(
    @Query() { format, ...query }: PeopleAtRiskExportQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<StreamableFile> {
    return this.atRisk.file(query, principal, { format, language: preferredLanguage(language) });
  }

  @Get(':employeeId/years/:year')
  @Requires('hours:read')
  @ApiOkResponse({ type: YearStatementView })
  async year(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Param('year', YearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<YearStatementView> {
    await this.allow(principal, employeeId);
    return this.statements.get(employeeId, year);
  }

  @Get(':employeeId/entries')
  @Requires('hours:read')
  @ApiOkResponse({ type: LedgerPage })
  async entries(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Query() query: LedgerQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<LedgerEntryView>> {
    await this.allow(principal, employeeId);
    return this.ledger.page(employeeId, query, preferredLanguage(language));
  }

  private async allow(principal: Principal, employeeId: string): Promise<void> {
    await this.access.assertVisible(principal, employeeId);
    const read = { actor: principal.subject, subjects: [employeeId], purpose: 'learning-hours-duty' };
    await this.audit.recordRead(this.database, read);
  }
}
