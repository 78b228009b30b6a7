import { ApiProperty, ApiPropertyOptional, PageQuery } from '@betang/platform';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

const STATES = ['WORKING', 'DONE', 'FAILED'] as const;

export class CompletionImportQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  readonly state?: (typeof STATES)[number];

  @ApiPropertyOptional({ enum: ['true'], description: 'Those with rows that were refused' })
  @IsOptional()
  @IsIn(['true'])
  readonly refused?: 'true';

  @ApiPropertyOptional({ maxLength: 100, description: 'Part of the name of the file' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class ImportAcceptedView {
  @ApiProperty({ format: 'uuid' }) readonly importId: string;
  @ApiProperty({ enum: ['WORKING', 'DONE', 'FAILED'] }) readonly state: string;
}

/** How far an import is. */
export class CompletionImportView extends ImportAcceptedView {
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ format: 'date-time' }) readonly uploadedAt: Date;
  @ApiProperty({ description: 'Rows after the headings as far as the file tells, else those read; exact once done' })
  readonly rowsTotal: number;
  @ApiProperty() readonly rowsRead: number;
  @ApiProperty() readonly rowsRecorded: number;
  @ApiProperty({ description: 'On record already' }) readonly rowsRepeated: number;
  @ApiProperty() readonly rowsRefused: number;
  @ApiProperty({ type: String, nullable: true }) readonly failureCode: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'In the language asked for, with the columns that are missing',
  })
  readonly failure: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly finishedAt: Date | null;
}

export class CompletionImportPage {
  @ApiProperty({ type: [CompletionImportView] }) readonly items: readonly CompletionImportView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
