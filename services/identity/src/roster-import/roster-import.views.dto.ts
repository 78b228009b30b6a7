import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import type { DifferenceView, RowProblemView } from './roster-import.queries.js';
import { IMPORT_STATES, type ImportState } from './roster-import.js';

/** An import and where it stands now. */
export class RosterImportStateView {
  @ApiProperty({ format: 'uuid' }) readonly importId: string;
  @ApiProperty({ enum: IMPORT_STATES }) readonly state: ImportState;
}

/** The same after its columns were explained. */
export class RosterMappedView extends RosterImportStateView {
  @ApiProperty({ description: 'Later files of these headings are read so by themselves' }) readonly saved: boolean;
}

/** An import in a list. */
export class RosterImportBriefView extends RosterImportStateView {
  @ApiProperty() readonly fileName: string;
  @ApiProperty() readonly uploadedAt: Date;
}

/** A text in both languages. */
export class RosterTextView {
  @ApiProperty() readonly id: string;
  @ApiProperty() readonly en: string;
}

/** One problem of one row, with what to do about it. */
export class RosterRowProblemView implements RowProblemView {
  @ApiProperty({ nullable: true, type: String, description: 'Where several sheets were read' })
  readonly sheet: string | null;
  @ApiProperty({ type: 'integer' }) readonly rowNumber: number;
  @ApiProperty({ nullable: true, type: String }) readonly column: string | null;
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly message: RosterTextView;
  @ApiProperty() readonly remedy: RosterTextView;
}

/** What a field was and what it is in the file. */
export class RosterChangeView {
  @ApiProperty() readonly field: string;
  @ApiProperty({ nullable: true, type: String }) readonly from: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly to: string | null;
  @ApiPropertyOptional({ nullable: true, type: String, description: 'Of units and agencies' })
  readonly fromName?: string | null;
  @ApiPropertyOptional({ nullable: true, type: String }) readonly toName?: string | null;
}

/** Somebody who would come, go or change, or a unit that would be made. */
export class RosterDifferenceView implements DifferenceView {
  @ApiPropertyOptional({ nullable: true, type: String }) readonly sheet?: string | null;
  @ApiPropertyOptional({ type: 'integer' }) readonly rowNumber?: number;
  @ApiPropertyOptional({ format: 'uuid' }) readonly employeeId?: string;
  @ApiProperty() readonly name: string;
  @ApiPropertyOptional() readonly maskedNumber?: string;
  @ApiProperty() readonly agency: string;
  @ApiPropertyOptional({ nullable: true, type: String }) readonly unit?: string | null;
  @ApiPropertyOptional({ type: 'integer', description: 'Of a unit' }) readonly people?: number;
  @ApiPropertyOptional({ type: [RosterChangeView] }) readonly changes?: readonly RosterChangeView[];
}
