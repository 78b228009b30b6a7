import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';

/** Each year on this day whoever is under the bar is reminded. */
export class ReminderDateDto {
  @ApiProperty({ minimum: 1, maximum: 12 })
  @IsInt()
  @Min(1)
  @Max(12)
  readonly month: number;

  @ApiProperty({ minimum: 1, maximum: 28 })
  @IsInt()
  @Min(1)
  @Max(28)
  readonly day: number;

  @ApiProperty({ enum: ['pace', 'duty'], description: 'Behind the even pace of the year, or under the whole duty' })
  @IsIn(['pace', 'duty'])
  readonly below: 'pace' | 'duty';

  @ApiPropertyOptional({ default: true })
  @IsOptional()
  @IsBoolean()
  readonly active: boolean = true;
}

export class ReminderCalendarDto {
  @ApiProperty({ type: [ReminderDateDto], maxItems: 24 })
  @IsArray()
  @ArrayMaxSize(24)
  @ValidateNested({ each: true })
  @Type(() => ReminderDateDto)
  readonly dates: readonly ReminderDateDto[];
}

export class ReminderDateView extends ReminderDateDto {
  @ApiProperty({ format: 'uuid' }) readonly reminderId: string;
}

export class ReminderCalendarView {
  @ApiProperty({ type: [ReminderDateView] }) readonly dates: readonly ReminderDateView[];
}

export class RunRemindersDto {
  @ApiProperty({ enum: ['pace', 'duty'] })
  @IsIn(['pace', 'duty'])
  readonly below: 'pace' | 'duty';
}

export class ReminderRunsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['-startedAt'], default: '-startedAt' })
  @IsOptional()
  @IsIn(['-startedAt'])
  override readonly sort?: string;
}

export class ReminderRunView {
  @ApiProperty({ format: 'uuid' }) readonly runId: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly reminderId: string | null;
  @ApiProperty() readonly year: number;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
  @ApiProperty({ enum: ['pace', 'duty'] }) readonly below: string;
  @ApiProperty() readonly startedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly startedAt: Date;
  @ApiProperty({ description: 'People who were told' }) readonly people: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly finishedAt: Date | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'No process was there to send it, or all of it, while it could help',
  })
  readonly missedAt: Date | null;
}

export class ReminderRunPage {
  @ApiProperty({ type: [ReminderRunView] }) readonly items: readonly ReminderRunView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ReminderRunStartedView {
  @ApiProperty({ format: 'uuid' }) readonly runId: string;
}
