import { ApiProperty, ApiPropertyOptional } from '../openapi/declarations.js';
import { IsDateString, IsOptional, IsString, MaxLength } from 'class-validator';

import { PageQuery } from '../http/page.js';

/** What a time in the trail is chosen by. */
export class DataAccessQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsDateString()
  readonly from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this instant' })
  @IsOptional()
  @IsDateString()
  readonly to?: string;
}

/** Filters of the audit trail. */
export class AuditQuery extends DataAccessQuery {
  @ApiPropertyOptional({ description: 'Opaque id of the record' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly objectId?: string;

  @ApiPropertyOptional({ description: 'Subject of the token that acted' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly actor?: string;

  @ApiPropertyOptional({ example: 'verify-claim' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  readonly action?: string;
}

/** The record that an act was about. */
class AuditObjectView {
  @ApiProperty({ example: 'ledger-entry' }) readonly type: string;
  @ApiProperty() readonly id: string;
}

/** What changed, without the values: digests tell whether two states are the same. */
class AuditChangeView {
  @ApiProperty({ type: [String] }) readonly fields: readonly string[];
  @ApiPropertyOptional() readonly before?: string;
  @ApiPropertyOptional() readonly after?: string;
}

/** One entry of the audit trail. */
export class AuditEntryView {
  @ApiProperty() readonly id: string;
  @ApiProperty({ format: 'date-time' }) readonly recordedAt: Date;
  @ApiProperty() readonly actor: string;
  @ApiProperty() readonly action: string;
  @ApiProperty({ type: AuditObjectView }) readonly object: AuditObjectView;
  @ApiPropertyOptional() readonly reason?: string;
  @ApiPropertyOptional() readonly requestId?: string;
  @ApiPropertyOptional({ type: AuditChangeView }) readonly change?: AuditChangeView;
}

/** One page of the audit trail. */
export class AuditPage {
  @ApiProperty({ type: [AuditEntryView] }) readonly items: readonly AuditEntryView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** Somebody read the caller's own data. */
export class DataAccessView {
  @ApiProperty({ format: 'date-time' }) readonly at: Date;
  @ApiProperty({ description: 'Opaque id of the account or service that read' }) readonly reader: string;
  @ApiProperty({ nullable: true, type: String, description: 'What for', example: 'correction-queue' })
  readonly purpose: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly requestId: string | null;
}

/** One page of who read the caller's own data, newest first. */
export class DataAccessPage {
  @ApiProperty({ type: [DataAccessView] }) readonly items: readonly DataAccessView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
