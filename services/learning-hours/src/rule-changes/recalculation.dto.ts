import { ApiProperty, ApiPropertyOptional } from '@betang/platform';

/** People by band of fulfilment. */
export class BandCountsView {
  @ApiProperty() readonly none: number;
  @ApiProperty() readonly started: number;
  @ApiProperty() readonly halfway: number;
  @ApiProperty() readonly fulfilled: number;
}

/** How far a run over a year is, and what it changes so far; once it is done, the effect on the whole year. Hours are hundredths of a JP. */
export class RecalculationView {
  @ApiProperty({ format: 'uuid' }) readonly recalculationId: string;
  @ApiProperty({ enum: ['PREVIEW', 'APPLY'] }) readonly mode: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly proposalId: string | null;
  @ApiProperty() readonly year: number;
  @ApiProperty({ description: 'Version of the rule that is applied' }) readonly cause: string;
  @ApiProperty({ enum: ['WORKING', 'DONE', 'FAILED'] }) readonly state: string;
  @ApiProperty() readonly startedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly startedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly finishedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly failureCode: string | null;
  @ApiProperty() readonly peopleTotal: number;
  @ApiProperty() readonly peopleDone: number;
  @ApiProperty() readonly peopleChanged: number;
  @ApiProperty() readonly entriesRead: number;
  @ApiProperty() readonly entriesChanged: number;
  @ApiProperty() readonly deltaEarned: number;
  @ApiProperty() readonly deltaCounted: number;
  @ApiProperty({ type: BandCountsView }) readonly bandsBefore: BandCountsView;
  @ApiProperty({ type: BandCountsView }) readonly bandsAfter: BandCountsView;
  @ApiProperty({ description: 'People who had fulfilled the duty and no longer do' }) readonly newlyUnder: number;
  @ApiProperty({ description: 'People who fulfil the duty now and did not before' }) readonly newlyFulfilled: number;
}

export class RecalculationPage {
  @ApiProperty({ type: [RecalculationView] }) readonly items: readonly RecalculationView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
