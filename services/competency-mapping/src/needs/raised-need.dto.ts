import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform } from 'class-transformer';
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
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';

const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH'];
const RAISED_SOURCES = ['DRILL', 'AFTER_ACTION', 'FORUM'];

export class RaisedQuery extends PageQuery {
  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly competencyCode?: string;

  @ApiPropertyOptional({ description: 'Only those that are not closed, or only those that are' })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly open?: boolean;

  @IsOptional()
  @IsIn(RAISED_SOURCES)
  readonly source?: string;

  @IsOptional()
  @IsIn(SEVERITIES)
  readonly severity?: string;

  @IsOptional()
  @IsUUID()
  readonly unitId?: string;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class RaiseNeedDto {
  @Matches(COMPETENCY_CODE)
  readonly competencyCode: string;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly level: number;

  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly people: number;

  @IsOptional()
  @IsUUID()
  readonly unitId?: string;

  @IsIn(['LOW', 'MEDIUM', 'HIGH'])
  readonly severity: 'LOW' | 'MEDIUM' | 'HIGH';

  @ApiProperty({ maxLength: 500, description: 'What the forum found' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly title: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The forum: a session of training-catalog' })
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @IsOptional()
  @IsDay()
  readonly dueOn?: string;
}

export class RecodeNeedDto {
  @Matches(COMPETENCY_CODE)
  readonly competencyCode: string;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly level: number;
}

export class CloseNeedDto {
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class RaisedNeedView {
  @ApiProperty({ format: 'uuid' }) readonly needId: string;
  @ApiProperty({ enum: RAISED_SOURCES }) readonly source: string;
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty() readonly level: number;
  @ApiProperty() readonly people: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly unitId: string | null;
  @ApiProperty({ enum: ['LOW', 'MEDIUM', 'HIGH'] }) readonly severity: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date' }) readonly raisedOn: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly dueOn: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly closedReason: string | null;
}

export class RaisedNeedPage {
  @ApiProperty({ type: [RaisedNeedView] }) readonly items: readonly RaisedNeedView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class RecodedNeedView {
  @ApiProperty({ format: 'uuid' }) readonly needId: string;
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty() readonly level: number;
}
