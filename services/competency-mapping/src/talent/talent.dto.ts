import { PageQuery } from '@betang/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';
import { UploadFileDto } from '../file-import/file-import.dto.js';

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

export class BoxView {
  @ApiProperty({ minimum: 1, maximum: 9 }) readonly box: number;
  @ApiProperty() readonly people: number;
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

export class ReasonView {
  @ApiProperty() readonly reason: string;
  @ApiPropertyOptional() readonly value?: string;
  @ApiProperty({ description: 'In the language asked for' }) readonly text: string;
}

export class SuccessorView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty() readonly place: number;
  @ApiProperty() readonly box: number;
  @ApiProperty({ type: Number, nullable: true }) readonly matchHundredths: number | null;
  @ApiProperty({ type: [ReasonView] }) readonly reasons: readonly ReasonView[];
}

export class SuccessorPage {
  @ApiProperty({ type: [SuccessorView] }) readonly items: readonly SuccessorView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
