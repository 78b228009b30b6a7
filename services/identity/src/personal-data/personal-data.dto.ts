import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { Account } from '../accounts/account-store.js';
import { EmployeeView } from '../employees/employee.dto.js';
import { RoleRequestView } from '../roles/role.dto.js';

/** Fields that a person can ask to have put right. */
export const ASKED_FIELDS = [
  'name',
  'employee-number',
  'birth-date',
  'sex',
  'employment-status',
  'grade',
  'position',
  'unit',
  'other',
] as const;
export type AskedField = (typeof ASKED_FIELDS)[number];

/** A person asks to have their record put right (UU 27/2022 art. 6: completing, updating and correcting). */
export class CorrectionRequestDto {
  @ApiProperty({ enum: ASKED_FIELDS })
  @IsIn(ASKED_FIELDS)
  readonly field: AskedField;

  @ApiProperty({ minLength: 5, maxLength: 500, description: 'What is wrong, what it should be, and by which document' })
  @IsString()
  @MinLength(5)
  @MaxLength(500)
  readonly text: string;
}

/** Of whom one asks. */
export class DataReaderQuery {
  @ApiProperty({
    description: 'Readers as `me/data-accesses` of any service names them, separated by commas',
    maxLength: 8000,
  })
  @Matches(/^[\w.-]{1,80}(,[\w.-]{1,80}){0,99}$/)
  readonly readers: string;
}

class ReaderRoleView {
  @ApiProperty() readonly role: string;
  @ApiProperty() readonly region: string;
  @ApiProperty({ nullable: true, type: String, description: 'null: the whole region' }) readonly unitName:
    string | null;
}

/** Somebody who read the caller's data. */
export class DataReaderView {
  @ApiProperty() readonly reader: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ description: 'A program, not a person' }) readonly program: boolean;
  @ApiProperty({ type: [ReaderRoleView], description: 'Offices held now' }) readonly roles: readonly ReaderRoleView[];
}

/** Those of the readers that were asked about who hold an office, or are programs. */
export class DataReaderNames {
  @ApiProperty({ type: [DataReaderView] }) readonly readers: readonly DataReaderView[];
}

const REQUEST_STATES = ['OPEN', 'SETTLED', 'DISMISSED'] as const;

/** Filter of one's own requests. */
export class CorrectionRequestQuery extends PageQuery {
  @ApiPropertyOptional({ enum: REQUEST_STATES })
  @IsOptional()
  @IsIn(REQUEST_STATES)
  readonly state?: (typeof REQUEST_STATES)[number];
}

/** What became of a request. */
export class CorrectionRequestView {
  @ApiProperty({ format: 'uuid' }) readonly correctionId: string;
  @ApiProperty({ enum: ASKED_FIELDS }) readonly field: AskedField;
  @ApiProperty() readonly text: string;
  @ApiProperty({ enum: REQUEST_STATES }) readonly state: string;
  @ApiProperty({ format: 'date-time' }) readonly askedAt: Date;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly settledAt: Date | null;
  @ApiProperty({ nullable: true, type: String }) readonly note: string | null;
}

/** One page of one's own requests, newest first. */
export class CorrectionRequestPage {
  @ApiProperty({ type: [CorrectionRequestView] }) readonly items: readonly CorrectionRequestView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** What identity keeps of a person, and where the other services tell the rest (UU 27/2022 art. 7: access and copy). */
export class DataCopy {
  @ApiProperty({ format: 'date-time' }) readonly madeAt: string;
  @ApiProperty({ nullable: true, type: Object }) readonly account: Account | null;
  @ApiProperty({ type: [Object] }) readonly roles: readonly object[];
  @ApiProperty({ type: [RoleRequestView], description: 'Roles that were asked for the caller, or given alone' })
  readonly roleRequests: readonly RoleRequestView[];
  @ApiProperty({ nullable: true, type: EmployeeView }) readonly employee: EmployeeView | null;
  @ApiProperty({ type: [Object], description: 'Status, grade, position and unit through time' })
  readonly history: readonly object[];
  @ApiProperty({ type: [CorrectionRequestView] }) readonly correctionRequests: readonly CorrectionRequestView[];
  @ApiProperty({ type: [Object], description: 'What files say of the caller and an officer found wrong' })
  readonly overruledValues: readonly object[];
  @ApiProperty({
    type: [String],
    description: 'Addresses at which the other services tell what they keep of the caller',
  })
  readonly elsewhere: readonly string[];
}

/** What came of one address in a copy. */
export class CopyPartView {
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly path: string;
  @ApiProperty({
    enum: ['COMPLETE', 'NOTHING', 'MISSING', 'CUT'],
    description: 'MISSING: the service did not answer, ask again later; CUT: there is more than a copy takes',
  })
  readonly outcome: string;
  @ApiProperty() readonly records: number;
  @ApiPropertyOptional({ description: 'Why it is missing: HTTP status, no-answer or no-address' })
  readonly reason?: string;
}

/** A copy of all that the region's services keep of the caller. */
export class DataCopyView {
  @ApiProperty({ format: 'uuid' }) readonly copyId: string;
  @ApiProperty({
    enum: ['GATHERING', 'READY', 'PARTIAL', 'FAILED'],
    description: 'PARTIAL: some service did not answer, see parts; FAILED: ask again',
  })
  readonly state: string;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly finishedAt: Date | null;
  @ApiProperty({ nullable: true, type: String, format: 'date', description: 'First day on which it is gone' })
  readonly expiresOn: string | null;
  @ApiProperty({ type: [CopyPartView] }) readonly parts: readonly CopyPartView[];
  @ApiProperty({ nullable: true, type: Number }) readonly bytes: number | null;
}

/** One page of copies, the newest first. */
export class DataCopyPage {
  @ApiProperty({ type: [DataCopyView] }) readonly items: readonly DataCopyView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** The entry of the correction queue. */
export class CorrectionRequestedView {
  @ApiProperty({ format: 'uuid' }) readonly correctionId: string;
}

/** The copy that is being gathered. */
export class DataCopyIdView {
  @ApiProperty({ format: 'uuid' }) readonly copyId: string;
}
