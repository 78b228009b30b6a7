import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { HAZARD_CODE } from '../hazards/hazard.dto.js';

const LEVELS = ['ALERT', 'EMERGENCY', 'TRANSITION'] as const;
const ALL_LEVELS = [...LEVELS, 'ENDED'] as const;
const TASK_STATES = ['OPEN', 'UNDER_WAY', 'DONE', 'DROPPED'] as const;

export class DecreeDto {
  @ApiProperty({ enum: LEVELS, description: 'Siaga darurat, tanggap darurat, transisi darurat ke pemulihan' })
  @IsIn(LEVELS)
  readonly level: (typeof LEVELS)[number];
  @IsString() @MinLength(3) @MaxLength(120) readonly decreeNumber: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly decreeOn: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly startsOn: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly endsOn: string;
}

export class NewEmergencyDto extends DecreeDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'The plan to activate' })
  @IsOptional()
  @IsUUID()
  readonly planId?: string;
  @ApiPropertyOptional({ description: 'Where no plan is activated' })
  @IsOptional()
  @Matches(HAZARD_CODE)
  readonly hazardCode?: string;
  @IsString() @MinLength(3) @MaxLength(300) readonly title: string;
  @IsString() @MinLength(2) @MaxLength(500) readonly area: string;
}

export class EndEmergencyDto {
  @ApiProperty({ format: 'date' }) @IsDay() readonly endedOn: string;
}

export class TaskStepDto {
  @IsIn(TASK_STATES) readonly state: (typeof TASK_STATES)[number];
  @IsOptional() @IsString() @MaxLength(1_000) readonly note?: string;
}

export class NewTaskDto {
  @ApiProperty({ description: 'Field (bidang)' }) @IsString() @MinLength(1) @MaxLength(120) readonly field: string;
  @IsString() @MinLength(3) @MaxLength(1_000) readonly title: string;
  @ApiProperty({ description: 'Office that does it' })
  @IsString()
  @MinLength(2)
  @MaxLength(200)
  readonly responsible: string;
  @ApiProperty({ description: 'Hours from now' }) @IsInt() @Min(0) @Max(8_760) readonly withinHours: number;
}

export class EmergencyQuery extends PageQuery {
  @ApiPropertyOptional({ example: '62.03' }) @IsOptional() @Matches(/^\d{2}(\.\d{2})?$/) readonly region?: string;
  @ApiPropertyOptional({ enum: ['OPEN', 'ENDED'] }) @IsOptional() @IsIn(['OPEN', 'ENDED']) readonly state?: string;
  @IsOptional() @Matches(HAZARD_CODE) readonly hazardCode?: string;
}

export class TaskQuery extends PageQuery {
  @IsOptional() @IsIn(TASK_STATES) readonly state?: string;
  @ApiPropertyOptional({ description: 'Field (bidang)' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  readonly field?: string;
}

export class EmergencyView {
  @ApiProperty({ format: 'uuid' }) readonly emergencyId: string;
  @ApiProperty() readonly region: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Own emergencies only' }) readonly planId:
    string | null;
  @ApiProperty() readonly hazardCode: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly area: string;
  @ApiProperty({ enum: ALL_LEVELS }) readonly level: string;
  @ApiProperty() readonly declaration: number;
  @ApiProperty({ type: String, nullable: true }) readonly decreeNumber: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly decreeOn: string | null;
  @ApiProperty({ format: 'date' }) readonly startsOn: string;
  @ApiProperty({ format: 'date' }) readonly endsOn: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly endedOn: string | null;
  @ApiProperty({ description: 'Its last day is over, and nobody extended or ended it' }) readonly lapsed: boolean;
}

export class DeclarationView {
  @ApiProperty() readonly declaration: number;
  @ApiProperty({ enum: ALL_LEVELS }) readonly level: string;
  @ApiProperty({ description: 'The level of the decree before, for longer' }) readonly extension: boolean;
  @ApiProperty({ type: String, nullable: true }) readonly decreeNumber: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly decreeOn: string | null;
  @ApiProperty({ format: 'date' }) readonly startsOn: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly endsOn: string | null;
  @ApiProperty({ format: 'date-time', description: 'When it was put on record and told' }) readonly declaredAt: Date;
}

export class DeclarationPage {
  @ApiProperty({ type: [DeclarationView] }) readonly items: readonly DeclarationView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class DeclarationQuery extends PageQuery {
  @IsOptional() @IsIn(ALL_LEVELS) readonly level?: string;
}

export class EmergencyPage {
  @ApiProperty({ type: [EmergencyView] }) readonly items: readonly EmergencyView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class TaskView {
  @ApiProperty({ format: 'uuid' }) readonly taskId: string;
  @ApiProperty() readonly number: number;
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly responsible: string;
  @ApiProperty({ format: 'date-time' }) readonly dueAt: Date;
  @ApiProperty({ enum: TASK_STATES }) readonly state: string;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly changedAt: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'Who said so; only for who may read the people of plans' })
  readonly changedBy: string | null;
  @ApiProperty({ description: 'False: added during the emergency' }) readonly foreseen: boolean;
  @ApiProperty({ description: 'Past its time and neither done nor dropped' }) readonly late: boolean;
}

export class TaskPage {
  @ApiProperty({ type: [TaskView] }) readonly items: readonly TaskView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
