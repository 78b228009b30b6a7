import { PageQuery, ApiProperty, ApiPropertyOptional, UploadFileDto } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';

export class TakeSnapshotDto {
  @ApiProperty({ description: 'Year of the appraisals' })
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year: number;
}

export class UploadScoresDto extends UploadFileDto {
  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year: number;

  @ApiProperty({ example: 'e-Kinerja BKN' })
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  readonly source: string;
}

export class MakePoolDto {
  @IsUUID()
  readonly snapshotId: string;

  @ApiProperty({ description: 'Position to be filled' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly positionName: string;

  @ApiProperty({ format: 'uuid', description: 'Its standard' })
  @IsUUID()
  readonly standardId: string;
}

export class PlaceQuery extends PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(9)
  readonly box?: number;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class SnapshotView {
  @ApiProperty({ format: 'uuid' }) readonly snapshotId: string;
  @ApiProperty() readonly year: number;
  @ApiProperty({ description: 'Version of the thresholds' }) readonly ruleVersion: string;
  @ApiProperty() readonly people: number;
  @ApiProperty({ description: 'People in service whom a figure is missing of' }) readonly without: number;
  @ApiProperty({ format: 'date-time' }) readonly takenAt: Date;
}

export class SnapshotPage {
  @ApiProperty({ type: [SnapshotView] }) readonly items: readonly SnapshotView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class FollowUpView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: 'In the language asked for' }) readonly text: string;
}

export class BoxView {
  @ApiProperty({ minimum: 1, maximum: 9 }) readonly box: number;
  @ApiProperty() readonly people: number;
  @ApiProperty({ type: [FollowUpView], description: 'What is to be done, by the rule of the snapshot' })
  readonly followUps: readonly FollowUpView[];
}

export class UnplacedQuery extends PageQuery {
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiProperty({ enum: ['PERFORMANCE', 'POTENTIAL'], description: 'The figure that is missing' })
  @IsIn(['PERFORMANCE', 'POTENTIAL'])
  readonly missing: 'PERFORMANCE' | 'POTENTIAL';

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class UnplacedView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
}

export class UnplacedPage {
  @ApiProperty({ type: [UnplacedView] }) readonly items: readonly UnplacedView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class SnapshotBoxes extends SnapshotView {
  @ApiProperty({ type: [BoxView], description: 'All nine' }) readonly boxes: readonly BoxView[];
}

export class PlaceView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty({ description: 'Hundredths' }) readonly performance: number;
  @ApiProperty({ description: 'Hundredths' }) readonly potential: number;
  @ApiProperty({ enum: ['ASSESSED', 'MATCH'], description: 'Where the potential is from' })
  readonly potentialSource: string;
  @ApiProperty() readonly box: number;
}

export class PlacePage {
  @ApiProperty({ type: [PlaceView] }) readonly items: readonly PlaceView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class PoolView {
  @ApiProperty({ format: 'uuid' }) readonly poolId: string;
  @ApiProperty() readonly candidates: number;
}

export class PoolQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly snapshotId?: string;

  @ApiPropertyOptional({ description: 'Part of the name of the position' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly search?: string;
}

export class PoolSummaryView {
  @ApiProperty({ format: 'uuid' }) readonly poolId: string;
  @ApiProperty({ format: 'uuid' }) readonly snapshotId: string;
  @ApiProperty({ description: 'Year of the appraisals' }) readonly year: number;
  @ApiProperty() readonly positionName: string;
  @ApiProperty({ format: 'uuid' }) readonly standardId: string;
  @ApiProperty({ type: Number, nullable: true }) readonly standardVersion: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Thresholds and boxes of the pool' })
  readonly ruleVersion: string | null;
  @ApiProperty() readonly madeBy: string;
  @ApiProperty({ format: 'date-time' }) readonly madeAt: Date;
  @ApiProperty({ description: 'People of the snapshot; who is no candidate stands in no box of the pool' })
  readonly considered: number;
  @ApiProperty() readonly candidates: number;
}

export class PoolPage {
  @ApiProperty({ type: [PoolSummaryView] }) readonly items: readonly PoolSummaryView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class MissingLevelView {
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly required: number;
  @ApiProperty({ description: '0: none' }) readonly held: number;
}

export class SuccessorReasonView {
  @ApiProperty() readonly reason: string;
  @ApiPropertyOptional() readonly value?: string;
  @ApiPropertyOptional({ type: [MissingLevelView] }) readonly missing?: readonly MissingLevelView[];
  @ApiProperty({ description: 'In the language asked for' }) readonly text: string;
}

export class SuccessorView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly positionName: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly agencyName: string | null;
  @ApiProperty({ description: 'False: left since the pool was made' }) readonly inService: boolean;
  @ApiProperty() readonly place: number;
  @ApiProperty() readonly box: number;
  @ApiProperty({ type: Number, nullable: true }) readonly matchHundredths: number | null;
  @ApiProperty({ type: [SuccessorReasonView] }) readonly reasons: readonly SuccessorReasonView[];
}

export class SuccessorPage {
  @ApiProperty({ type: [SuccessorView] }) readonly items: readonly SuccessorView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
