import { ApiProperty } from '@betang/platform';

/** A stretch of a unit's history. */
export class UnitPeriodView {
  @ApiProperty({ enum: ['AGENCY', 'UNIT'] }) readonly kind: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) readonly parentUnitId: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date' }) readonly validFrom: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date', description: 'First day on which it no longer holds' })
  readonly validTo: string | null;
}

/** A stretch of a headship. */
export class HeadshipView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ nullable: true, enum: ['PLT', 'PLH'] }) readonly acting: string | null;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ nullable: true, type: String, format: 'date' }) readonly validTo: string | null;
}

/** A unit that took over, or was taken over from. */
export class SuccessionView {
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: ['SPLIT', 'MERGE', 'CLOSE'] }) readonly kind: string;
  @ApiProperty({ format: 'date' }) readonly effectiveOn: string;
}

/** A unit through time. */
export class UnitHistoryView {
  @ApiProperty({ type: [UnitPeriodView] }) readonly periods: readonly UnitPeriodView[];
  @ApiProperty({ type: [HeadshipView] }) readonly heads: readonly HeadshipView[];
  @ApiProperty({ type: [SuccessionView] }) readonly predecessors: readonly SuccessionView[];
  @ApiProperty({ type: [SuccessionView] }) readonly successors: readonly SuccessionView[];
}
