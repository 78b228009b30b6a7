import {
  AppError,
  CurrentPrincipal,
  Requires,
  ServiceController,
  preferredLanguage,
  type Page,
  type Principal,
} from '@betang/platform';
import { Get, Headers, Param, ParseIntPipe, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { LedgerPage, LedgerQuery, type LedgerEntryView } from '../ledger/ledger.dto.js';
import { LedgerQueries } from '../ledger/ledger.queries.js';
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

/** The employee whose account it is; accounts that are no employee's have no hours. */
function ownId(principal: Principal): string {
  const id = principal.employeeId;
  if (id === undefined || !isUUID(id)) throw new AppError('person-not-found', { status: 404 });
  return id;
}
