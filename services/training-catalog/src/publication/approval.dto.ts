import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { DECISIONS, REQUEST_STATES, type Decision, type RequestState } from './approval.decision.js';

export class DecidePublicationDto {
  @IsIn(DECISIONS)
  readonly decision: Decision;

  @ApiPropertyOptional({ maxLength: 500, description: 'Needed unless it is approved; names no person' })
  @ValidateIf((input: DecidePublicationDto) => input.decision !== 'APPROVED' || input.reason !== undefined)
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason?: string;
}

export class WithdrawRequestDto {
  @ApiProperty({ maxLength: 500, description: 'Why; the province reads it where it was asked; names no person' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class RequestQuery extends PageQuery {
  @IsOptional()
  @IsIn(REQUEST_STATES)
  readonly state?: RequestState;

  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class PublicationReviewQuery extends RequestQuery {
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;
}

export class PublicationRequestView {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ description: 'Revision that was submitted: only it can be published' }) readonly revision: number;
  @ApiProperty({ description: 'Region that decides' }) readonly approver: string;
  @ApiProperty({ enum: REQUEST_STATES, description: 'WITHDRAWN: taken back, or not needed any more' })
  readonly state: string;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date-time' }) readonly submittedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
}

export class PublicationRequestPage {
  @ApiProperty({ type: [PublicationRequestView] }) readonly items: readonly PublicationRequestView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class PublicationReviewView {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty() readonly region: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ type: Object, description: 'The programme as it was submitted, and what the check for overlap found' })
  readonly submitted: Readonly<Record<string, unknown>>;
  @ApiProperty({ enum: REQUEST_STATES }) readonly state: string;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Account in whose place it was decided' })
  readonly onBehalfOf: string | null;
  @ApiProperty({ format: 'date-time' }) readonly receivedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
}

export class PublicationReviewPage {
  @ApiProperty({ type: [PublicationReviewView] }) readonly items: readonly PublicationReviewView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
