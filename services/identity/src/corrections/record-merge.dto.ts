import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { MERGE_STATES, type MergeState } from './record-merge.js';

/** Two records that are of one person. */
export class NewRecordMergeDto {
  @ApiProperty({ format: 'uuid', description: 'The record that stays: what it says holds' })
  @IsUUID()
  readonly stays: string;

  @ApiProperty({ format: 'uuid', description: 'The record that becomes part of it' })
  @IsUUID()
  readonly goes: string;

  @ApiPropertyOptional({ maxLength: 500, description: 'Why; must not name persons' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly note?: string;
}

/** Filters of the list of merges. */
export class RecordMergeQuery extends PageQuery {
  @ApiPropertyOptional({ enum: MERGE_STATES })
  @IsOptional()
  @IsIn(MERGE_STATES)
  readonly state?: MergeState;

  @ApiPropertyOptional({ format: 'uuid', description: 'Merges that this record was part of' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @ApiPropertyOptional({ enum: ['mergedAt', '-mergedAt'], default: '-mergedAt' })
  @IsOptional()
  @IsIn(['mergedAt', '-mergedAt'])
  override readonly sort?: 'mergedAt' | '-mergedAt';
}

class MergedRecord {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
}

/** Two records joined into one. */
export class RecordMergeView {
  @ApiProperty({ format: 'uuid' }) readonly mergeId: string;
  @ApiProperty({
    enum: MERGE_STATES,
    description: 'OPEN: can be undone; FINAL: the other services joined what they keep',
  })
  readonly state: MergeState;
  @ApiProperty({ type: MergedRecord }) readonly stays: MergedRecord;
  @ApiProperty({ type: MergedRecord }) readonly goes: MergedRecord;
  @ApiProperty() readonly mergedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly mergedAt: Date;
  @ApiProperty({ format: 'date-time' }) readonly undoUntil: Date;
  @ApiProperty({ nullable: true, type: String }) readonly note: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly endedAt: Date | null;
}

/** One page of merges. */
export class RecordMergePage {
  @ApiProperty({ type: [RecordMergeView] }) readonly items: readonly RecordMergeView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** The merge that was made. */
export class RecordMergeIdView {
  @ApiProperty({ format: 'uuid' }) readonly mergeId: string;
}

/** What became of a merge. */
export class RecordMergeStateView extends RecordMergeIdView {
  @ApiProperty({ enum: ['UNDONE', 'FINAL'] }) readonly state: 'UNDONE' | 'FINAL';
}
