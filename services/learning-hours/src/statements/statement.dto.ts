import { ApiProperty } from '@betang/platform';

export class WayToFulfilView {
  @ApiProperty({ example: 'KL06' }) readonly pathCode: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: ['PROGRAM_JP', 'DAY', 'SESSION', 'ACTIVITY', 'SEMESTER'] }) readonly unit: string;
  @ApiProperty({ description: 'Whole units; hundredths of a JP where programmes state their hours' })
  readonly units: number;
  @ApiProperty({ description: 'Hours that they give' }) readonly hundredths: number;
}

/** How the year may end at the pace so far, and what is missing. Hours are hundredths of a JP. */
export class ForecastView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ format: 'date' }) readonly asOf: string;
  @ApiProperty() readonly counted: number;
  @ApiProperty({ description: 'Hours of claims that wait for a decision' }) readonly waiting: number;
  @ApiProperty({ description: 'At the pace of the year so far, under the most that counts' })
  readonly atYearEnd: number;
  @ApiProperty({ type: Number, nullable: true }) readonly minimum: number | null;
  @ApiProperty({ description: 'What an even pace would have brought by now' }) readonly expectedByNow: number;
  @ApiProperty() readonly missing: number;
  @ApiProperty() readonly monthsLeft: number;
  @ApiProperty() readonly missingAMonth: number;
  @ApiProperty({ enum: ['FULFILLED', 'LIKELY', 'WITH_CLAIMS', 'UNLIKELY', 'MISSED'] }) readonly likely: string;
  @ApiProperty({ type: [WayToFulfilView], description: 'By which paths what is missing can be had' })
  readonly ways: readonly WayToFulfilView[];
}
