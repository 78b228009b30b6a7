import { PLAN_KINDS, PLAN_STATES, type PlanKind, type PlanState } from '@betang/contracts';
import { PageQuery } from '@betang/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
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
} from 'class-validator';
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';
import { IsDay } from '../is-day.js';
import { FORMS, PLAN_ACTIONS, type PlanAction, type PlanLine } from './plan.js';

const PATH = /^(KL\d\d|NKL\d\d|PEND)$/;
const MOVES = PLAN_ACTIONS.filter((action) => action !== 'SYNC');

export class NewPlanDto {
  @IsIn(PLAN_KINDS)
  readonly kind: PlanKind;

  @ApiPropertyOptional({ format: 'uuid', description: 'Without it the plan of the whole region' })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly title: string;

  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly firstYear: number;

  @ApiPropertyOptional({ description: 'Last year of a multi-year plan (HCDP)' })
  @IsOptional()
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly lastYear?: number;
}

/** How an inventory's lines are filled where the gaps say nothing. */
export class InventoryDto {
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly organiser: string;

  @IsString()
  @MinLength(2)
  @MaxLength(500)
  readonly curriculumStandard: string;

  @Matches(PATH)
  readonly pathCode: string;

  @IsIn(FORMS)
  readonly form: PlanLine['form'];

  @ApiPropertyOptional({ default: 1, description: 'Only needs at least as urgent' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  readonly leastUrgency?: number;
}

/** The seven fields of PP 11/2017 article 207(3), and what the line serves. */
export class PlanLineDto {
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year: number;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiProperty({ description: '(1) Competency to develop' })
  @Matches(COMPETENCY_CODE)
  readonly competencyCode: string;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly level: number;

  @ApiProperty({ description: '(2) Target: who' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly targetGroup: string;

  @ApiProperty({ description: '(2) Target: how many' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly people: number;

  @ApiProperty({ enum: FORMS, description: '(3) Form (jenis)' })
  @IsIn(FORMS)
  readonly form: PlanLine['form'];

  @ApiProperty({ example: 'KL02', description: '(3) Path (jalur)' })
  @Matches(PATH)
  readonly pathCode: string;

  @ApiProperty({ description: '(4) Organiser (penyelenggara)' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly organiser: string;

  @ApiProperty({ description: '(5) Schedule: quarter' })
  @IsInt()
  @Min(1)
  @Max(4)
  readonly quarter: number;

  @ApiProperty({ description: "(6) Conformity with the steering agency's curriculum standard" })
  @IsString()
  @MinLength(2)
  @MaxLength(500)
  readonly curriculumStandard: string;

  @ApiProperty({ description: '(7) Budget, whole rupiah' })
  @IsInt()
  @Min(0)
  @Max(1_000_000_000_000)
  readonly budget: number;

  @ApiProperty({ description: 'Learning hours per person, hundredths of a JP' })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly hours: number;

  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly urgency: number;
}

export class MovePlanDto {
  @IsIn(MOVES)
  readonly action: Exclude<PlanAction, 'SYNC'>;

  @ApiPropertyOptional({ description: 'Why; needed to send a plan back' })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason?: string;

  @ApiPropertyOptional({ description: 'Decree of the appointing authority (PPK); needed for APPROVE' })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly decree?: string;
}

export class DelegateDto {
  @IsIn(MOVES)
  readonly action: PlanAction;

  @ApiProperty({ description: 'Account that gets the step' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly toSubject: string;

  @ApiProperty({ format: 'date', description: 'Last day' })
  @IsDay()
  readonly untilOn: string;
}

export class DeadlineDto {
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year: number;

  @IsIn(PLAN_STATES.filter((state) => state !== 'DRAFT'))
  readonly state: PlanState;

  @IsDay()
  readonly dueOn: string;
}

export class PlanQuery extends PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  readonly year?: number;

  @IsOptional()
  @IsIn(PLAN_KINDS)
  readonly kind?: PlanKind;

  @IsOptional()
  @IsIn(PLAN_STATES)
  readonly state?: PlanState;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiPropertyOptional({ description: 'Only plans whose next step is late' })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly overdue?: boolean;
}

export class LineQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly competencyCode?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  readonly year?: number;
}

export class PlanView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ enum: PLAN_KINDS }) readonly kind: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly firstYear: number;
  @ApiProperty() readonly lastYear: number;
  @ApiProperty({ enum: PLAN_STATES }) readonly state: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty({ description: 'How often it was sent back' }) readonly returned: number;
  @ApiProperty({ type: String, nullable: true }) readonly decree: string | null;
  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, description: 'Last day for the next step' })
  readonly dueOn?: string | null;
  @ApiPropertyOptional() readonly lines?: number;
  @ApiPropertyOptional() readonly people?: number;
  @ApiPropertyOptional({ description: 'Whole rupiah' }) readonly budget?: number;
}

export class PlanPage {
  @ApiProperty({ type: [PlanView] }) readonly items: readonly PlanView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class PlanStepView {
  @ApiProperty() readonly step: number;
  @ApiProperty() readonly action: string;
  @ApiProperty() readonly fromState: string;
  @ApiProperty() readonly toState: string;
  @ApiProperty({ description: 'Account' }) readonly actor: string;
  @ApiProperty({ type: String, nullable: true }) readonly onBehalfOf: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
  @ApiProperty({ format: 'date-time' }) readonly at: Date;
}

export class PlanSteps {
  @ApiProperty({ type: [PlanStepView] }) readonly items: readonly PlanStepView[];
}

export class PlanLineView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty() readonly level: number;
  @ApiProperty() readonly targetGroup: string;
  @ApiProperty() readonly people: number;
  @ApiProperty({ enum: FORMS }) readonly form: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty() readonly organiser: string;
  @ApiProperty() readonly quarter: number;
  @ApiProperty() readonly curriculumStandard: string;
  @ApiProperty() readonly budget: number;
  @ApiProperty() readonly hours: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly developmentTargetId: string | null;
  @ApiProperty() readonly urgency: number;
  @ApiProperty({ enum: ['INVENTORY', 'MANUAL', 'GATHERED'] }) readonly origin: string;
}

export class PlanLinePage {
  @ApiProperty({ type: [PlanLineView] }) readonly items: readonly PlanLineView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class LinePersonView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: String, nullable: true }) readonly positionName: string | null;
}

export class LinePeoplePage {
  @ApiProperty({ type: [LinePersonView] }) readonly items: readonly LinePersonView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class DeadlineView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: PLAN_STATES }) readonly state: string;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
}

export class DeadlineList {
  @ApiProperty({ type: [DeadlineView] }) readonly items: readonly DeadlineView[];
}

export class CountView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ description: 'Lines that were made' }) readonly lines: number;
}
