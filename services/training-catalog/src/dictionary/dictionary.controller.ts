import { searchCompetencies, type KnownCompetency } from '@betang/contracts';
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
import { loadDictionary } from './known-dictionary.js';

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
    const dictionary = await loadDictionary(this.database);
    const { version, whole } = dictionary;
    return { version, whole, ...pageOfComputed(searchCompetencies(dictionary, query.search), LIST, query) };
  }
}
