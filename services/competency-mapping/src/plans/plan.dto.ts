import { PLAN_KINDS, PLAN_STATES, type PlanKind, type PlanState } from '@betang/contracts';
import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';
import { PLAN_ACTIONS, type PlanAction } from './plan.js';

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

  @ApiProperty({ format: 'date', description: 'Last day; 92 days from today at most' })
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
  @Min(1950)
  @Max(2200)
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

export class DeadlineView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: PLAN_STATES }) readonly state: string;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
}

export class DeadlineList {
  @ApiProperty({ type: [DeadlineView] }) readonly items: readonly DeadlineView[];
}

export class DelegationQuery extends PageQuery {
  @IsOptional()
  @IsIn(MOVES)
  readonly action?: PlanAction;

  @ApiPropertyOptional({ description: 'Only those that are ended, or only those that are not' })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly ended?: boolean;
}

export class DelegationView {
  @ApiProperty({ format: 'uuid' }) readonly delegationId: string;
  @ApiProperty() readonly action: string;
  @ApiProperty({ description: 'Account that gave it' }) readonly fromSubject: string;
  @ApiProperty({ description: 'Account that has it' }) readonly toSubject: string;
  @ApiProperty({ format: 'date' }) readonly untilOn: string;
  @ApiProperty() readonly ended: boolean;
  @ApiProperty({ description: 'Neither ended nor over' }) readonly live: boolean;
  @ApiProperty({ format: 'date-time' }) readonly createdAt: Date;
}

export class DelegationPage {
  @ApiProperty({ type: [DelegationView] }) readonly items: readonly DelegationView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** The delegation that was given. */
export class DelegatedView {
  @ApiProperty({ format: 'uuid' }) readonly delegationId: string;
}

/** Whether a delegation was ended now; one that was over already stays as it is. */
export class DelegationEndedView {
  @ApiProperty() readonly ended: boolean;
}
