import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import {
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { GUEST_STATES, type GuestState } from './guest-store.js';
import { OUTGOING_STATES, type OutgoingState } from './own-request.decision.js';

export class RequestSeatDto {
  @ApiProperty({ description: 'A session of another region in which it offers seats' })
  @IsUUID()
  readonly sessionId: string;

  @ApiProperty({ description: 'Who goes: the host is told name and number, encrypted, for the enrolment only' })
  @IsUUID()
  readonly employeeId: string;
}

export class AskSeatElsewhereDto {
  @ApiProperty({ description: 'A session of another region in which it offers seats' })
  @IsUUID()
  readonly sessionId: string;

  @ApiPropertyOptional({ maxLength: 500, description: 'Why; the approvers at home read it, the host does not' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly note?: string;
}

export class WithdrawSeatDto {
  @ApiProperty({ maxLength: 500, description: 'Why; names no person' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class EnrolmentElsewhereQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @IsOptional()
  @IsIn(OUTGOING_STATES)
  readonly state?: OutgoingState;
}

export class SeatRequestedView {
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
}

export class OwnRequestView extends SeatRequestedView {
  @ApiProperty({ enum: OUTGOING_STATES }) readonly state: OutgoingState;
}

export class EnrolmentElsewhereView extends SeatRequestedView {
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ description: 'Region that holds the session' }) readonly hostRegion: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date' }) readonly startsOn: string;
  @ApiProperty({ format: 'date' }) readonly endsOn: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ enum: ['NOMINATION', 'SELF'] }) readonly origin: 'NOMINATION' | 'SELF';
  @ApiProperty({ enum: OUTGOING_STATES }) readonly state: OutgoingState;
  @ApiProperty({ type: String, nullable: true, description: 'Of who asked oneself' }) readonly note: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why, in the words of who decided' })
  readonly reason: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly completionId: string | null;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;
}

export class EnrolmentElsewherePage {
  @ApiProperty({ type: [EnrolmentElsewhereView] }) readonly items: readonly EnrolmentElsewhereView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class GuestQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @IsOptional()
  @IsIn(GUEST_STATES)
  readonly state?: GuestState;

  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly homeRegion?: string;
}

export class DecideGuestDto {
  @IsBoolean()
  readonly accept: boolean;

  @ApiPropertyOptional({ maxLength: 500, description: 'Needed for a refusal; names no person' })
  @ValidateIf((input: DecideGuestDto) => !input.accept || input.reason !== undefined)
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason?: string;
}

export class GuestView {
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty() readonly homeRegion: string;
  @ApiProperty({ type: String, nullable: true, description: 'Forgotten once there is no enrolment' })
  readonly learnerName: string | null;
  @ApiProperty({ enum: GUEST_STATES }) readonly state: GuestState;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
}

export class GuestPage {
  @ApiProperty({ type: [GuestView] }) readonly items: readonly GuestView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
