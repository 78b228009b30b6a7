import { PageQuery } from '@betang/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { rosterFields, type RosterField } from '../roster-file/roster-field.js';
import { LEAVE_REASONS, type ImportState, type LeaveReason } from './roster-import.js';

/** The form beside the uploaded file. */
export class UploadRosterDto {
  @ApiProperty({ type: 'string', format: 'binary', description: '.xlsx or .csv' })
  @IsOptional()
  readonly file?: unknown;

  @ApiPropertyOptional({ description: 'Agency of all rows, for a file without a column for it' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly agency?: string;
}

/** An officer's correction of what the columns mean. */
export class RosterMappingDto {
  @ApiPropertyOptional({ default: 0, description: 'Sheet, counted from 0' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  readonly sheet: number = 0;

  @ApiProperty({ description: 'First row of people, as the spreadsheet numbers it' })
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly firstDataRow: number;

  @ApiProperty({
    description: 'Column of each field, counted from 0',
    type: 'object',
    properties: Object.fromEntries(rosterFields.map((field) => [field, { type: 'integer', minimum: 0 }])),
    example: { employeeNumber: 2, name: 1, agency: 13 },
  })
  @IsObject()
  readonly columns: Readonly<Partial<Record<RosterField, number>>>;

  @ApiPropertyOptional({ description: 'Agency of all rows, for a file without a column for it' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly agency?: string;
}

/** How a preview is to be applied. */
export class ApplyRosterDto {
  @ApiPropertyOptional({
    default: false,
    description: 'True: people of the agencies in the file whom the file does not name leave',
  })
  @IsOptional()
  @IsBoolean()
  readonly applyLeavers: boolean = false;

  @ApiPropertyOptional({ format: 'date', description: 'First day no longer in service; default today' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly leftOn?: string;

  @ApiPropertyOptional({ enum: LEAVE_REASONS, default: 'OTHER' })
  @IsOptional()
  @IsIn(LEAVE_REASONS)
  readonly leaveReason: LeaveReason = 'OTHER';

  @ApiPropertyOptional({
    enum: ['create', 'queue'],
    default: 'create',
    description: 'queue: units that nobody recorded are not made; their people are queued',
  })
  @IsOptional()
  @IsIn(['create', 'queue'])
  readonly newUnits: 'create' | 'queue' = 'create';
}

/** Which rows with problems are shown. */
export class ProblemQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ['error', 'warning'],
    default: 'error',
    description: 'error: rows refused; warning: rows taken and queued',
  })
  @IsOptional()
  @IsIn(['error', 'warning'])
  readonly severity: 'error' | 'warning' = 'error';
}

export const DIFFERENCE_KINDS = ['JOINER', 'RETURNER', 'CHANGED', 'LEAVER', 'UNIT'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** Which differences are shown. */
export class DifferenceQuery extends PageQuery {
  @ApiProperty({ enum: DIFFERENCE_KINDS })
  @IsIn(DIFFERENCE_KINDS)
  readonly kind: DifferenceKind;
}

/** An import and how far it is. */
export class RosterImportView {
  @ApiProperty({ format: 'uuid' }) readonly importId: string;
  @ApiProperty({
    enum: ['READING', 'NEEDS_MAPPING', 'COMPARING', 'PREVIEWED', 'APPLYING', 'APPLIED', 'FAILED', 'CANCELLED'],
  })
  readonly state: ImportState;
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ enum: ['XLSX', 'CSV'] }) readonly fileFormat: string;
  @ApiProperty() readonly contentHash: string;
  @ApiProperty({ format: 'date-time' }) readonly uploadedAt: Date;
  @ApiProperty({
    nullable: true,
    type: 'object',
    additionalProperties: true,
    description: 'Sheets and columns as found',
  })
  readonly layout: unknown;
  @ApiProperty({ nullable: true, type: 'object', additionalProperties: true, description: 'The mapping in force' })
  readonly mapping: unknown;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What is being done, how many rows are done, and of how many where that is known',
  })
  readonly progress: { readonly phase: ImportState; readonly done: number; readonly total: number | null };
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } }) readonly counts: Readonly<
    Record<string, number>
  >;
  @ApiProperty({
    nullable: true,
    type: 'object',
    additionalProperties: true,
    description: 'Why the file could not be read',
  })
  readonly failure: { readonly code: string; readonly message: { readonly id: string; readonly en: string } } | null;
  @ApiProperty({ type: [String], description: 'Earlier imports of the very same file' })
  readonly sameFileAs: readonly string[];
}
