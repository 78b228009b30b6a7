import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';
import { SESSION_KIND_VALUES, type SessionKind } from '../database/training-session.entity.js';

const WHOLE = 10_000;

/** A pass rule from a day on; shares are hundredths of a percent. */
export class RecordPassRuleDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of one programme; without it, of a kind or of the region' })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ enum: SESSION_KIND_VALUES })
  @IsOptional()
  @IsIn(SESSION_KIND_VALUES)
  readonly kind?: SessionKind;

  @ApiProperty({ format: 'date', description: 'Sessions that begin on this day or later' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ minimum: 0, maximum: WHOLE })
  @IsInt()
  @Min(0)
  @Max(WHOLE)
  readonly minAttendance: number;

  @ApiProperty({ minimum: 0, maximum: WHOLE, description: 'Largest share of meetings from which one may be excused' })
  @IsInt()
  @Min(0)
  @Max(WHOLE)
  readonly maxExcused: number;

  @ApiPropertyOptional({ minimum: 0, maximum: WHOLE })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(WHOLE)
  readonly minTest?: number;

  @ApiPropertyOptional({ minimum: 0, maximum: WHOLE })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(WHOLE)
  readonly minAssignments?: number;

  @ApiProperty({ description: 'Whether each assignment must have been handed in' })
  @IsBoolean()
  readonly allAssignments: boolean;

  @ApiProperty({ description: 'Whether who passes gets a certificate' })
  @IsBoolean()
  readonly certificate: boolean;

  @ApiPropertyOptional({ minimum: 1, maximum: 600, description: 'How long the certificate holds' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(600)
  readonly certificateMonths?: number;

  @ApiProperty({ maxLength: 500, description: 'Legal basis' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly basis: string;
}

export class PassRuleView {
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly programmeId: string | null;
  @ApiProperty({ enum: SESSION_KIND_VALUES, nullable: true }) readonly kind: SessionKind | null;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty() readonly minAttendance: number;
  @ApiProperty() readonly maxExcused: number;
  @ApiProperty({ type: Number, nullable: true }) readonly minTest: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly minAssignments: number | null;
  @ApiProperty() readonly allAssignments: boolean;
  @ApiProperty() readonly certificate: boolean;
  @ApiProperty({ type: Number, nullable: true }) readonly certificateMonths: number | null;
  @ApiProperty() readonly basis: string;
}

export class PassRuleQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ enum: SESSION_KIND_VALUES })
  @IsOptional()
  @IsIn(SESSION_KIND_VALUES)
  readonly kind?: SessionKind;
}

export class PassRulePage {
  @ApiProperty({ type: [PassRuleView] }) readonly items: readonly PassRuleView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ConclusionView {
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ enum: ['CONCLUDING'] }) readonly state: string;
}

export class OutcomeQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => String)
  @IsIn(['true', 'false'])
  readonly passed?: 'true' | 'false';
}

export class CheckView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: 'In the language asked for' }) readonly text: string;
  @ApiProperty({ type: Number, nullable: true }) readonly required: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly reached: number | null;
  @ApiProperty() readonly met: boolean;
}

export class OutcomeView {
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty() readonly passed: boolean;
  @ApiProperty({ type: [CheckView], description: 'All that was looked at, met or not' })
  readonly checks: readonly CheckView[];
  @ApiProperty({ type: Number, nullable: true }) readonly attendance: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly preScore: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly postScore: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly assignments: number | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly completionId: string | null;
  @ApiProperty({ format: 'date' }) readonly decidedOn: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'When the completion was taken back' })
  readonly revokedOn: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly revokedReason: string | null;
}

export class OutcomePage {
  @ApiProperty({ type: [OutcomeView] }) readonly items: readonly OutcomeView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class DecidedAnewView {
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
  @ApiProperty() readonly passed: boolean;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly completionId: string | null;
}
