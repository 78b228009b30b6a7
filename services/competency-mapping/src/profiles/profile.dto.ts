import { AskedBySearch, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';
import { EVIDENCE_SOURCES, EvidenceOriginView } from '../evidence/evidence-origin.dto.js';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';

export class RevocationView {
  @ApiProperty({ format: 'date-time' }) readonly at: string;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The event that revoked it; null: a person here did',
  })
  readonly eventId: string | null;
}

export class EvidenceExplained {
  @ApiProperty({ format: 'uuid' }) readonly evidenceId: string;
  @ApiProperty({ description: 'Code as it was recorded' }) readonly code: string;
  @ApiProperty({ description: 'Level as it was recorded' }) readonly level: number;
  @ApiProperty({ description: 'Level in the dictionary and by the rule in force' }) readonly currentLevel: number;
  @ApiProperty() readonly method: string;
  @ApiProperty({ format: 'date' }) readonly observedOn: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validUntil: string | null;
  @ApiProperty({
    description:
      'CHOSEN, COUNTED, OLDER, LOWER, DOES_NOT_RAISE, REVOKED, EXPIRED, NOT_YET, METHOD_NOT_COUNTED, COMPETENCY_GONE',
  })
  readonly verdict: string;
  @ApiProperty({ description: 'The verdict in words' }) readonly because: string;
  @ApiProperty({ description: 'Who assessed: an institution, or a role' }) readonly assessor: string;
  @ApiProperty({ type: String, nullable: true, description: 'Number of the report or certificate' })
  readonly reference: string | null;
  @ApiProperty({ format: 'uuid', description: 'What it was recorded with: an assessment, a completion, a transfer' })
  readonly assessmentId: string;
  @ApiProperty({ enum: EVIDENCE_SOURCES }) readonly source: string;
  @ApiProperty({ description: 'Rule that its validity follows from' }) readonly ruleVersion: string;
  @ApiProperty({ format: 'date-time', description: 'When it came on record in this region' })
  readonly recordedAt: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The event that brought it, whose causes can be traced; null: a person or a file here did',
  })
  readonly eventId: string | null;
  @ApiProperty({
    type: EvidenceOriginView,
    nullable: true,
    description: 'Null: it came on record in this region first',
  })
  readonly origin: EvidenceOriginView | null;
  @ApiProperty({ type: RevocationView, nullable: true }) readonly revoked: RevocationView | null;
}

export class CompetencyGapView {
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: the standard does not ask for it' })
  readonly required: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: nothing valid shows it' })
  readonly level: number | null;
  @ApiProperty({ description: 'Missing levels; 0 where none is missing' }) readonly gap: number;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validUntil: string | null;
  @ApiProperty({ type: [EvidenceExplained] }) readonly evidence: readonly EvidenceExplained[];
}

export class StandardUsedView {
  @ApiProperty({ format: 'uuid' }) readonly standardId: string;
  @ApiProperty() readonly version: number;
  @ApiProperty() readonly title: string;
  @ApiProperty({ description: 'POSITION or TYPE' }) readonly scope: string;
  @ApiProperty() readonly legalBasis: string;
}

export class RuleUsedView {
  @ApiProperty() readonly ruleVersion: string;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty() readonly legalBasis: string;
  @ApiPropertyOptional({ description: 'What it says' }) readonly text?: string;
}

export class MatchView {
  @ApiProperty({ type: Number, nullable: true, description: 'Hundredths of a percent; null where nothing is assessed' })
  readonly hundredths: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'O optimal, CO cukup optimal, KO kurang optimal' })
  readonly mapping: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'MS, MMS or KMS' }) readonly promotion: string | null;
  @ApiProperty() readonly required: number;
  @ApiProperty() readonly assessed: number;
  @ApiProperty() readonly withGap: number;
  @ApiProperty() readonly deficit: number;
}

/** A person's profile beside a standard, explained down to the evidence and the rules. */
export class ProfileView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ format: 'date' }) readonly asOf: string;
  @ApiProperty() readonly dictionaryVersion: number;
  @ApiProperty({ type: RuleUsedView }) readonly rule: RuleUsedView;
  @ApiProperty({ type: RuleUsedView }) readonly matchRule: RuleUsedView;
  @ApiProperty({ type: StandardUsedView, nullable: true }) readonly standard: StandardUsedView | null;
  @ApiProperty({ type: MatchView }) readonly match: MatchView;
  @ApiProperty({ type: [CompetencyGapView] }) readonly competencies: readonly CompetencyGapView[];
}

export class ProfileQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Compare with this standard instead: the position to be held' })
  @IsOptional()
  @IsUUID()
  readonly standardId?: string;
}

@AskedBySearch('/api/competency-mapping/v1/people/search', { q: 'name', name: 'name' })
export class PeopleQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  /** Only people with a match below so many hundredths of a percent. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly below?: number;

  @ApiPropertyOptional({
    description: 'Only people who hold this competency, whoever they are: for roles and alternates',
  })
  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly competency?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 5, default: 1, description: 'With `competency`: the least level held' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(5)
  readonly minLevel?: number;

  /** `none`: only people whose competencies nobody has assessed. */
  @IsOptional()
  @IsIn(['none', 'some'])
  readonly assessed?: 'none' | 'some';
}

export class PeopleSearchDto extends PeopleQuery {
  @ApiProperty({ minLength: 1, maxLength: 100, description: 'Part of a name' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly name: string;
}

export class PersonMatchView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null once the identity was erased' })
  readonly name: string | null;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty({ type: String, nullable: true }) readonly positionName: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly matchHundredths: number | null;
  @ApiProperty() readonly required: number;
  @ApiProperty() readonly assessed: number;
  @ApiProperty() readonly withGap: number;
  @ApiProperty() readonly deficit: number;
}

export class PersonMatchPage {
  @ApiProperty({ type: [PersonMatchView] }) readonly items: readonly PersonMatchView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
