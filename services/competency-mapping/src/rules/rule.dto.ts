import { IsDay, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsObject, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { RULE_KINDS, type RuleKind } from './dated-rule.js';

export class NewRuleDto {
  @IsIn(RULE_KINDS)
  readonly kind: RuleKind;

  @ApiProperty({ example: 'profil-2027' })
  @Matches(/^[a-z0-9][a-z0-9.-]{1,59}$/)
  readonly ruleVersion: string;

  @ApiProperty({ format: 'date', description: 'First day in force; not before today' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As GET rules shows it for the kind' })
  @IsObject()
  readonly content: Record<string, unknown>;

  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly legalBasis: string;
}

export class RuleQuery {
  @IsOptional()
  @IsIn(RULE_KINDS)
  readonly kind?: RuleKind;
}

export class RuleView {
  @ApiProperty({ enum: RULE_KINDS }) readonly kind: string;
  @ApiProperty() readonly ruleVersion: string;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) readonly content: object;
  @ApiProperty() readonly legalBasis: string;
  @ApiProperty({ enum: ['V', 'V2', 'U', 'REGION'], description: 'How well the basis is confirmed' })
  readonly status: string;
  @ApiPropertyOptional() readonly decidedBy?: string;
}

export class RuleList {
  @ApiProperty({ type: [RuleView] }) readonly items: readonly RuleView[];
}
