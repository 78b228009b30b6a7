import { PageQuery } from '@betang/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';
import { DELIVERIES, type Delivery } from '../database/programme.entity.js';
import { IsDay } from '../is-day.js';

export class ScheduleSessionDto {
  @ApiProperty({ format: 'uuid', description: "A programme of this region, or one of another region's that is shared" })
  @IsUUID()
  readonly programmeId: string;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly startsOn: string;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly endsOn: string;

  @ApiPropertyOptional({
    enum: DELIVERIES,
    description: "Default: the programme's own; may be switched without losing hours",
  })
  @IsOptional()
  @IsIn(DELIVERIES)
  readonly delivery?: Delivery;

  @ApiProperty({ maxLength: 300, description: 'Where, or the address of the meeting' })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly place: string;

  @ApiProperty({ minimum: 1, maximum: 10_000 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly capacity: number;
}

export class SessionQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Sessions that end on this day or later' })
  @IsOptional()
  @IsDay()
  readonly from?: string;

  @ApiPropertyOptional({ enum: ['startsOn'], default: 'startsOn' })
  @IsOptional()
  @IsIn(['startsOn'])
  override readonly sort?: 'startsOn';
}

export class SessionView {
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ format: 'date' }) readonly startsOn: string;
  @ApiProperty({ format: 'date' }) readonly endsOn: string;
  @ApiProperty({ enum: DELIVERIES }) readonly delivery: Delivery;
  @ApiProperty() readonly place: string;
  @ApiProperty() readonly capacity: number;
}

export class SessionPage {
  @ApiProperty({ type: [SessionView] }) readonly items: readonly SessionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
