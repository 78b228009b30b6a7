import type { Type } from '@nestjs/common';
import { IsIn, IsInt, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';

import { IsDay } from '../http/is-day.decorator.js';
import { ApiProperty, ApiPropertyOptional } from '../openapi/declarations.js';
import type { RetentionDefinition } from './retention-definition.js';
import { CERTAINTIES } from './retention-rule.decision.js';
import type { RetentionRule } from './retention-rule.decision.js';

/** What a turn of the nightly work took away; figures only. */
export interface RetentionRun {
  readonly runId: string;
  readonly ruleId: string;
  readonly kind: string;
  readonly erased: number;
  readonly finishedAt: Date;
}

/** What is sent and answered about rules. */
interface RuleDtos {
  readonly RuleInput: Type<Omit<RetentionRule, 'ruleId'>>;
  readonly RuleView: Type<RetentionRule>;
  readonly RulePage: Type;
}

/** A service's own classes: its OpenAPI document names them, and its kinds. */
export function ruleDtosOf({ kinds, countedFrom, schemas }: RetentionDefinition): RuleDtos {
  class RuleInput {
    @ApiProperty({ enum: kinds })
    @IsIn(kinds)
    readonly kind: string;

    @ApiProperty({ description: countedFrom })
    @IsInt()
    @Min(1)
    @Max(36_500)
    readonly keepDays: number;

    @ApiProperty({ format: 'date', description: 'In seven days at the earliest' })
    @IsDay()
    readonly validFrom: string;

    @ApiProperty({ maxLength: 500, description: 'Legal basis or schedule (jadwal retensi arsip)' })
    @IsString()
    @MinLength(3)
    @MaxLength(500)
    readonly basis: string;

    @ApiProperty({ enum: CERTAINTIES, description: 'How the period is known' })
    @IsIn(CERTAINTIES)
    readonly certainty: (typeof CERTAINTIES)[number];
  }
  class RuleView extends RuleInput {
    @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
  }
  const RulePage = pageOf(RuleView);
  named(RuleView, `${schemas.rule}View`);
  return { RuleInput, RuleView, RulePage: named(RulePage, `${schemas.rule}Page`) };
}

/** The page of what the rules took away. */
export function runPageOf({ kinds, schemas }: RetentionDefinition): Type {
  class RunView {
    @ApiProperty({ format: 'uuid' }) readonly runId: string;
    @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
    @ApiProperty({ enum: kinds }) readonly kind: string;
    @ApiProperty({ description: 'Rows that were cleared' }) readonly erased: number;
    @ApiProperty({ format: 'date-time' }) readonly finishedAt: Date;
  }
  return named(pageOf(named(RunView, `${schemas.run}View`)), `${schemas.run}Page`);
}

function pageOf(item: Type): Type {
  class ItemPage {
    @ApiProperty({ type: [item] }) readonly items: readonly object[];
    @ApiPropertyOptional() readonly nextCursor?: string;
  }
  return ItemPage;
}

/** A class under the name that the OpenAPI document has it by. */
export function named(type: Type, name: string): Type {
  return Object.defineProperty(type, 'name', { value: name });
}
