import {
  EXPORT_FORMATS,
  PageQuery,
  type ExportFormat,
  ApiProperty,
  ApiPropertyOptional,
  OmitType,
} from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

export class PeopleAtRiskQuery extends PageQuery {
  @ApiPropertyOptional({ minimum: 1950, maximum: 2200, description: 'Calendar year; default: this year' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({
    enum: ['pace', 'duty'],
    default: 'pace',
    description: 'Behind the even pace of the year, or under the whole duty',
  })
  @IsOptional()
  @IsIn(['pace', 'duty'])
  readonly below: 'pace' | 'duty' = 'pace';

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiPropertyOptional({ enum: ['-shortfall'], default: '-shortfall' })
  @IsOptional()
  @IsIn(['-shortfall'])
  override readonly sort?: '-shortfall';
}

/** The whole list: it has no pages. */
export class PeopleAtRiskExportQuery extends OmitType(PeopleAtRiskQuery, ['cursor', 'limit']) {
  @ApiPropertyOptional({ enum: EXPORT_FORMATS, default: 'xlsx' })
  @IsOptional()
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat = 'xlsx';
}

/** Someone who will miss the duty of the year at this pace. Hours are hundredths of a JP. */
export class PersonAtRiskView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly employmentStatus: string;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty({ type: String, nullable: true }) readonly agencyName: string | null;
  @ApiProperty() readonly counted: number;
  @ApiProperty() readonly minimum: number;
  @ApiProperty({ description: 'Hours missing to the whole duty' }) readonly shortfall: number;
}

export class PersonAtRiskPage {
  @ApiProperty({ type: [PersonAtRiskView] }) readonly items: readonly PersonAtRiskView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
