import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
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
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';
import { EVIDENCE_SOURCES, EvidenceOriginView } from '../evidence/evidence-origin.dto.js';
import { METHODS, type Method } from '../rules/dated-rule.js';

/** What an assessor or officer may record; training comes from training-catalog alone, and what colleagues say from their answers. */
const ENTERED = METHODS.filter((method) => method !== 'TRAINING' && method !== 'SELF' && method !== 'PEER');

export class ResultDto {
  @Matches(COMPETENCY_CODE)
  readonly code: string;

  @ApiProperty({ minimum: 0, maximum: 5, description: '0: assessed, and not shown' })
  @IsInt()
  @Min(0)
  @Max(5)
  readonly level: number;
}

export class SelfAssessmentDto {
  @ApiProperty({ type: [ResultDto], maxItems: 100 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ResultDto)
  readonly results: readonly ResultDto[];
}

export class NewAssessmentDto extends SelfAssessmentDto {
  @IsUUID()
  readonly employeeId: string;

  @ApiProperty({ enum: ENTERED })
  // Of colleagues too, so that whoever sends it is told where they are asked.
  @IsIn([...ENTERED, 'PEER'])
  readonly method: Method;

  @ApiProperty({ maxLength: 300, description: 'Institution or role; no names of persons' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly assessor: string;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly observedOn: string;

  @ApiPropertyOptional({ format: 'date', description: 'Default: by the rule of the method' })
  @IsOptional()
  @IsDay()
  readonly validUntil?: string;

  @ApiPropertyOptional({ maxLength: 300, description: 'Number of the report' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  readonly reference?: string;
}

export class RevokeAssessmentDto {
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class AssessmentQuery extends PageQuery {
  @IsUUID()
  readonly employeeId: string;

  @IsOptional()
  @IsIn(METHODS)
  readonly method?: Method;
}

export class EvidenceView {
  @ApiProperty({ format: 'uuid' }) readonly evidenceId: string;
  @ApiProperty({ format: 'uuid' }) readonly assessmentId: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly level: number;
  @ApiProperty({ enum: METHODS }) readonly method: string;
  @ApiProperty() readonly assessor: string;
  @ApiProperty({ format: 'date' }) readonly observedOn: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validUntil: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly reference: string | null;
  @ApiProperty({ enum: EVIDENCE_SOURCES }) readonly source: string;
  @ApiProperty({ description: 'Rule that its validity follows from' }) readonly ruleVersion: string;
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The piece of which it shows another part, since the competency was split',
  })
  readonly splitFrom?: string | null;
  @ApiPropertyOptional({ format: 'date-time', description: 'When it came on record in this region' })
  readonly recordedAt?: Date;
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'The event that brought it' })
  readonly eventId?: string | null;
  @ApiPropertyOptional({ type: EvidenceOriginView, nullable: true, description: 'Null: recorded in this region first' })
  readonly origin?: EvidenceOriginView | null;
  @ApiPropertyOptional({ type: Date, nullable: true }) readonly revokedAt?: Date | null;
  @ApiPropertyOptional({ type: String, nullable: true }) readonly revokedReason?: string | null;
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'The event that revoked it' })
  readonly revokedEventId?: string | null;
}

export class EvidencePage {
  @ApiProperty({ type: [EvidenceView] }) readonly items: readonly EvidenceView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class AssessmentView {
  @ApiProperty({ format: 'uuid' }) readonly assessmentId: string;
  @ApiProperty({ type: [EvidenceView] }) readonly evidence: readonly EvidenceView[];
}

/** An assessment that no longer counts. */
export class AssessmentRevokedView {
  @ApiProperty({ format: 'uuid' }) readonly assessmentId: string;
  @ApiProperty() readonly revoked: boolean;
}
