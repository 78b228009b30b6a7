import {
  CurrentPrincipal,
  Requires,
  ServiceController,
  preferredLanguage,
  type Page,
  type Principal,
  ApiOkResponse,
  YearPipe,
} from '@betang/platform';
import { Get, Headers, Param, Query } from '@nestjs/common';
import { LedgerPage, LedgerQuery, type LedgerEntryView } from '../ledger/ledger.dto.js';
import { LedgerQueries } from '../ledger/ledger.queries.js';
import { ownEmployee } from '../people/people-access.js';
import { YearStatementView } from './year-statement.dto.js';
import { YearStatements } from './year-statements.js';

/** One's own learning hours. */
@ServiceController('learning-hours', 'me')
export class OwnHoursController {
  constructor(
    private readonly statements: YearStatements,
    private readonly ledger: LedgerQueries,
  ) {}

  @Get('years/:year')
  @Requires('self:read')
  @ApiOkResponse({ type: YearStatementView })
  async year(
    @Param('year', YearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<YearStatementView> {
    return this.statements.get(ownEmployee(principal), year);
  }

  @Get('entries')
  @Requires('self:read')
  @ApiOkResponse({ type: LedgerPage })
  async entries(
    @Query() query: LedgerQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<LedgerEntryView>> {
    return this.ledger.page(ownEmployee(principal), query, preferredLanguage(language));
  }
}
