import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { SimilarTrainingView } from '../overlap/overlap.dto.js';

export class AdoptWithJoinDto {
  @ApiProperty({ enum: ['ADOPTED', 'FORKED'] })
  @IsIn(['ADOPTED', 'FORKED'])
  readonly kind: 'ADOPTED' | 'FORKED';

  @ApiPropertyOptional({ maxLength: 300, description: 'Penyelenggara; default: that of the draft' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly organiser?: string;
}

export class DecideOverlapDto {
  @IsUUID()
  readonly checkId: string;

  @ApiProperty({ enum: ['JOINED', 'WENT_ON'], description: 'JOINED sets the draft aside: an overlap avoided' })
  @IsIn(['JOINED', 'WENT_ON'])
  readonly outcome: 'JOINED' | 'WENT_ON';

  @ApiProperty({ maxLength: 500, description: 'Why; names no person' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;

  @IsOptional()
  @IsUUID()
  readonly otherProgrammeId?: string;

  @IsOptional()
  @IsUUID()
  readonly otherSessionId?: string;

  @ApiPropertyOptional({
    description: 'With JOINED: takes its programme over in the same step, for the target of this draft',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => AdoptWithJoinDto)
  readonly adopt?: AdoptWithJoinDto;

  @ApiPropertyOptional({
    type: [String],
    description: 'With JOINED: these people get or ask for seats in its session, in the same step',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  readonly nominate?: readonly string[];
}

export class OverlapDecisionView {
  @ApiProperty({ format: 'uuid' }) readonly decisionId: string;
  @ApiProperty({ enum: ['JOINED', 'WENT_ON'] }) readonly outcome: string;
  @ApiProperty({ type: SimilarTrainingView }) readonly other: SimilarTrainingView;
  @ApiProperty({ type: String, nullable: true, description: 'Draft that was made of its programme in the same step' })
  readonly adoptedProgrammeId: string | null;
  @ApiProperty() readonly seatsAsked: number;
}

export class OverlapDecisionQuery extends PageQuery {
  @IsOptional()
  @IsIn(['JOINED', 'WENT_ON'])
  readonly outcome?: 'JOINED' | 'WENT_ON';

  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ description: 'Region that offers the similar one' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly otherRegion?: string;
}

export class RecordedDecisionView {
  @ApiProperty({ format: 'uuid' }) readonly decisionId: string;
  @ApiProperty({ format: 'uuid' }) readonly checkId: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ enum: ['JOINED', 'WENT_ON'] }) readonly outcome: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly score: number;
  @ApiProperty({ format: 'uuid' }) readonly otherProgrammeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly otherSessionId: string | null;
  @ApiProperty() readonly otherRegion: string;
  @ApiProperty({ type: String, nullable: true }) readonly adoptedProgrammeId: string | null;
  @ApiProperty() readonly seatsAsked: number;
  @ApiProperty({ format: 'date-time' }) readonly decidedAt: Date;
}

export class RecordedDecisionPage {
  @ApiProperty({ type: [RecordedDecisionView] }) readonly items: readonly RecordedDecisionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
