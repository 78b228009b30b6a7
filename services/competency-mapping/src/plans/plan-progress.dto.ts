import { PLAN_STATES, type PlanState } from '@betang/contracts';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';

const asBoolean = ({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value);

export class ProgressQuery extends PageQuery {
  @IsOptional()
  @IsIn(PLAN_STATES)
  readonly state?: PlanState;

  @ApiPropertyOptional({ description: 'Only agencies that have no plan yet' })
  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  readonly withoutPlan?: boolean;

  @ApiPropertyOptional({ description: 'Only agencies whose next step is late' })
  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  readonly overdue?: boolean;
}

/** What an agency has filled in for the plan of a year. */
export class AgencyProgressView {
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ description: 'People in service' }) readonly people: number;
  @ApiProperty({ description: 'People with a gap' }) readonly peopleWithGap: number;
  @ApiProperty({ description: 'People whom a line of the inventory is for' }) readonly peopleInPlan: number;
  @ApiProperty({ description: 'Share of the people with a gap whom the plan names, percent' })
  readonly coveredPercent: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: none was begun' })
  readonly planId: string | null;
  @ApiProperty({ type: String, enum: PLAN_STATES, nullable: true }) readonly state: PlanState | null;
  @ApiProperty() readonly lines: number;
  @ApiProperty({ description: 'Whole rupiah' }) readonly budget: number;
  @ApiProperty({ type: Number, nullable: true, description: 'How often it was sent back' })
  readonly returned: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was sent back last' })
  readonly returnReason: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Where it was then' }) readonly returnedFrom: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly returnedAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly changedAt: Date | null;
  @ApiProperty({ type: String, enum: PLAN_STATES, nullable: true }) readonly nextState: PlanState | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Last day for the next step' })
  readonly dueOn: string | null;
  @ApiProperty({ description: 'Days since that day; 0: not late' }) readonly daysLate: number;
}

export class AgencyProgressPage {
  @ApiProperty() readonly year: number;
  @ApiProperty({ description: 'Agencies that have no plan yet, whatever was filtered' }) readonly withoutPlan: number;
  @ApiProperty({ description: 'Agencies whose next step is late, whatever was filtered' }) readonly late: number;
  @ApiProperty({ type: [AgencyProgressView] }) readonly items: readonly AgencyProgressView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
