import { employmentStatuses, type EmploymentStatus } from '@betang/asn';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { SourceView } from '../statements/figure-source.dto.js';

export class DutiesQuery extends PageQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200, description: 'Calendar year' })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiPropertyOptional({ description: 'Kemendagri code (kode wilayah), 62.03; without it all regions that are known' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @ApiPropertyOptional({ enum: employmentStatuses })
  @IsOptional()
  @IsIn(employmentStatuses)
  readonly status?: EmploymentStatus;
}

/** The duty of learning hours of a status (kewajiban jam pelajaran) by which a region counts a year. */
export class DutyView {
  @ApiProperty() readonly region: string;
  @ApiProperty({ description: 'Employment status (status kepegawaian)' }) readonly status: string;
  @ApiProperty({ type: Number, nullable: true, description: 'The least a person should reach; null: none' })
  readonly leastJp: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'The most that counts; null: all' })
  readonly mostJp: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Regulation that it stands on' })
  readonly basis: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date' }) readonly validFrom: string | null;
  @ApiProperty({
    enum: ['REGION', 'REFERENCE'],
    nullable: true,
    description: "The region's own rule, or the reference that every region begins with; null: none in force",
  })
  readonly origin: string | null;
  @ApiProperty({ type: SourceView, nullable: true, description: 'The event that told of it' })
  readonly source: SourceView | null;
}

export class DutyList {
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: [DutyView] }) readonly items: readonly DutyView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
