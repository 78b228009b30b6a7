import {
  AskedBySearch,
  EXPORT_FORMATS,
  PageQuery,
  type ExportFormat,
  ApiProperty,
  ApiPropertyOptional,
  OmitType,
} from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';

const STATUSES = ['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU'] as const;
const BANDS = ['none', 'started', 'halfway', 'fulfilled'] as const;

/** What an address does not hold, and the field of the search that takes it. */
const ASKED = { search: 'name', name: 'name' };

export class YearOfPeopleQuery extends PageQuery {
  @ApiPropertyOptional({ minimum: 1950, maximum: 2200, description: 'Calendar year; default: this year' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiPropertyOptional({ enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  readonly employmentStatus?: string;

  @ApiPropertyOptional({ enum: BANDS })
  @IsOptional()
  @IsIn(BANDS)
  readonly band?: string;
}

/** People of the caller's units. */
@AskedBySearch('/api/learning-hours/v1/people/search', ASKED)
export class PeopleQuery extends YearOfPeopleQuery {}

/** A supervisor's own team. */
@AskedBySearch('/api/learning-hours/v1/team/search', ASKED)
export class TeamQuery extends YearOfPeopleQuery {}

export class TeamSearchDto extends YearOfPeopleQuery {
  @ApiProperty({ minLength: 1, maxLength: 100, description: 'Part of a name' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly name: string;
}

/** The whole list: it has no pages. */
@AskedBySearch('/api/learning-hours/v1/people/search', ASKED)
export class TeamExportQuery extends OmitType(YearOfPeopleQuery, ['cursor', 'limit']) {
  @ApiPropertyOptional({ enum: EXPORT_FORMATS, default: 'xlsx' })
  @IsOptional()
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat = 'xlsx';
}

/** How far someone is with the duty of a year. Hours are hundredths of a JP. */
export class TeamMemberView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly employmentStatus: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly agencyName: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly unitName: string | null;
  @ApiProperty({ description: 'After the most that counts' }) readonly counted: number;
  @ApiProperty() readonly earned: number;
  @ApiProperty({ type: Number, nullable: true }) readonly minimum: number | null;
  @ApiProperty() readonly shortfall: number;
  @ApiProperty({ enum: BANDS }) readonly band: string;
  @ApiProperty({ enum: ['FULFILLED', 'ON_PACE', 'BEHIND', 'MISSED'] }) readonly pace: string;
  @ApiProperty({ description: 'Claims that wait for a decision' }) readonly claimsWaiting: number;
}

export class TeamPage {
  @ApiProperty({ type: [TeamMemberView] }) readonly items: readonly TeamMemberView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
