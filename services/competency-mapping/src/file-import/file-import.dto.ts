import { ApiProperty, ApiPropertyOptional } from '@betang/platform';

export class ImportAcceptedView {
  @ApiProperty({ format: 'uuid' }) readonly importId: string;
  @ApiProperty() readonly kind: string;
  @ApiProperty({ enum: ['WORKING', 'DONE', 'FAILED'] }) readonly state: string;
}

/** How far an import is. */
export class FileImportView extends ImportAcceptedView {
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ format: 'date-time' }) readonly uploadedAt: Date;
  @ApiProperty() readonly rowsRead: number;
  @ApiProperty({ description: 'Recorded' }) readonly rowsTaken: number;
  @ApiProperty({ description: 'On record already' }) readonly rowsRepeated: number;
  @ApiProperty() readonly rowsRefused: number;
  @ApiProperty({ type: String, nullable: true }) readonly failureCode: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'In the language asked for' })
  readonly failure: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly finishedAt: Date | null;
}

export class FileImportPage {
  @ApiProperty({ type: [FileImportView] }) readonly items: readonly FileImportView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
