import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { DECISIONS, type Decision } from './approval.decision.js';

const STATES = ['PENDING', ...DECISIONS] as const;
type State = (typeof STATES)[number];

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

export class RequestQuery extends PageQuery {
  @IsOptional()
  @IsIn(STATES)
  readonly state?: State;

  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;
}

export class PublicationRequestView {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ description: 'Revision that was submitted: only it can be published' }) readonly revision: number;
  @ApiProperty({ description: 'Region that decides' }) readonly approver: string;
  @ApiProperty({ enum: STATES }) readonly state: string;
  @ApiPropertyOptional({ type: String, nullable: true }) readonly reason?: string | null;
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
  @ApiProperty({ enum: STATES }) readonly state: string;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
  @ApiProperty({ format: 'date-time' }) readonly receivedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
}

export class PublicationReviewPage {
  @ApiProperty({ type: [PublicationReviewView] }) readonly items: readonly PublicationReviewView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
