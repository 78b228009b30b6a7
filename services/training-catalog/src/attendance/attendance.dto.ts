import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
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

export const ATTENDANCE_STATES = ['PRESENT', 'LATE', 'EXCUSED', 'ABSENT'] as const;
export type AttendanceState = (typeof ATTENDANCE_STATES)[number];
const METHODS = ['CODE', 'TRAINER', 'MANUAL'] as const;

export class CheckInDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly meetingId: string;

  @ApiProperty({ pattern: '^\\d{6}$', description: 'As it is shown in the room or on the screen just now' })
  @Matches(/^\d{6}$/)
  readonly code: string;
}

export class AttendanceEntryDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly enrolmentId: string;

  @ApiProperty({ enum: ATTENDANCE_STATES })
  @IsIn(ATTENDANCE_STATES)
  readonly state: AttendanceState;

  @ApiPropertyOptional({ maxLength: 300, description: 'Needed by who neither teaches nor takes the code' })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly reason?: string;
}

export class RecordAttendanceDto {
  @ApiProperty({ type: [AttendanceEntryDto], maxItems: 1000 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => AttendanceEntryDto)
  readonly entries: AttendanceEntryDto[];
}

export class CheckInCodeView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ format: 'date-time', description: 'Then comes the next one' }) readonly shownUntil: Date;
}

export class CheckedInView {
  @ApiProperty({ format: 'uuid' }) readonly meetingId: string;
  @ApiProperty({ enum: ATTENDANCE_STATES }) readonly state: AttendanceState;
}

export class AttendanceRecordedView {
  @ApiProperty() readonly recorded: number;
}

export class AttendanceRowView {
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ enum: ATTENDANCE_STATES, nullable: true, description: 'Null: not recorded yet' })
  readonly state: AttendanceState | null;
  @ApiProperty({ enum: METHODS, nullable: true }) readonly method: (typeof METHODS)[number] | null;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
}

export class AttendancePage {
  @ApiProperty({ type: [AttendanceRowView] }) readonly items: readonly AttendanceRowView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
