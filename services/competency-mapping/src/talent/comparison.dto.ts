import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { DIRECTIONS, type Direction } from './compare-places.decision.js';
import { SnapshotView } from './talent.dto.js';

export class ComparisonQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Default: the snapshot taken before it' })
  @IsOptional()
  @IsUUID()
  readonly since?: string;
}

export class MovesQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Default: the snapshot taken before it' })
  @IsOptional()
  @IsUUID()
  readonly since?: string;

  @IsOptional()
  @IsIn(DIRECTIONS)
  readonly direction?: Direction;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class MatrixCellView {
  @ApiProperty({ enum: DIRECTIONS }) readonly direction: Direction;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: stood in none' }) readonly fromBox: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: stands in none' }) readonly toBox: number | null;
  @ApiProperty() readonly people: number;
}

export class SnapshotComparisonView {
  @ApiProperty() readonly now: SnapshotView;
  @ApiProperty() readonly since: SnapshotView;
  @ApiProperty({ description: 'Whether both were taken by the same thresholds and numbering of boxes' })
  readonly sameThresholds: boolean;
  @ApiProperty() readonly up: number;
  @ApiProperty() readonly down: number;
  @ApiProperty() readonly same: number;
  @ApiProperty() readonly entered: number;
  @ApiProperty() readonly gone: number;
  @ApiProperty({ type: [MatrixCellView] }) readonly matrix: readonly MatrixCellView[];
}

export class MoveReasonView {
  @ApiProperty() readonly reason: string;
  @ApiPropertyOptional({ description: 'Hundredths' }) readonly from?: number;
  @ApiPropertyOptional({ description: 'Hundredths' }) readonly to?: number;
  @ApiProperty({ description: 'In the language asked for' }) readonly text: string;
}

export class MoveView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty({ enum: DIRECTIONS }) readonly direction: Direction;
  @ApiProperty({ type: Number, nullable: true }) readonly fromBox: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly toBox: number | null;
  @ApiProperty({ type: [MoveReasonView] }) readonly reasons: readonly MoveReasonView[];
}

export class MovePage {
  @ApiProperty({ type: [MoveView] }) readonly items: readonly MoveView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
