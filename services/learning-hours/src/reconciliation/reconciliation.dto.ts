import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { SIASN_OBSTACLES } from '../siasn/siasn-course.js';

const ACTIONS = ['NOTHING', 'TAKE_IN', 'PUSH', 'REVIEW', 'CANNOT_TAKE_IN'] as const;
const LINE_STATES = ['OPEN', 'SENDING', 'DONE', 'SKIPPED', 'FAILED'] as const;
const RUN_STATES = ['READING', 'MATCHING', 'READY', 'APPLYING', 'DONE', 'FAILED'] as const;

export class UploadCoursesDto {
  @ApiProperty({ type: 'string', format: 'binary', description: '.xlsx or .csv in the shape of SIASN course records' })
  @IsOptional()
  readonly file?: unknown;

  @ApiPropertyOptional({ description: 'Only entries of ours of this year are compared' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;
}

export class PullCoursesDto {
  @ApiProperty({ type: [String], maxItems: 1000, description: 'Whose records; or an agency' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsUUID('all', { each: true })
  readonly employeeIds?: readonly string[];

  @ApiPropertyOptional({ format: 'uuid', description: 'Everyone in service of this agency' })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiPropertyOptional({ minimum: 1950, maximum: 2200 })
  @IsOptional()
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;
}

export class ReconciliationQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['-startedAt'], default: '-startedAt' })
  @IsOptional()
  @IsIn(['-startedAt'])
  override readonly sort?: string;
}

export class ReconciliationLinesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ACTIONS })
  @IsOptional()
  @IsIn(ACTIONS)
  readonly action?: string;

  @ApiPropertyOptional({ enum: LINE_STATES })
  @IsOptional()
  @IsIn(LINE_STATES)
  readonly state?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;
}

export class ResolveLineDto {
  @ApiProperty()
  @IsInt()
  readonly lineId: number;

  @ApiProperty({ enum: ['TAKE_THEIRS', 'KEEP_OURS', 'SKIP'] })
  @IsIn(['TAKE_THEIRS', 'KEEP_OURS', 'SKIP'])
  readonly resolution: 'TAKE_THEIRS' | 'KEEP_OURS' | 'SKIP';
}

export class ResolveLinesDto {
  @ApiProperty({ type: [ResolveLineDto], maxItems: 500 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => ResolveLineDto)
  readonly lines: readonly ResolveLineDto[];
}

/** What a record of SIASN lacks, as its certificate says it. */
export class CompleteRecordDto {
  @ApiPropertyOptional({ format: 'date', description: 'First day' }) @IsOptional() @IsDay() readonly startedOn?: string;
  @ApiPropertyOptional({ format: 'date', description: 'Last day; without it the first' })
  @IsOptional()
  @IsDay()
  readonly completedOn?: string;

  @ApiPropertyOptional({ maxLength: 300 })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  readonly title?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 99, description: 'Type of course (jenis diklat) in the list of SIASN' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  readonly typeId?: number;

  @ApiPropertyOptional({ minimum: 1, maximum: 1_000_000, description: 'Hundredths of an hour of learning (JP)' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly hours?: number;

  @ApiProperty({ description: 'Where it is taken from, such as the certificate; names no person' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  readonly reason: string;
}

export class CompletedRecordView {
  @ApiProperty() readonly lineId: number;
  @ApiProperty({ enum: ACTIONS, description: 'What becomes of the record now' }) readonly action: string;
}

export class RefusedCourseProblem {
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: 'The same in words' }) readonly message: string;
}

export class RefusedCourseView {
  @ApiProperty({ description: 'As the spreadsheet shows it' }) readonly rowNumber: number;
  @ApiProperty({ type: [RefusedCourseProblem] }) readonly problems: readonly RefusedCourseProblem[];
  @ApiProperty({ type: [String] }) readonly cells: readonly string[];
}

export class RefusedCoursePage {
  @ApiProperty({ type: [RefusedCourseView] }) readonly items: readonly RefusedCourseView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** Why a record of SIASN cannot be taken in, and what helps. */
export class ObstacleView {
  @ApiProperty({ enum: SIASN_OBSTACLES }) readonly code: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly wayOut: string;
}

export class ApplyReconciliationDto {
  @ApiPropertyOptional({ default: false, description: 'Also send to SIASN what only we have' })
  @IsOptional()
  @IsBoolean()
  readonly pushOurs: boolean = false;
}

export class LineCountView {
  @ApiProperty() readonly action: string;
  @ApiProperty({ enum: LINE_STATES }) readonly state: string;
  @ApiProperty() readonly lines: number;
}

export class ReconciliationView {
  @ApiProperty({ format: 'uuid' }) readonly reconciliationId: string;
  @ApiProperty({ enum: ['FILE', 'SIASN'] }) readonly source: string;
  @ApiProperty({ type: Number, nullable: true }) readonly year: number | null;
  @ApiProperty({ enum: RUN_STATES }) readonly state: string;
  @ApiProperty() readonly startedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly startedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly finishedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly failureCode: string | null;
  @ApiProperty({ description: 'People compared so far' }) readonly people: number;
}

export class ReconciliationReportView extends ReconciliationView {
  @ApiProperty({ type: [LineCountView] }) readonly lines: readonly LineCountView[];
  @ApiProperty({ description: 'Rows of the file that could not be read, or name nobody here' })
  readonly rowsRefused: number;
}

export class ReconciliationPage {
  @ApiProperty({ type: [ReconciliationView] }) readonly items: readonly ReconciliationView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** Theirs, ours, and what to do about it. */
export class ReconciliationLineView {
  @ApiProperty() readonly lineId: number;
  @ApiProperty({ type: Number, nullable: true }) readonly rowNumber: number | null;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly siasnId: string | null;
  @ApiProperty({ type: Object, nullable: true }) readonly theirs: object | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly completionId: string | null;
  @ApiProperty({ type: Object, nullable: true }) readonly ours: object | null;
  @ApiProperty({ type: String, enum: ACTIONS, nullable: true }) readonly action: string | null;
  @ApiProperty({ type: [String], description: 'Fields in which the two differ' })
  readonly differences: readonly string[];
  @ApiProperty({ type: [ObstacleView], description: 'Why theirs cannot be taken in, and what helps' })
  readonly obstacles: readonly ObstacleView[];
  @ApiProperty({ type: Object, nullable: true, description: 'What SIASN said, where an officer completed it' })
  readonly asReceived: object | null;
  @ApiProperty({ type: String, nullable: true }) readonly resolution: string | null;
  @ApiProperty({ enum: LINE_STATES }) readonly state: string;
  @ApiProperty({ type: String, nullable: true }) readonly failureCode: string | null;
}

export class ReconciliationLinePage {
  @ApiProperty({ type: [ReconciliationLineView] }) readonly items: readonly ReconciliationLineView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ReconciliationStartedView {
  @ApiProperty({ format: 'uuid' }) readonly reconciliationId: string;
  @ApiProperty({ enum: RUN_STATES }) readonly state: string;
}

export class ResolvedView {
  @ApiProperty() readonly resolved: number;
}

export class SiasnStateView {
  @ApiProperty({ description: 'Whether this region has access to the web service of SIASN' }) readonly on: boolean;
}

/** Main data (data utama) at BKN beside ours. */
export class MainDataView {
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: String, nullable: true }) readonly status: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly unit: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly position: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly grade: string | null;
  @ApiProperty({ type: [String], description: 'Fields in which ours differ' }) readonly differences: readonly string[];
}
