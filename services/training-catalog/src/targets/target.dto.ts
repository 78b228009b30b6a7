import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

const KINDS = ['VISION', 'MISSION', 'GOAL', 'TARGET', 'INDICATOR'] as const;

export class TargetQuery extends PageQuery {
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @IsOptional()
  @IsIn(KINDS)
  readonly kind?: (typeof KINDS)[number];

  @ApiPropertyOptional({ description: 'Nodes right below this one' })
  @IsOptional()
  @IsUUID()
  readonly parentId?: string;

  @ApiPropertyOptional({ description: 'True: neither withdrawn nor outside its period today' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly inForce?: 'true' | 'false';

  @ApiPropertyOptional({ description: 'Part of the code or title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class TargetValueView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: Number, nullable: true }) readonly target: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly actual: number | null;
}

/** A node of a region's medium-term plan, and what the region's own programmes do for it. */
export class TargetView {
  @ApiProperty({ format: 'uuid' }) readonly targetId: string;
  @ApiProperty() readonly region: string;
  @ApiProperty({ type: String, nullable: true }) readonly parentId: string | null;
  @ApiProperty({ enum: KINDS }) readonly kind: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, nullable: true }) readonly unit: string | null;
  @ApiProperty({ type: [TargetValueView] }) readonly values: readonly TargetValueView[];
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ format: 'date' }) readonly validTo: string;
  @ApiProperty() readonly withdrawn: boolean;
  @ApiProperty({ description: 'Published programmes of this region that serve it' }) readonly programmes: number;
}

export class TargetPage {
  @ApiProperty({ type: [TargetView] }) readonly items: readonly TargetView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
