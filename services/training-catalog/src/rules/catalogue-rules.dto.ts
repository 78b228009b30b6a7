import { ApiProperty, ApiPropertyOptional, IfGiven, IsDay, PageQuery } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength, ValidateNested } from 'class-validator';
import {
  APPROVALS,
  CURRICULA,
  GUEST_REQUESTS,
  TARGET_REGISTERS,
  type Approval,
  type CatalogueRules,
  type NewCatalogueRules,
  type SimilarityWeights,
} from './catalogue-rules.js';

/** Points of each criterion; together 100. */
export class SimilarityWeightsDto implements SimilarityWeights {
  @IsInt()
  @Min(0)
  @Max(100)
  readonly competency: number;

  @IsInt()
  @Min(0)
  @Max(100)
  readonly level: number;

  @IsInt()
  @Min(0)
  @Max(100)
  readonly targetGroup: number;

  @IsInt()
  @Min(0)
  @Max(100)
  readonly period: number;

  @IsInt()
  @Min(0)
  @Max(100)
  readonly title: number;
}

export class CatalogueRulesDto implements NewCatalogueRules {
  @ApiProperty({ format: 'date', description: 'First day; today or later' })
  @IsDay()
  readonly validFrom: string;

  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly legalBasis: string;

  @ApiProperty({ enum: APPROVALS, description: 'One door (satu pintu): who approves before a programme is published' })
  @IsIn(APPROVALS)
  readonly approval: Approval;

  @IsIn(TARGET_REGISTERS)
  readonly targetRegister: (typeof TARGET_REGISTERS)[number];

  @ApiPropertyOptional({
    enum: CURRICULA,
    description:
      'REQUIRED: nothing that counts in hours is published without modules; ADVISED: it is pointed out. Without it as before',
  })
  @IfGiven()
  @IsIn(CURRICULA)
  readonly curriculum?: (typeof CURRICULA)[number];

  @IsIn(GUEST_REQUESTS)
  readonly guestRequests: (typeof GUEST_REQUESTS)[number];

  @ApiProperty({ description: 'Score from which on programmes count as similar' })
  @IsInt()
  @Min(1)
  @Max(100)
  readonly threshold: number;

  @IsInt()
  @Min(0)
  @Max(730)
  readonly periodDays: number;

  @ValidateNested()
  @Type(() => SimilarityWeightsDto)
  readonly weights: SimilarityWeightsDto;
}

export class CatalogueRulesQuery extends PageQuery {
  @IsOptional()
  @IsIn(APPROVALS)
  readonly approval?: Approval;
}

export class CatalogueRulesPage {
  @ApiProperty({ type: [CatalogueRulesDto] }) readonly items: readonly CatalogueRules[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
