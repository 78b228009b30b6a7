import { ApiProperty } from '@betang/platform';

export class DutyView {
  @ApiProperty({ type: Number, nullable: true }) readonly minimumHundredths: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly maximumCountedHundredths: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Regulation' }) readonly basis: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'How sure this rule is: confirmed, secondary, unverified, assumed',
  })
  readonly status: string | null;
}

export class PathHoursView {
  @ApiProperty({ example: 'KL06' }) readonly pathCode: string;
  @ApiProperty() readonly entries: number;
  @ApiProperty() readonly earned: number;
  @ApiProperty() readonly counted: number;
}

/** A person's learning hours of a calendar year, hundredths of a JP. */
export class YearStatementView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: String, nullable: true }) readonly employmentStatus: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly agencyName: string | null;
  @ApiProperty({ type: DutyView }) readonly duty: DutyView;
  @ApiProperty({ description: 'By the conversion rules, before caps' }) readonly earned: number;
  @ApiProperty({ description: 'After caps per day, month and activity' }) readonly countedInLedger: number;
  @ApiProperty({ description: 'After the most that counts a year for the status' }) readonly counted: number;
  @ApiProperty({ description: 'Kept and not counted: above caps per day, month, year and activity' })
  readonly aboveCaps: number;
  @ApiProperty({ description: 'Kept and not counted: above the most that counts a year for the status' })
  readonly aboveMaximum: number;
  @ApiProperty({ type: [Number], description: 'Counted, January first' }) readonly byMonth: readonly number[];
  @ApiProperty({ enum: ['none', 'started', 'halfway', 'fulfilled'] }) readonly band: string;
  @ApiProperty({ enum: ['FULFILLED', 'ON_PACE', 'BEHIND', 'MISSED'] }) readonly pace: string;
  @ApiProperty({ type: [PathHoursView] }) readonly byPath: readonly PathHoursView[];
  @ApiProperty({ format: 'date-time' }) readonly asOf: string;
}
