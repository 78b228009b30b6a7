import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsOptional } from 'class-validator';

/** The form with the uploaded file. */
export class UploadFileDto {
  @ApiProperty({ type: 'string', format: 'binary', description: '.xlsx or .csv' })
  @IsOptional()
  readonly file?: unknown;
}

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

/** Why a row was refused, and what to do. */
export class RowErrorView {
  @ApiProperty({ description: 'As a spreadsheet shows it' }) readonly row: number;
  @ApiProperty({ description: 'Column, by its first heading' }) readonly column: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly message: string;
  @ApiProperty({ description: 'The way out' }) readonly remedy: string;
}

export class RowErrorPage {
  @ApiProperty({ type: [RowErrorView] }) readonly items: readonly RowErrorView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
