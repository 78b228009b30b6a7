import { IfGiven, ApiProperty, ApiPropertyOptional, PageQuery } from '@betang/platform';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';
import { PlanLineView } from '../plans/plan-line.dto.js';
import { DRAW_STATUSES, SOURCE_FIELDS, type DrawStatus } from '../plans/draw-lines.decision.js';

const MOST_LINES = 5_000;

export class DrawLinesDto {
  @ApiPropertyOptional({
    format: 'uuid',
    description: "Out of this multi-year plan alone; else the agency's own and the region's",
  })
  @IsOptional()
  @IsUUID()
  readonly fromPlanId?: string;

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description:
      'These lines of multi-year plans alone, also where another line asks for the same, or anew where they changed since; else all that are not there',
  })
  @IfGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LINES)
  @IsUUID(undefined, { each: true })
  readonly lineIds?: string[];
}

export class DrawnView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ description: 'Lines that are new in the annual plan' }) readonly drawn: number;
  @ApiProperty({ description: 'Lines that were taken over anew' }) readonly renewed: number;
  @ApiProperty({ description: 'Left out, for another line asks for the same' }) readonly similar: number;
  @ApiProperty({ description: 'In the annual plan, and changed or gone since in the multi-year one' })
  readonly differing: number;
}

export class DrawableQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly fromPlanId?: string;

  @IsOptional()
  @IsIn(DRAW_STATUSES)
  readonly status?: DrawStatus;
}

/** A line of a multi-year plan beside what of it is in the annual plan. */
export class DrawableLineView extends PlanLineView {
  @ApiProperty({ format: 'uuid', description: 'The multi-year plan' }) override readonly planId: string;
  @ApiProperty({
    enum: DRAW_STATUSES,
    description:
      'NEW: not in the annual plan; SIMILAR: another line of it asks for the same; DRAWN: in it; CHANGED, GONE: in it, and another or no longer in the multi-year plan',
  })
  readonly status: DrawStatus;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The line of the annual plan that it became',
  })
  readonly drawnLineId: string | null;
  @ApiProperty({ type: [String], format: 'uuid', description: 'Other lines of the annual plan that ask for the same' })
  readonly similarLineIds: readonly string[];
  @ApiProperty({
    type: [String],
    enum: SOURCE_FIELDS,
    description: 'Changed in the multi-year plan since it was drawn',
  })
  readonly changed: readonly string[];
}

export class DrawableLinePage {
  @ApiProperty({ type: [DrawableLineView] }) readonly items: readonly DrawableLineView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
