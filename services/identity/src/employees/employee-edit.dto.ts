import { employmentStatuses, sexes, type EmploymentStatus, type Sex } from '@betang/asn';
import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform } from 'class-transformer';
import {
  IsDateString,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { tidyText } from '../organisation/name-key.js';
import { EffectiveDto } from '../organisation/effective.dto.js';
import { FACETS, type Facet } from './employee-period.js';
import { IDENTIFIER_KINDS, type IdentifierKind } from './employee-store.js';
import { LEAVE_REASONS, type LeaveReason } from './employee.js';

const tidy = ({ value }: { value: unknown }) => (typeof value === 'string' ? tidyText(value) : value);
const isNotNull = (_: object, value: unknown) => value !== null;

/** Fields of an employee that may stay empty; null empties. */
export class EmployeeFieldsDto extends EffectiveDto {
  @ApiPropertyOptional({ nullable: true, type: String, example: 'III/a', description: 'III/a, or IX for PPPK' })
  @ValidateIf((edit: EmployeeFieldsDto) => edit.grade !== undefined && edit.grade !== null)
  @IsString()
  @MaxLength(8)
  readonly grade?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, example: 'FUNCTIONAL:AHLI_MUDA' })
  @ValidateIf((edit: EmployeeFieldsDto) => edit.positionType !== undefined && edit.positionType !== null)
  @IsString()
  @MaxLength(40)
  readonly positionType?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 300 })
  @ValidateIf((edit: EmployeeFieldsDto) => edit.positionName !== undefined && edit.positionName !== null)
  @Transform(tidy)
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly positionName?: string | null;

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly birthDate?: string;

  @ApiPropertyOptional({ enum: sexes })
  @IsOptional()
  @IsIn(sexes)
  readonly sex?: Sex;

  @ApiPropertyOptional({ maxLength: 200, description: 'Decree or other ground of the change; names nobody' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly reason?: string;
}

/** What an officer changes of an employee; what is absent stays. */
export class EditEmployeeDto extends EmployeeFieldsDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200 })
  @IsOptional()
  @Transform(tidy)
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly name?: string;

  @ApiPropertyOptional({ enum: employmentStatuses })
  @IsOptional()
  @IsIn(employmentStatuses)
  readonly employmentStatus?: EmploymentStatus;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string;
}

/** A person who is not on record yet. */
export class NewEmployeeDto extends EmployeeFieldsDto {
  @ApiProperty({ description: 'NIP or NI PPPK, 18 digits' })
  @Matches(/^[\d ]{18,24}$/)
  readonly employeeNumber: string;

  @ApiProperty({ minLength: 1, maxLength: 200 })
  @Transform(tidy)
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly name: string;

  @ApiProperty({ enum: employmentStatuses })
  @IsIn(employmentStatuses)
  readonly employmentStatus: EmploymentStatus;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly unitId: string;
}

/** A number of an employee. */
export class NewIdentifierDto {
  @ApiProperty({ enum: IDENTIFIER_KINDS })
  @IsIn(IDENTIFIER_KINDS)
  readonly kind: IdentifierKind;

  @ApiProperty({ maxLength: 64 })
  @IsString()
  @Matches(/^[\w -]{1,64}$/)
  readonly value: string;

  @ApiPropertyOptional({ format: 'date', description: 'First day it holds; a NIP or NI PPPK tells by itself' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly validFrom?: string;

  @ApiPropertyOptional({
    description:
      'A number on record that was never right: it goes, as if it had not been there. Without it the present one of the kind ends',
  })
  @IsOptional()
  @IsString()
  @Matches(/^[\w -]{1,64}$/)
  readonly insteadOf?: string;
}

/** The end of service. */
export class EndServiceDto {
  @ApiPropertyOptional({
    format: 'date',
    description: 'First day no longer in service; default today, never a day to come',
  })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly leftOn?: string;

  @ApiProperty({
    enum: LEAVE_REASONS,
    description: 'TRANSFERRED: to a government outside the federation; else ask for a transfer',
  })
  @IsIn(LEAVE_REASONS)
  readonly reason: LeaveReason;
}

/** A stretch of an employee's past, such as a former grade. */
export class PastPeriodDto {
  @ApiProperty({ enum: FACETS })
  @IsIn(FACETS)
  readonly facet: Facet;

  @ApiProperty({ maxLength: 40, description: 'Status, grade, type of position, id of the unit' })
  @IsString()
  @MinLength(1)
  @MaxLength(40)
  readonly value: string;

  @ApiPropertyOptional({ maxLength: 300, description: 'Name of the position' })
  @IsOptional()
  @Transform(tidy)
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly detail?: string;

  @ApiProperty({ format: 'date' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly validFrom: string;

  @ApiProperty({ format: 'date', description: 'First day on which it no longer held' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly validTo: string;
}

/** Who supervises an employee. */
export class SupervisorDto {
  @ApiProperty({
    format: 'uuid',
    nullable: true,
    type: String,
    description: 'null: whoever heads the unit or one above',
  })
  @ValidateIf(isNotNull)
  @IsUUID()
  readonly employeeId: string | null;
}

/** A stretch of an employee's history. */
export class EmployeePeriodView {
  @ApiProperty({ enum: FACETS }) readonly facet: string;
  @ApiProperty({ nullable: true, type: String, description: 'Status, grade, type of position, name of the unit' })
  readonly value: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Name of the position, id of the unit' })
  readonly detail: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date', description: 'null: since when nobody knows' })
  readonly validFrom: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date', description: 'First day on which it no longer holds' })
  readonly validTo: string | null;
  @ApiProperty({ enum: ['ROSTER', 'OFFICER', 'CORRECTION', 'TRANSFER', 'REORGANISATION', 'EARLIER'] })
  readonly source: string;
  @ApiProperty({ format: 'date-time' }) readonly recordedAt: Date;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'uuid',
    description: 'The record that it was said of, where that was joined with this one',
  })
  readonly ofRecord: string | null;
}

/** Whose record it was. */
export class EmployeeIdView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
}
