import {
  CurrentPrincipal,
  Requires,
  ServiceController,
  preferredLanguage,
  type Page,
  type Principal,
} from '@betang/platform';
import { Get, Headers, Param, ParseIntPipe, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { LedgerPage, LedgerQuery, type LedgerEntryView } from '../ledger/ledger.dto.js';
import { LedgerQueries } from '../ledger/ledger.queries.js';
import { YearStatementView } from './year-statement.dto.js';
import { YearStatements } from './year-statements.js';

/** One's own learning hours. The subject of a civil servant's token is the employee's id. */
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
    @Param('year', ParseIntPipe) year: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<YearStatementView> {
    return this.statements.get(ownId(principal), year);
  }

  @Get('entries')
  @Requires('self:read')
  @ApiOkResponse({ type: LedgerPage })
  async entries(
    @Query() query: LedgerQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<LedgerEntryView>> {
    return this.ledger.page(ownId(principal), query, preferredLanguage(language));
  }
}

/** Accounts that are no employee's have no hours: an id that no employee can have. */
function ownId(principal: Principal): string {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(principal.subject);
  return isUuid ? principal.subject : '00000000-0000-0000-0000-000000000000';
}
