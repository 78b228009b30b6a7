import { IsOptional } from 'class-validator';

import { ApiProperty, ApiPropertyOptional } from '../openapi/declarations.js';

/** The form of an import that asks for a file alone. */
export class UploadFileDto {
  @ApiProperty({ type: 'string', format: 'binary', description: '.xlsx or .csv' })
  @IsOptional()
  readonly file?: unknown;
}

/** Why a row was refused, and what to do. */
export class RowErrorView {
  @ApiProperty({ description: 'As a spreadsheet shows it' }) readonly row: number;
  @ApiProperty({ description: 'Heading of the column' }) readonly column: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly message: string;
  @ApiProperty({ description: 'The way out' }) readonly remedy: string;
}

export class RowErrorPage {
  @ApiProperty({ type: [RowErrorView] }) readonly items: readonly RowErrorView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
