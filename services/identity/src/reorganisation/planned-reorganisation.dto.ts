import { IfGiven, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDateString,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { tidyText } from '../organisation/name-key.js';
import { PLAN_KINDS, PLAN_STATES, type PlanKind, type PlanState } from './planned-reorganisation.js';
import { SplitPeopleDto, UnitTargetDto } from './reorganisation.dto.js';

const tidy = ({ value }: { value: unknown }) => (typeof value === 'string' ? tidyText(value) : value);

/** A reorganisation of a day to come. Units that another plan will make are named by the ids which that plan was answered with. */
export class NewPlanDto {
  @ApiProperty({
    enum: PLAN_KINDS,
    description:
      'CREATE: name; RENAME: unitId, name; MOVE: unitId, parentUnitId; SPLIT: unitId, into; MERGE: unitIds, into (one); CLOSE: unitId',
  })
  @IsIn(PLAN_KINDS)
  readonly kind: PlanKind;

  @ApiProperty({ format: 'date', description: 'First day on which it holds (TMT), a day to come' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly effectiveOn: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The unit that it is about' })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: 300 })
  @IsOptional()
  @Transform(tidy)
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly name?: string;

  @ApiPropertyOptional({ maxLength: 64, description: 'Of a new unit: its code in other systems' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  readonly code?: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String, description: 'The unit above; null: an agency' })
  @IsOptional()
  @ValidateIf((_, value) => value !== null)
  @IsUUID()
  readonly parentUnitId?: string | null;

  @ApiPropertyOptional({ type: [UnitTargetDto], description: 'Parts of a SPLIT; the one unit that a MERGE makes' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => UnitTargetDto)
  readonly into?: readonly UnitTargetDto[];

  @ApiPropertyOptional({ type: [SplitPeopleDto] })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SplitPeopleDto)
  readonly people?: readonly SplitPeopleDto[];

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Units of a MERGE' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  readonly unitIds?: readonly string[];

  @ApiPropertyOptional({ format: 'uuid', description: 'Takes people and units of a CLOSE; needed where there are any' })
  @IsOptional()
  @IsUUID()
  readonly successorUnitId?: string;

  @ApiPropertyOptional({ maxLength: 300, description: 'Regulation (Perda, Perbup)' })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly basis?: string;
}

/** Filters of the list of plans. */
export class PlanQuery extends PageQuery {
  @ApiPropertyOptional({ enum: PLAN_STATES })
  @IsOptional()
  @IsIn(PLAN_STATES)
  readonly state?: PlanState;

  @ApiPropertyOptional({ enum: PLAN_KINDS })
  @IsOptional()
  @IsIn(PLAN_KINDS)
  readonly kind?: PlanKind;

  @ApiPropertyOptional({ enum: ['effectiveOn', '-effectiveOn'], default: 'effectiveOn' })
  @IsOptional()
  @IsIn(['effectiveOn', '-effectiveOn'])
  override readonly sort?: 'effectiveOn' | '-effectiveOn';
}

/** A plan in the list. */
export class PlanListItem {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ enum: PLAN_KINDS }) readonly kind: PlanKind;
  @ApiProperty({ format: 'date' }) readonly effectiveOn: string;
  @ApiProperty({ type: Object, description: 'What was asked for' }) readonly input: object;
  @ApiProperty({ nullable: true, type: String }) readonly basis: string | null;
  @ApiProperty({ enum: PLAN_STATES }) readonly state: PlanState;
  @ApiProperty() readonly plannedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly plannedAt: Date;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly endedAt: Date | null;
  @ApiProperty({ nullable: true, type: String, description: 'Why it was not carried out' })
  readonly failureCode: string | null;
  @ApiProperty({ nullable: true, type: Number, description: 'People who came to another unit or agency, once done' })
  readonly people: number | null;
}

/** One page of plans. */
export class PlanPage {
  @ApiProperty({ type: [PlanListItem] }) readonly items: readonly PlanListItem[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** A plan with what it comes to. */
export class PlanView extends PlanListItem {
  @ApiProperty({ type: [String], format: 'uuid', description: 'Units that it makes, by the ids that they will have' })
  readonly creates: readonly string[];
  @ApiProperty({ type: [String], format: 'uuid' }) readonly changes: readonly string[];
  @ApiProperty({ type: [String], format: 'uuid' }) readonly closes: readonly string[];
  @ApiProperty({ description: 'People whom it is about, as far as the present tells' }) readonly affected: number;
  @ApiProperty({ nullable: true, type: String, description: 'Why it could not be carried out as things will stand' })
  readonly problem: string | null;
}

class PlannedUnit {
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly agencyName: string;
}

/** Somebody whom a plan is about. */
export class PlannedPersonView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly maskedNumber: string;
  @ApiProperty({ type: PlannedUnit }) readonly from: PlannedUnit;
  @ApiProperty({ type: PlannedUnit }) readonly to: PlannedUnit;
}

/** One page of the people whom a plan is about. */
export class PlannedPersonPage {
  @ApiProperty({ type: [PlannedPersonView] }) readonly items: readonly PlannedPersonView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** A plan that is not carried out. */
export class PlanWithdrawnView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ enum: ['WITHDRAWN'] }) readonly state: 'WITHDRAWN';
}
