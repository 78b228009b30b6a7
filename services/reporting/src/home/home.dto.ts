import { employmentStatuses, type EmploymentStatus } from '@betang/asn';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

export class HomeUnitsQuery extends PageQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200, description: 'Calendar year' })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Units of this agency (perangkat daerah); without it all agencies',
  })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

const PEOPLE_SORTS = ['counted', '-counted', 'name', '-name'] as const;

export class HomePeopleQuery extends PageQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200, description: 'Calendar year' })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly unitId: string;

  @ApiPropertyOptional({ enum: employmentStatuses })
  @IsOptional()
  @IsIn(employmentStatuses)
  readonly status?: EmploymentStatus;

  @ApiPropertyOptional({ enum: PEOPLE_SORTS, default: 'counted', description: 'By hours, or by name' })
  @IsOptional()
  @IsIn(PEOPLE_SORTS)
  override readonly sort?: (typeof PEOPLE_SORTS)[number];
}

/** An agency or unit by the people who served in it when the year ended; in the present year, as things stand. */
export class HomeUnitView {
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty() readonly people: number;
  @ApiProperty({ description: 'People with counted hours in the year' }) readonly withHours: number;
  @ApiProperty({ description: 'People who fulfilled the duty of the year' }) readonly fulfilled: number;
  @ApiProperty({ description: 'Percent of the people who fulfilled it, one decimal' })
  readonly fulfilledPercent: number;
  @ApiProperty({ description: 'Counted learning hours in JP' }) readonly countedJp: number;
}

export class HomeUnitsView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly asOf: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lagSeconds: number | null;
  @ApiProperty({ type: [HomeUnitView] }) readonly items: readonly HomeUnitView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class HomePersonView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly employmentStatus: string;
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty({ description: 'Counted learning hours in JP' }) readonly countedJp: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Duty of the status in the year, in JP; null: none' })
  readonly leastJp: number | null;
  @ApiProperty({ description: 'Whether the duty of the year is fulfilled' }) readonly fulfilled: boolean;
}

export class HomePeoplePage {
  @ApiProperty({ type: [HomePersonView] }) readonly items: readonly HomePersonView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class HomeLineageQuery extends PageQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200 })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;
}

/** A ledger entry in a person's hours, and the event of learning-hours that brought it. */
export class HomeEntryView {
  @ApiProperty({ format: 'uuid' }) readonly entryId: string;
  @ApiProperty() readonly month: number;
  @ApiProperty() readonly countedJp: number;
  @ApiProperty({ type: String, nullable: true }) readonly epoch: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly position: number | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly eventId: string | null;
}

export class HomeLineageView {
  @ApiProperty({ type: [HomeEntryView] }) readonly items: readonly HomeEntryView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
