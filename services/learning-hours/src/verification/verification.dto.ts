import { IsDay, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { ClaimDto } from '../claims/claim.dto.js';
import { REFUSAL_REASONS, type RefusalReason } from '../claims/claim.js';

export class ClaimForDto extends ClaimDto {
  @ApiProperty({ format: 'uuid', description: 'Whose training it was' })
  @IsUUID()
  readonly employeeId: string;
}

/** What the evidence says instead of what was claimed. */
export class CorrectedDto {
  @IsOptional() @IsString() @MinLength(3) @MaxLength(300) readonly title?: string;
  @IsOptional() @IsString() @MinLength(2) @MaxLength(300) readonly organiser?: string;
  @IsOptional() @Matches(/^(KL\d\d|NKL\d\d|PEND)$/) readonly pathCode?: string;
  @IsOptional() @IsIn(['NATIONAL', 'INTERNATIONAL']) readonly scope?: 'NATIONAL' | 'INTERNATIONAL';
  @IsOptional() @IsInt() @Min(1) @Max(10_000_000) readonly quantityHundredths?: number;
  @IsOptional() @IsDay() readonly startedOn?: string;
  @IsOptional() @IsDay() readonly completedOn?: string;
  @IsOptional() @IsString() @MaxLength(200) readonly certificateNumber?: string;
}

export class ClaimDecisionDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly claimId: string;

  @ApiProperty({ enum: ['ACCEPT', 'REFUSE', 'RETURN'] })
  @IsIn(['ACCEPT', 'REFUSE', 'RETURN'])
  readonly decision: 'ACCEPT' | 'REFUSE' | 'RETURN';

  @ApiPropertyOptional({ enum: REFUSAL_REASONS, description: 'Needed to refuse' })
  @IsOptional()
  @IsIn(REFUSAL_REASONS)
  readonly reasonCode?: RefusalReason;

  @ApiPropertyOptional({ maxLength: 1000, description: 'Needed to return: what is missing' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  readonly note?: string;

  @ApiPropertyOptional({ type: CorrectedDto, description: 'For an acceptance only' })
  @IsOptional()
  @ValidateNested()
  @Type(() => CorrectedDto)
  readonly corrected?: CorrectedDto;
}

export class ClaimDecisionsDto {
  @ApiProperty({ type: [ClaimDecisionDto], maxItems: 200 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => ClaimDecisionDto)
  readonly decisions: readonly ClaimDecisionDto[];
}

export class RevokeClaimDto {
  @ApiProperty({ enum: REFUSAL_REASONS })
  @IsIn(REFUSAL_REASONS)
  readonly reasonCode: RefusalReason;

  @ApiProperty({ maxLength: 1000 })
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  readonly note: string;
}

export class AssignClaimsDto {
  @ApiProperty({ type: [String], maxItems: 200 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsUUID('all', { each: true })
  readonly claimIds: readonly string[];

  @ApiPropertyOptional({ format: 'uuid', description: 'Employee who is to verify them; left out: whoever may' })
  @IsOptional()
  @IsUUID()
  readonly assignedTo?: string;
}

export class DecisionOutcomeView {
  @ApiProperty({ format: 'uuid' }) readonly claimId: string;
  @ApiProperty({ description: '`DONE`, or the code of what stands against it' }) readonly outcome: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Hours that count by the acceptance' }) readonly counted:
    number | null;
}

export class DecisionOutcomesView {
  @ApiProperty({ type: [DecisionOutcomeView] }) readonly outcomes: readonly DecisionOutcomeView[];
}
