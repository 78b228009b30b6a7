import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsDateString, IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { BothLanguages } from '../both-languages.dto.js';
import { CERTAINTIES, RETENTION_KINDS, type RetentionKind } from './retention-rule.js';
import { ERASABLE_KINDS, type ErasableKind } from './retention.js';

/** A period for which a kind of personal data is kept, from a day on. */
export class NewRetentionRuleDto {
  @ApiProperty({ enum: RETENTION_KINDS })
  @IsIn(RETENTION_KINDS)
  readonly kind: RetentionKind;

  @ApiProperty({ example: 'P10Y', description: 'ISO 8601 duration in years, months or days' })
  @Matches(/^P(?:[1-9]\d?Y|[1-9]\d{0,3}M|[1-9]\d{0,4}D)$/)
  readonly keep: string;

  @ApiProperty({ format: 'date', description: 'A week from now at the earliest: time to look at what would go' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly validFrom: string;

  @ApiProperty({ example: 'Jadwal retensi arsip daerah', description: 'Regulation' })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly basis: string;

  @ApiProperty({ enum: CERTAINTIES })
  @IsIn(CERTAINTIES)
  readonly certainty: (typeof CERTAINTIES)[number];
}

/** A rule of retention (masa retensi). */
export class RetentionRuleView {
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
  @ApiProperty({ enum: RETENTION_KINDS }) readonly kind: RetentionKind;
  @ApiProperty({ description: 'What the kind is' }) readonly title: BothLanguages;
  @ApiProperty({
    enum: ['ERASE', 'PSEUDONYMISE', 'KEEP'],
    description: 'PSEUDONYMISE: who it was goes, the record stays; KEEP: the law makes the region keep it',
  })
  readonly act: string;
  @ApiProperty({
    enum: ['UPLOAD', 'SETTLEMENT', 'END_OF_TRANSFER', 'LEAVING', 'FAILURE', 'NOTICE', 'REQUEST', 'RECORDING'],
    description: 'From when the period is counted',
  })
  readonly countedFrom: string;
  @ApiProperty({ nullable: true, type: String, example: 'P10Y', description: 'null: for good' })
  readonly keep: string | null;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ description: 'Whether this rule is the one that holds today' }) readonly inForce: boolean;
  @ApiProperty() readonly basis: string;
  @ApiProperty({ enum: CERTAINTIES }) readonly certainty: string;
}

/** All rules, those to come and those of before. */
export class RetentionRuleList {
  @ApiProperty({ type: [RetentionRuleView] }) readonly items: readonly RetentionRuleView[];
}

/** A rule as it concerns the caller. */
export class OwnRetentionView extends RetentionRuleView {
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'date',
    description: 'First day without it; null: not known yet, for good, or nothing is kept',
  })
  readonly goesOn: string | null;
}

/** The rules by which identity keeps data of the caller. */
export class OwnRetentionList {
  @ApiProperty({ type: [OwnRetentionView] }) readonly items: readonly OwnRetentionView[];
}

/** Of which day a preview is. */
export class RetentionPreviewQuery {
  @ApiPropertyOptional({
    format: 'date',
    description: 'What would go on this day by the rules on record; default today',
  })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly on?: string;
}

/** What would go of a kind. */
export class RetentionPreviewView {
  @ApiProperty({ enum: ERASABLE_KINDS }) readonly kind: ErasableKind;
  @ApiProperty() readonly title: BothLanguages;
  @ApiProperty({ enum: ['ERASE', 'PSEUDONYMISE'] }) readonly act: string;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'uuid',
    description: 'null: no rule has begun, so nothing goes',
  })
  readonly ruleId: string | null;
  @ApiProperty({ description: 'Records whose period is over' }) readonly due: number;
  @ApiProperty({ nullable: true, type: String, format: 'date' }) readonly oldest: string | null;
}

/** What would go on a day, by kind. */
export class RetentionPreview {
  @ApiProperty({ format: 'date' }) readonly on: string;
  @ApiProperty({ type: [RetentionPreviewView] }) readonly items: readonly RetentionPreviewView[];
}

/** Filters of the records that would go. */
export class RetentionDueQuery extends PageQuery {
  @ApiProperty({ enum: ERASABLE_KINDS })
  @IsIn(ERASABLE_KINDS)
  readonly kind: ErasableKind;

  @ApiPropertyOptional({ format: 'date', description: 'Default today' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly on?: string;
}

/** A record whose period is over. */
export class RetentionDueView {
  @ApiProperty() readonly id: string;
  @ApiProperty({ format: 'date', description: 'From when its period is counted' }) readonly since: string;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) readonly employeeId: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly name: string | null;
}

/** One page of records whose period is over, the oldest first. */
export class RetentionDuePage {
  @ApiProperty({ type: [RetentionDueView] }) readonly items: readonly RetentionDueView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** What was erased in one turn. */
export class RetentionRunView {
  @ApiProperty({ format: 'uuid' }) readonly runId: string;
  @ApiProperty({ enum: ERASABLE_KINDS }) readonly kind: string;
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
  @ApiProperty() readonly erased: number;
  @ApiProperty({ format: 'date-time' }) readonly finishedAt: Date;
}

/** One page of what was erased, the newest first. */
export class RetentionRunPage {
  @ApiProperty({ type: [RetentionRunView] }) readonly items: readonly RetentionRunView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** The rule that was added. */
export class RetentionRuleIdView {
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
}
