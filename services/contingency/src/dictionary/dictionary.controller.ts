import { searchCompetencies, type KnownCompetency } from '@betang/contracts';
import {
  CurrentPrincipal,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  type ComputedList,
  type Page,
  type Principal,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { ContingencyAccess } from '../access/contingency-access.js';
import { loadDictionary } from './known-dictionary.js';

const LIST: ComputedList<KnownCompetency> = {
  sorts: { code: ({ code }) => code, name: ({ nameId }) => nameId },
  defaultSort: 'code',
  key: ({ code }) => code,
};

export class CompetencyCodeQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Part of the code or a name' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class CompetencyCodeView {
  @ApiProperty({ example: 'MAN-08' }) readonly code: string;
  @ApiProperty() readonly nameId: string;
  @ApiProperty() readonly nameEn: string;
  @ApiProperty() readonly minLevel: number;
  @ApiProperty() readonly maxLevel: number;
}

export class CompetencyCodePage {
  @ApiProperty({ description: 'Version of the dictionary' }) readonly version: number;
  @ApiProperty({ description: 'False: a later version holds, of which this service was told only what changed' })
  readonly whole: boolean;
  @ApiProperty({ type: [CompetencyCodeView] }) readonly items: readonly CompetencyCodeView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** The competencies that roles, services, templates and findings may name. */
@ServiceController('contingency', 'competencies')
export class DictionaryController {
  constructor(
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: CompetencyCodePage })
  async list(
    @Query() query: CompetencyCodeQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CompetencyCodeView> & { readonly version: number; readonly whole: boolean }> {
    this.access.assertReads(principal);
    const dictionary = await loadDictionary(this.database);
    const { version, whole } = dictionary;
    return { version, whole, ...pageOfComputed(searchCompetencies(dictionary, query.search), LIST, query) };
  }
}
