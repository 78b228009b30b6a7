import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional, IsString, IsUUID, IsUrl, MaxLength, MinLength } from 'class-validator';
import { MEETING_MODES, type MeetingMode } from './meeting.decision.js';

export class PlanMeetingDto {
  @ApiProperty({ maxLength: 300 })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly topic: string;

  @ApiProperty({ enum: MEETING_MODES })
  @IsIn(MEETING_MODES)
  readonly mode: MeetingMode;

  @ApiProperty({ format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  readonly startsAt: Date;

  @ApiProperty({ format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  readonly endsAt: Date;

  @ApiPropertyOptional({ maxLength: 300 })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  readonly place?: string;

  @ApiPropertyOptional({ maxLength: 1000, description: "Default: the session's" })
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true })
  @MaxLength(1000)
  readonly link?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Employee who teaches it' })
  @IsOptional()
  @IsUUID()
  readonly trainerId?: string;
}

export class MeetingQuery extends PageQuery {
  @ApiPropertyOptional({ enum: MEETING_MODES })
  @IsOptional()
  @IsIn(MEETING_MODES)
  readonly mode?: MeetingMode;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Whether it was cancelled' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly cancelled?: string;
}

export class CalendarQuery extends PageQuery {
  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly from: string;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly to: string;
}

export class MeetingView {
  @ApiProperty({ format: 'uuid' }) readonly meetingId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty() readonly topic: string;
  @ApiProperty({ enum: MEETING_MODES }) readonly mode: MeetingMode;
  @ApiProperty({ format: 'date-time' }) readonly startsAt: Date;
  @ApiProperty({ format: 'date-time' }) readonly endsAt: Date;
  @ApiProperty({ type: String, nullable: true }) readonly place: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'For participants and those who hold it' })
  readonly link: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly trainerId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly cancelledReason: string | null;
}

export class MeetingPage {
  @ApiProperty({ type: [MeetingView] }) readonly items: readonly MeetingView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** A meeting in the calendar of the region. */
export class CalendarEntryView extends MeetingView {
  @ApiProperty() readonly title: string;
}

export class CalendarPage {
  @ApiProperty({ type: [CalendarEntryView] }) readonly items: readonly CalendarEntryView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
