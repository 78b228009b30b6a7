import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';

export class DelegateApprovalDto {
  @ApiProperty({ description: 'Who stands in; needs the right to approve somewhere in the region' })
  @IsUUID()
  readonly toEmployee: string;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ format: 'date', description: 'Last day; 92 days at most' })
  @IsDay()
  readonly validTo: string;

  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class ApprovalDelegationQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'True: neither ended nor over' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly live?: 'true' | 'false';

  @IsOptional()
  @IsUUID()
  readonly toEmployee?: string;
}

export class ApprovalDelegationView {
  @ApiProperty({ format: 'uuid' }) readonly delegationId: string;
  @ApiProperty({ description: 'Account that gave it' }) readonly givenBy: string;
  @ApiProperty({ format: 'uuid' }) readonly toEmployee: string;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ format: 'date' }) readonly validTo: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ format: 'date-time' }) readonly givenAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly endedAt: Date | null;
}

export class ApprovalDelegationPage {
  @ApiProperty({ type: [ApprovalDelegationView] }) readonly items: readonly ApprovalDelegationView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class DelegationEndedView {
  @ApiProperty({ format: 'uuid' }) readonly delegationId: string;
}
