import { employmentStatuses, type EmploymentStatus, type Sex } from '@betang/asn';
import { IfGiven, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import {
  IsDateString,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

const EMPLOYEE_SORTS = ['name', '-name', 'retiresOn', '-retiresOn'] as const;

/** Filters of the list of employees. Names and numbers are asked for in the body of a search, never in an address. */
export class EmployeeQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'People of this unit and of all below it' })
  @IsOptional()
  @IsUUID()
  readonly under?: string;

  @ApiPropertyOptional({ enum: employmentStatuses })
  @IsOptional()
  @IsIn(employmentStatuses)
  readonly employmentStatus?: EmploymentStatus;

  @ApiPropertyOptional({ enum: ['in-service', 'left', 'all'], default: 'in-service' })
  @IsOptional()
  @IsIn(['in-service', 'left', 'all'])
  readonly service: 'in-service' | 'left' | 'all' = 'in-service';

  @ApiPropertyOptional({
    description: 'Type of position: JPT_PRATAMA, FUNCTIONAL, or with its level FUNCTIONAL:AHLI_MUDA',
  })
  @IsOptional()
  @Matches(/^[A-Z_]{3,20}(:[A-Z_]{3,20})?$/)
  readonly positionType?: string;

  @ApiPropertyOptional({ example: 'III/a' })
  @IsOptional()
  @Matches(/^[IVX]{1,5}(\/[a-e])?$/)
  readonly grade?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'People of this supervisor' })
  @IsOptional()
  @IsUUID()
  readonly supervisorId?: string;

  @ApiPropertyOptional({ format: 'date', description: 'People who retire before this day' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly retiresBefore?: string;

  @ApiPropertyOptional({ enum: EMPLOYEE_SORTS, default: 'name' })
  @IsOptional()
  @IsIn(EMPLOYEE_SORTS)
  override readonly sort?: (typeof EMPLOYEE_SORTS)[number];
}

/** What is known of a person who is looked for: the number, or a part of the name. */
export class EmployeeSearchDto {
  @ApiPropertyOptional({ description: 'NIP or NI PPPK, 18 digits; former numbers are found too' })
  @IfGiven()
  @Matches(/^[\d ]{18,24}$/)
  readonly employeeNumber?: string;

  @ApiPropertyOptional({ minLength: 3, maxLength: 100 })
  @IfGiven()
  @IsString()
  @MinLength(3)
  @MaxLength(100)
  readonly name?: string;

  @ApiPropertyOptional({ default: 20, maximum: 100 })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly limit: number = 20;
}

/** An employee in a list: the number is masked. */
export class EmployeeListItem {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ example: '1986**********1001' }) readonly maskedNumber: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: employmentStatuses }) readonly employmentStatus: EmploymentStatus;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty() readonly agencyName: string;
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty() readonly unitName: string;
  @ApiProperty({ nullable: true, type: String }) readonly grade: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly positionType: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly positionName: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date' }) readonly leftOn: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date', description: 'First day in retirement, a forecast' })
  readonly retiresOn: string | null;
}

/** A number of a person with the days it holds. */
export class IdentifierView {
  @ApiProperty({ enum: ['NIP', 'NI_PPPK', 'NIP_LAMA', 'SIASN_PNS_ID'] }) readonly kind: string;
  @ApiProperty() readonly value: string;
  @ApiProperty({ nullable: true, type: String, format: 'date' }) readonly validFrom: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date' }) readonly validTo: string | null;
}

/** A direct supervisor (atasan langsung). */
export class SupervisorView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ description: 'True: an officer said so; false: head of the unit or of one above' })
  readonly saidByOfficer: boolean;
}

/** Everything on record of one employee. */
export class EmployeeView extends EmployeeListItem {
  @ApiProperty({ description: 'In full for those who keep the record and for the person, else masked' })
  readonly employeeNumber: string;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'date',
    description: 'For those who keep the record and for the person, else null',
  })
  readonly birthDate: string | null;
  @ApiProperty({ nullable: true, enum: ['MALE', 'FEMALE'] }) readonly sex: Sex | null;
  @ApiProperty({ type: [IdentifierView] }) readonly identifiers: readonly IdentifierView[];
  @ApiProperty({ nullable: true, type: SupervisorView }) readonly supervisor: SupervisorView | null;
  @ApiProperty({ nullable: true, enum: ['RETIRED', 'TRANSFERRED', 'CONTRACT_ENDED', 'DIED', 'OTHER'] })
  readonly leaveReason: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Region that took the employee over' })
  readonly transferredTo: string | null;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'uuid',
    description: 'The record that stays of two of one person',
  })
  readonly mergedInto: string | null;
}

/** One page of employees. */
export class EmployeePage {
  @ApiProperty({ type: [EmployeeListItem] }) readonly items: readonly EmployeeListItem[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
