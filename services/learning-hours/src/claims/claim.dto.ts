import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
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
} from 'class-validator';
import { CLAIM_STATES, REFUSAL_REASONS, type ClaimState } from './claim.js';

/** A training that the region's catalogue does not know of. */
export class ClaimDto {
  @ApiProperty({ maxLength: 300 })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly title: string;

  @ApiProperty({ maxLength: 300, description: 'Penyelenggara' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly organiser: string;

  @ApiProperty({ example: 'KL06', description: 'Path of development (jalur)' })
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode: string;

  @ApiProperty({ enum: ['NATIONAL', 'INTERNATIONAL'] })
  @IsIn(['NATIONAL', 'INTERNATIONAL'])
  readonly scope: 'NATIONAL' | 'INTERNATIONAL';

  @ApiProperty({
    description: 'Hundredths of the unit of the path: JP of the programme, days, sessions, activities, semesters',
  })
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  readonly quantityHundredths: number;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly startedOn: string;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly completedOn: string;

  @ApiPropertyOptional({ maxLength: 200 })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly certificateNumber?: string;

  @ApiPropertyOptional({ maxLength: 1000, description: 'What the verifier should know' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  readonly note?: string;
}

export class EvidenceUploadDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'PDF, PNG, JPEG or WebP' })
  @IsOptional()
  readonly file?: unknown;
}

export class OwnClaimsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CLAIM_STATES })
  @IsOptional()
  @IsIn(CLAIM_STATES)
  readonly state?: ClaimState;

  @ApiPropertyOptional({ minimum: 1950, maximum: 2200, description: 'Year of the last day' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;
}

export class ClaimQueueQuery extends OwnClaimsQuery {
  @ApiPropertyOptional({ description: 'Only those whose deadline has passed' })
  @IsOptional()
  @Transform(({ value }) => value === true || value === 'true')
  @IsBoolean()
  readonly overdue?: boolean;

  @ApiPropertyOptional({ description: 'Only appeals against a refusal' })
  @IsOptional()
  @Transform(({ value }) => value === true || value === 'true')
  @IsBoolean()
  readonly appealed?: boolean;

  @ApiPropertyOptional({
    description: 'Only those assigned to the caller, or to someone for whom the caller stands in',
  })
  @IsOptional()
  @Transform(({ value }) => value === true || value === 'true')
  @IsBoolean()
  readonly mine?: boolean;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @ApiPropertyOptional({ example: 'KL06' })
  @IsOptional()
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode?: string;
}

/** An appeal against a refusal (keberatan). */
export class AppealClaimDto {
  @ApiProperty({ minLength: 10, maxLength: 1000, description: 'Why the refusal is wrong' })
  @IsString()
  @MinLength(10)
  @MaxLength(1000)
  readonly statement: string;
}

export class ClaimView {
  @ApiProperty({ format: 'uuid' }) readonly claimId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ enum: CLAIM_STATES }) readonly state: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly organiser: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ enum: ['NATIONAL', 'INTERNATIONAL'] }) readonly scope: string;
  @ApiProperty() readonly quantityHundredths: number;
  @ApiProperty({ format: 'date' }) readonly startedOn: string;
  @ApiProperty({ format: 'date' }) readonly completedOn: string;
  @ApiProperty({ type: String, nullable: true }) readonly certificateNumber: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
  @ApiProperty({ format: 'date-time' }) readonly createdAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly submittedAt: Date | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly dueOn: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly assignedTo: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
  @ApiProperty({ type: String, nullable: true, enum: REFUSAL_REASONS }) readonly reasonCode: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly decisionNote: string | null;
  @ApiProperty({ type: Boolean, nullable: true }) readonly withinDeadline: boolean | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly appealedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly appealStatement: string | null;
  @ApiProperty() readonly version: number;
}

export class QueuedClaimView extends ClaimView {
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly agencyName: string | null;
  @ApiProperty() readonly evidenceFiles: number;
  @ApiProperty() readonly overdue: boolean;
}

export class EvidenceView {
  @ApiProperty() readonly sha256: string;
  @ApiProperty() readonly mediaType: string;
  @ApiProperty() readonly bytes: number;
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ format: 'date-time' }) readonly addedAt: Date;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When a rule of retention took the file',
  })
  readonly erasedAt: Date | null;
}

export class CorrectionView {
  @ApiProperty() readonly field: string;
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true }) readonly before:
    string | number | null;
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true }) readonly after:
    string | number | null;
}

export class ClaimActView {
  @ApiProperty() readonly act: string;
  @ApiProperty() readonly actor: string;
  @ApiProperty({ type: String, nullable: true }) readonly reasonCode: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
  @ApiProperty({ type: [CorrectionView] }) readonly corrections: readonly CorrectionView[];
  @ApiProperty({ format: 'date-time' }) readonly actedAt: Date;
}

/** What a verifier should look at twice. */
export class ClaimWarningView {
  @ApiProperty({ enum: ['SAME_CERTIFICATE', 'OVERLAPPING_DAYS', 'SAME_TRAINING', 'SAME_EVIDENCE'] })
  readonly kind: string;
  @ApiProperty({ format: 'uuid', description: 'The other entry; of the same file the other claim' })
  readonly completionId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date' }) readonly startedOn: string;
  @ApiProperty({ format: 'date' }) readonly completedOn: string;
  @ApiProperty({ description: 'The certificate, or the file, is on record for someone else' })
  readonly anotherPerson: boolean;
}

export class ClaimDetailView extends ClaimView {
  @ApiProperty({ type: [EvidenceView] }) readonly evidence: readonly EvidenceView[];
  @ApiProperty({ type: [ClaimActView] }) readonly history: readonly ClaimActView[];
  @ApiProperty({ description: 'Hours that the rule in force gives, before caps' }) readonly wouldEarn: number;
  @ApiProperty({ type: [ClaimWarningView] }) readonly warnings: readonly ClaimWarningView[];
}

export class ClaimPage {
  @ApiProperty({ type: [ClaimView] }) readonly items: readonly ClaimView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ClaimQueuePage {
  @ApiProperty({ type: [QueuedClaimView] }) readonly items: readonly QueuedClaimView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ClaimMadeView {
  @ApiProperty({ format: 'uuid' }) readonly claimId: string;
}

export class ClaimStateView {
  @ApiProperty({ format: 'uuid' }) readonly claimId: string;
  @ApiProperty({ enum: CLAIM_STATES }) readonly state: string;
  @ApiPropertyOptional({ type: String, format: 'date' }) readonly dueOn?: string;
}
