import {
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  type ComputedList,
  type Page,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { loadDictionary, type KnownCompetency } from './known-dictionary.js';

const LIST: ComputedList<KnownCompetency> = {
  sorts: { code: ({ code }) => code, name: ({ nameId }) => nameId },
  defaultSort: 'code',
  key: ({ code }) => code,
};

export class NameableCompetencyQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Part of the code or a name' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class NameableCompetencyView {
  @ApiProperty({ example: 'MAN-08' }) readonly code: string;
  @ApiProperty() readonly nameId: string;
  @ApiProperty() readonly nameEn: string;
  @ApiProperty() readonly minLevel: number;
  @ApiProperty() readonly maxLevel: number;
}

export class NameableCompetencyPage {
  @ApiProperty({ description: 'Version of the dictionary' }) readonly version: number;
  @ApiProperty({ description: 'False: a later version holds, of which this service was told only what changed' })
  readonly whole: boolean;
  @ApiProperty({ type: [NameableCompetencyView] }) readonly items: readonly NameableCompetencyView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** The competencies that programmes and needs may name. */
@ServiceController('training-catalog', 'competencies')
export class DictionaryController {
  constructor(private readonly database: ServiceDatabase) {}

  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: NameableCompetencyPage })
  async list(
    @Query() query: NameableCompetencyQuery,
  ): Promise<Page<NameableCompetencyView> & { readonly version: number; readonly whole: boolean }> {
    const { version, whole, competencies } = await loadDictionary(this.database);
    const wanted = query.search?.toLowerCase() ?? '';
    const chosen = [...competencies.values()].filter(({ code, nameId, nameEn }) =>
      [code, nameId, nameEn].some((text) => text.toLowerCase().includes(wanted)),
    );
    const { items, ...page } = pageOfComputed(chosen, LIST, query);
    const views = items.map(({ code, nameId, nameEn, minLevel, maxLevel }) => ({
      ...{ code, nameId, nameEn, minLevel, maxLevel },
    }));
    return { version, whole, items: views, ...page };
  }
}
