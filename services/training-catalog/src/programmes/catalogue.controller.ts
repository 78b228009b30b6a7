import { Requires, ServiceController, type Page, ApiOkResponse } from '@betang/platform';
import { Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { CatalogueDetailView, CataloguePage, CatalogueQuery } from './catalogue.dto.js';
import { ProgrammeQueries } from './programme.queries.js';

/** Programmes that any region of the federation offers, with their origin: one catalogue for all (UU 20/2023 art. 49). */
@ServiceController('training-catalog', 'catalogue')
export class CatalogueController {
  constructor(private readonly queries: ProgrammeQueries) {}

  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: CataloguePage })
  list(@Query() query: CatalogueQuery): Promise<Page<CatalogueDetailView>> {
    return this.queries.catalogue(query);
  }

  @Get(':programmeId')
  @Requires('training:read')
  @ApiOkResponse({ type: CatalogueDetailView })
  get(@Param('programmeId', ParseUUIDPipe) programmeId: string): Promise<CatalogueDetailView> {
    return this.queries.getDetail(programmeId);
  }
}
