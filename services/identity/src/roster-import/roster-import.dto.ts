import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
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
  ValidateNested,
} from 'class-validator';
import { rosterFields, type RosterField } from '../roster-file/roster-field.js';
import { LEAVE_REASONS, type LeaveReason } from '../employees/employee.js';
import { IMPORT_STATES, type ImportState } from './roster-import.js';

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

/** What the columns of one sheet mean. */
export class SheetMappingDto {
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
}

/** An officer's correction of what the columns mean. */
export class RosterMappingDto extends SheetMappingDto {
  @ApiPropertyOptional({
    type: [SheetMappingDto],
    description: 'Further sheets of the same list, such as one for PNS and one for PPPK; other sheets are not read',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => SheetMappingDto)
  readonly further?: readonly SheetMappingDto[];

  @ApiPropertyOptional({ default: true, description: 'Propose this mapping for later files of the same headings' })
  @IsOptional()
  @IsBoolean()
  readonly save: boolean = true;

  @ApiPropertyOptional({ description: 'Agency of all rows, for a file without a column for it' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly agency?: string;
}

/** Which imports are listed. */
export class ImportQuery extends PageQuery {
  @ApiPropertyOptional({ enum: IMPORT_STATES })
  @IsOptional()
  @IsIn(IMPORT_STATES)
  readonly state?: ImportState;

  @ApiPropertyOptional({ enum: ['uploadedAt', '-uploadedAt'], default: '-uploadedAt' })
  @IsOptional()
  @IsIn(['uploadedAt', '-uploadedAt'])
  override readonly sort?: 'uploadedAt' | '-uploadedAt';
}

/** How an import is to be undone. */
export class UndoRosterDto {
  @ApiPropertyOptional({
    default: false,
    description: 'True: whoever was changed since stays as they are; else the undo is refused',
  })
  @IsOptional()
  @IsBoolean()
  readonly keepChanged: boolean = false;
}

/** Somebody whom an undo leaves as they are. */
export class KeptPersonView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ nullable: true, type: Number }) readonly rowNumber: number | null;
  @ApiProperty({ enum: ['changed-since', 'in-transfer', 'gone'] }) readonly because: string;
}

/** What undoing an import would come to, with a page of those who were changed since. */
export class UndoPreviewView {
  @ApiProperty() readonly undoable: number;
  @ApiProperty() readonly changedSince: number;
  @ApiProperty({ type: [KeptPersonView] }) readonly items: readonly KeptPersonView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
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

  @ApiPropertyOptional({
    format: 'date',
    description: 'From when changes hold that the file gives no day for; default today',
  })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly effectiveOn?: string;

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
    description: 'error: rows refused; warning: rows taken and queued, or taken without a first day (TMT)',
  })
  @IsOptional()
  @IsIn(['error', 'warning'])
  readonly severity: 'error' | 'warning' = 'error';
}

/** `MOVER`: who changes to another unit or agency, a part of `CHANGED`. */
export const DIFFERENCE_KINDS = ['JOINER', 'RETURNER', 'CHANGED', 'MOVER', 'LEAVER', 'UNIT'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** Which differences are shown. */
export class DifferenceQuery extends PageQuery {
  @ApiProperty({ enum: DIFFERENCE_KINDS })
  @IsIn(DIFFERENCE_KINDS)
  readonly kind: DifferenceKind;
}

/** A sheet that is a list of people too and is not read. */
export class SheetNotReadView {
  @ApiProperty({ description: 'Counted from 0' }) readonly sheet: number;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly people: number;
  @ApiProperty({ description: 'An officer said so; else the mapping has to say whether it belongs to the list' })
  readonly decided: boolean;
}

/** An import and how far it is. */
export class RosterImportView {
  @ApiProperty({ format: 'uuid' }) readonly importId: string;
  @ApiProperty({
    enum: IMPORT_STATES,
  })
  readonly state: ImportState;
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ enum: ['XLSX', 'CSV'] }) readonly fileFormat: string;
  @ApiProperty() readonly contentHash: string;
  @ApiProperty({ format: 'date-time' }) readonly uploadedAt: Date;
  @ApiProperty({
    nullable: true,
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'Sheets and columns as found',
  })
  readonly layout: unknown;
  @ApiProperty({ nullable: true, type: 'object', additionalProperties: true, description: 'The mapping in force' })
  readonly mapping: unknown;
  @ApiProperty({
    nullable: true,
    enum: ['RECOGNISED', 'SAVED', 'OFFICER'],
    description: 'SAVED: as an officer said for an earlier file of the same headings',
  })
  readonly mappingSource: string | null;
  @ApiProperty({
    enum: rosterFields,
    isArray: true,
    description: 'In state NEEDS_MAPPING: columns that no heading names, and without which no row can be read',
  })
  readonly missingFields: readonly RosterField[];
  @ApiProperty({ type: [SheetNotReadView], description: 'Name them under `further` in the mapping to read them too' })
  readonly sheetsNotRead: readonly SheetNotReadView[];
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
