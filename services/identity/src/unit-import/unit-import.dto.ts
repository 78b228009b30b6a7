import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional } from 'class-validator';
import type { LineOutcome } from './unit-lines.js';

const OUTCOMES = ['NEW', 'KNOWN', 'CODE', 'REFUSED'] as const;

/** A file of units. */
export class UnitImportFileDto {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: '.xlsx or .csv with columns for name, unit above, code, number of the head',
  })
  @IsOptional()
  readonly file?: unknown;
}

/** Which lines of a file are shown. */
export class UnitImportLineQuery extends PageQuery {
  @ApiPropertyOptional({ enum: OUTCOMES })
  @IsOptional()
  @IsIn(OUTCOMES)
  readonly outcome?: LineOutcome;
}

/** A file of units and how far it is. */
export class UnitImportView {
  @ApiProperty({ format: 'uuid' }) readonly importId: string;
  @ApiProperty({ enum: ['PREVIEWED', 'APPLIED', 'CANCELLED'] }) readonly state: string;
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ format: 'date-time' }) readonly uploadedAt: Date;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Lines by outcome, and heads that are on record',
  })
  readonly counts: Readonly<Record<string, number>>;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly appliedAt: Date | null;
}

/** What a line comes to: a new unit, one on record, one that gets its code, or none. */
export class UnitImportLineView {
  @ApiProperty() readonly rowNumber: number;
  @ApiProperty() readonly name: string;
  @ApiProperty({ nullable: true, type: String }) readonly parent: string | null;
  @ApiProperty({ enum: OUTCOMES }) readonly outcome: LineOutcome;
  @ApiProperty({ nullable: true, type: String }) readonly problem: string | null;
  @ApiProperty({
    enum: ['name', 'parent'],
    isArray: true,
    description: 'What of a unit on record is otherwise in the file: a rename or a move that is still to be recorded',
  })
  readonly differs: readonly string[];
  @ApiProperty({
    nullable: true,
    type: String,
    enum: ['unit-file.head-unreadable', 'unit-file.head-unknown', 'unit-file.head-left'],
    description: 'Why the head that is named is not put in office',
  })
  readonly headProblem: string | null;
}
