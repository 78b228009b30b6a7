import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional, OmitType } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { COMPETENCY_CODE } from '../roles/role.dto.js';

const KINDS = ['TABLE_TOP', 'COMMAND_POST', 'FIELD'] as const;
const STATES = ['PLANNED', 'HELD', 'EVALUATED', 'CANCELLED'] as const;
const FINDING_KINDS = ['PLAN', 'COMPETENCY', 'RESOURCE', 'COORDINATION'] as const;
const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH'] as const;

export class NewDrillDto {
  @IsUUID() readonly planId: string;
  @ApiProperty({ enum: KINDS, description: 'TTX, gladi posko, gladi lapang' })
  @IsIn(KINDS)
  readonly kind: (typeof KINDS)[number];
  @IsString() @MinLength(3) @MaxLength(300) readonly title: string;
  @IsString() @MinLength(3) @MaxLength(2_000) readonly objective: string;
  @IsString() @MinLength(3) @MaxLength(5_000) readonly scenario: string;
  @IsString() @MinLength(1) @MaxLength(300) readonly place: string;
  @IsString() @MinLength(1) @MaxLength(300) readonly organiser: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly startsOn: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly endsOn: string;
}

export class ChangeDrillDto extends OmitType(NewDrillDto, ['planId'] as const) {}

export class InvitationDto {
  @IsUUID() readonly employeeId: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'Role of the plan that the person plays' })
  @IsOptional()
  @IsUUID()
  readonly roleId?: string;
}

export class InviteDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => InvitationDto)
  readonly people: readonly InvitationDto[];
}

export class AttendanceDto {
  @IsUUID() readonly employeeId: string;
  @ApiProperty({ description: 'Time taken part, minutes of the clock' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly minutes: number;
  @ApiPropertyOptional({ format: 'uuid', description: 'Role of the plan that the person played' })
  @IsOptional()
  @IsUUID()
  readonly roleId?: string;
}

export class HoldDrillDto {
  @ApiProperty({ description: 'Who was there; whoever came without being invited too', type: [AttendanceDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2_000)
  @ValidateNested({ each: true })
  @Type(() => AttendanceDto)
  readonly attendance: readonly AttendanceDto[];
}

export class WithdrawParticipationDto {
  @IsUUID() readonly employeeId: string;
  @IsString() @MinLength(3) @MaxLength(500) readonly reason: string;
}

export class CorrectParticipationDto extends WithdrawParticipationDto {
  @ApiProperty({ description: 'Time taken part as it truly was, minutes of the clock' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly minutes: number;
  @ApiPropertyOptional({ format: 'uuid', description: 'Role of the plan that the person played' })
  @IsOptional()
  @IsUUID()
  readonly roleId?: string;
}

export class ChangeActionDto {
  @ApiProperty({ format: 'date' }) @IsDay() readonly dueOn: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'Unit that does it; without it the one before' })
  @IsOptional()
  @IsUUID()
  readonly ownerUnitId?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The person who sees to it; without it nobody is named' })
  @IsOptional()
  @IsUUID()
  readonly ownerEmployeeId?: string;
  @IsString() @MinLength(3) @MaxLength(500) readonly reason: string;
}

export class NewFindingDto {
  @IsIn(FINDING_KINDS) readonly kind: (typeof FINDING_KINDS)[number];
  @IsString() @MinLength(3) @MaxLength(500) readonly title: string;
  @IsIn(SEVERITIES) readonly severity: (typeof SEVERITIES)[number];
  @ApiPropertyOptional({ description: 'Section of the plan that it is about' })
  @IsOptional()
  @Matches(/^[a-z]+\.[a-zA-Z]+$/)
  readonly section?: string;
  @ApiPropertyOptional({ description: 'What people lack; with level and people, for findings of kind COMPETENCY' })
  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly competencyCode?: string;
  @IsOptional() @IsInt() @Min(1) @Max(5) readonly level?: number;
  @IsOptional() @IsInt() @Min(1) @Max(100_000) readonly people?: number;
  @ApiPropertyOptional({ type: [String], description: 'Who lacks it; stays in the region' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  readonly employeeIds?: readonly string[];
  @ApiPropertyOptional({ format: 'uuid', description: 'Whose people lack it' })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string;
  @ApiPropertyOptional({ format: 'date' }) @IsOptional() @IsDay() readonly dueOn?: string;
}

export class NewActionDto {
  @IsString() @MinLength(3) @MaxLength(500) readonly title: string;
  @ApiProperty({ format: 'uuid', description: 'Unit that does it' }) @IsUUID() readonly ownerUnitId: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The person who sees to it; is reminded' })
  @IsOptional()
  @IsUUID()
  readonly ownerEmployeeId?: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly dueOn: string;
}

export class CompleteActionDto {
  @IsString() @MinLength(3) @MaxLength(1_000) readonly result: string;
}

export class SettleFindingDto {
  @ApiPropertyOptional({ description: 'Version of the plan that answers the finding' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly version?: number;
  @ApiPropertyOptional({ description: 'How it was mended otherwise, or why nothing changes' })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(1_000)
  readonly reason?: string;
}

export class DrillQuery extends PageQuery {
  @IsOptional() @IsUUID() readonly planId?: string;
  @IsOptional() @IsIn(STATES) readonly state?: string;
  @IsOptional() @IsIn(KINDS) readonly kind?: string;
}

export class ParticipantQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Role of the plan' })
  @IsOptional()
  @IsUUID()
  readonly roleId?: string;
  @ApiPropertyOptional({ enum: ['true', 'false'] }) @IsOptional() @IsIn(['true', 'false']) readonly attended?: string;
}

export class FindingQuery extends PageQuery {
  @IsOptional() @IsUUID() readonly planId?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'Drill or emergency' })
  @IsOptional()
  @IsUUID()
  readonly sourceId?: string;
  @IsOptional() @IsIn(['OPEN', 'SETTLED']) readonly state?: string;
  @IsOptional() @IsIn(FINDING_KINDS) readonly kind?: string;
}

export class ActionQuery extends PageQuery {
  @IsOptional() @IsUUID() readonly planId?: string;
  @IsOptional() @IsUUID() readonly ownerUnitId?: string;
  @ApiPropertyOptional({ enum: ['OPEN', 'OVERDUE', 'DONE'] })
  @IsOptional()
  @IsIn(['OPEN', 'OVERDUE', 'DONE'])
  readonly state?: string;
}

export class OwnActionQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'] }) @IsOptional() @IsIn(['true', 'false']) readonly done?: string;
}

export class DrillView {
  @ApiProperty({ format: 'uuid' }) readonly drillId: string;
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ enum: KINDS }) readonly kind: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly objective: string;
  @ApiProperty() readonly scenario: string;
  @ApiProperty() readonly place: string;
  @ApiProperty() readonly organiser: string;
  @ApiProperty({ format: 'date' }) readonly startsOn: string;
  @ApiProperty({ format: 'date' }) readonly endsOn: string;
  @ApiProperty({ enum: STATES }) readonly state: string;
  @ApiProperty() readonly invited: number;
  @ApiProperty() readonly participants: number;
  @ApiProperty() readonly findings: number;
  @ApiProperty() readonly openActions: number;
  @ApiProperty() readonly overdueActions: number;
  @ApiProperty({ type: String, nullable: true }) readonly evaluation: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly score: number | null;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
}

export class DrillPage {
  @ApiProperty({ type: [DrillView] }) readonly items: readonly DrillView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ParticipantView {
  @ApiProperty({ format: 'uuid' }) readonly participationId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly roleId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly roleName: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: invited, was not there' }) readonly minutes:
    number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Learning hours, hundredths of a JP' })
  readonly quantityHundredths: number | null;
}

export class ParticipantPage {
  @ApiProperty({ type: [ParticipantView] }) readonly items: readonly ParticipantView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class FindingView {
  @ApiProperty({ format: 'uuid' }) readonly findingId: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly planId: string | null;
  @ApiProperty({ enum: ['DRILL', 'AFTER_ACTION'] }) readonly source: string;
  @ApiProperty({ format: 'uuid' }) readonly sourceId: string;
  @ApiProperty({ enum: FINDING_KINDS }) readonly kind: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ enum: SEVERITIES }) readonly severity: string;
  @ApiProperty({ type: String, nullable: true }) readonly section: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly competencyCode: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly level: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly people: number | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly unitId: string | null;
  @ApiProperty({ format: 'date' }) readonly raisedOn: string;
  @ApiProperty({ enum: ['OPEN', 'SETTLED'] }) readonly state: string;
  @ApiProperty({ type: Number, nullable: true }) readonly settledInVersion: number | null;
  @ApiProperty({ type: String, nullable: true }) readonly settledReason: string | null;
}

export class FindingPage {
  @ApiProperty({ type: [FindingView] }) readonly items: readonly FindingView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ActionView {
  @ApiProperty({ format: 'uuid' }) readonly actionId: string;
  @ApiProperty({ format: 'uuid' }) readonly findingId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'uuid' }) readonly ownerUnitId: string;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
  @ApiProperty({ enum: ['OPEN', 'OVERDUE', 'DONE'] }) readonly state: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly doneOn: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly result: string | null;
}

export class ActionPage {
  @ApiProperty({ type: [ActionView] }) readonly items: readonly ActionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
