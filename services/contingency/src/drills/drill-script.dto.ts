import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { OUTCOMES, RESULTS, type InjectOutcome, type ObjectiveResult } from './drill-script.decision.js';

export class InjectDto {
  @ApiProperty({ description: 'Minutes after the drill begins' })
  @IsInt()
  @Min(0)
  @Max(100_000)
  readonly atMinute: number;
  @ApiProperty({ description: 'Role or field that is told' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly toWhom: string;
  @IsString() @MinLength(3) @MaxLength(2_000) readonly content: string;
  @ApiProperty({ description: 'What the players should do' })
  @IsString()
  @MinLength(3)
  @MaxLength(2_000)
  readonly expected: string;
}

export class DrillScriptDto {
  @ApiProperty({ type: [String], description: 'What the drill is to show' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MinLength(3, { each: true })
  @MaxLength(500, { each: true })
  readonly objectives: readonly string[];
  @ApiProperty({ type: [InjectDto] })
  @IsArray()
  @ArrayMaxSize(300)
  @ValidateNested({ each: true })
  @Type(() => InjectDto)
  readonly injects: readonly InjectDto[];
}

export class ObjectiveResultDto {
  @IsInt() @Min(1) @Max(50) readonly number: number;
  @IsIn(RESULTS) readonly result: ObjectiveResult;
  @IsOptional() @IsString() @MaxLength(1_000) readonly note?: string;
}

export class InjectOutcomeDto {
  @IsInt() @Min(1) @Max(300) readonly number: number;
  @IsIn(OUTCOMES) readonly outcome: InjectOutcome;
  @IsOptional() @IsString() @MaxLength(1_000) readonly note?: string;
}

export class EvaluateDrillDto {
  @IsString() @MinLength(3) @MaxLength(5_000) readonly evaluation: string;
  @ApiProperty({ description: 'How well it went, 0-100' }) @IsInt() @Min(0) @Max(100) readonly score: number;
  @ApiPropertyOptional({ type: [ObjectiveResultDto], description: 'Each objective of the script once' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ObjectiveResultDto)
  readonly objectives?: readonly ObjectiveResultDto[];
  @ApiPropertyOptional({ type: [InjectOutcomeDto], description: 'Each inject of the script once' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(300)
  @ValidateNested({ each: true })
  @Type(() => InjectOutcomeDto)
  readonly injects?: readonly InjectOutcomeDto[];
}

export class ObjectiveView {
  @ApiProperty() readonly number: number;
  @ApiProperty() readonly text: string;
  @ApiProperty({ enum: RESULTS, nullable: true }) readonly result: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
}

export class InjectView {
  @ApiProperty() readonly number: number;
  @ApiProperty() readonly atMinute: number;
  @ApiProperty() readonly toWhom: string;
  @ApiProperty() readonly content: string;
  @ApiProperty() readonly expected: string;
  @ApiProperty({ enum: OUTCOMES, nullable: true }) readonly outcome: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
}

export class DrillScriptView {
  @ApiProperty({ format: 'uuid' }) readonly drillId: string;
  @ApiProperty({ type: [ObjectiveView] }) readonly objectives: readonly ObjectiveView[];
  @ApiProperty({ type: [InjectView], description: 'In the order of their time' })
  readonly injects: readonly InjectView[];
}
