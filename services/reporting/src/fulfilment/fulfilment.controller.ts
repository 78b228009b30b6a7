import {
  CurrentPrincipal,
  Requires,
  ServiceController,
  preferredLanguage,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Get, Headers, Query } from '@nestjs/common';
import { FulfilmentQuery, FulfilmentView } from './fulfilment.dto.js';
import { FulfilmentReports } from './fulfilment-reports.js';

/** Fulfilment of learning hours by region, agency, employment status or month. Small cells are hidden from readers of other regions. */
@ServiceController('reporting', 'fulfilment')
export class FulfilmentController {
  constructor(private readonly reports: FulfilmentReports) {}

  @Get()
  @Requires('reports:read')
  @ApiOkResponse({ type: FulfilmentView })
  async report(
    @Query() query: FulfilmentQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<FulfilmentView> {
    return this.reports.report(query, principal, preferredLanguage(language));
  }
}
