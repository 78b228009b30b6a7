import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
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
  ValidateNested,
} from 'class-validator';

/** Code of a competency in the dictionary: `MAN-08`, `TEK-KARHUTLA`. */
export const COMPETENCY_CODE = /^[A-Z0-9][A-Z0-9.-]{0,39}$/;

export class RequiredCompetencyDto {
  @ApiProperty({ example: 'MAN-08' }) @Matches(COMPETENCY_CODE) readonly competencyCode: string;
  @ApiProperty({ minimum: 1, maximum: 5 }) @IsInt() @Min(1) @Max(5) readonly level: number;
}

export class NewRoleDto {
  @ApiProperty({ description: 'Field (bidang)' }) @IsString() @MinLength(1) @MaxLength(120) readonly field: string;
  @ApiProperty() @IsString() @MinLength(1) @MaxLength(200) readonly name: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'Unit that fills the role' })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string;
  @ApiProperty() @IsInt() @Min(1) @Max(1_000) readonly people: number;
  @ApiProperty() @IsInt() @Min(0) @Max(1_000) readonly alternates: number;
  @ApiProperty({ type: [RequiredCompetencyDto] })
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => RequiredCompetencyDto)
  readonly competencies: readonly RequiredCompetencyDto[];
}

export class RoleQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Field (bidang)' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  readonly field?: string;
  @IsOptional() @IsUUID() readonly unitId?: string;
}

export class AssignDto {
  @IsUUID() readonly employeeId: string;
  @ApiProperty({ enum: ['HOLDER', 'ALTERNATE'] }) @IsIn(['HOLDER', 'ALTERNATE']) readonly kind: 'HOLDER' | 'ALTERNATE';
  @ApiProperty({ description: 'Order of succession' }) @IsInt() @Min(1) @Max(1_000) readonly rank: number;
}

export class AssignmentView {
  @ApiProperty({ format: 'uuid' }) readonly assignmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ enum: ['HOLDER', 'ALTERNATE'] }) readonly kind: string;
  @ApiProperty() readonly rank: number;
  @ApiProperty({ format: 'date' }) readonly confirmedOn: string;
}

export class AssignedPersonView {
  @ApiProperty({ format: 'uuid' }) readonly assignmentId: string;
  @ApiProperty({ enum: ['HOLDER', 'ALTERNATE'] }) readonly kind: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null for people out of the reader’s units',
  })
  readonly employeeId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ enum: ['READY', 'UNKNOWN', 'LEFT', 'MOVED', 'RETIRED'] }) readonly standing: string;
  @ApiProperty({ type: [RequiredCompetencyDto], description: 'Required competencies that the person lacks today' })
  readonly lacking: readonly RequiredCompetencyDto[];
}

export class RoleView {
  @ApiProperty({ format: 'uuid' }) readonly roleId: string;
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly unitId: string | null;
  @ApiProperty() readonly people: number;
  @ApiProperty() readonly alternates: number;
  @ApiProperty({ type: [RequiredCompetencyDto] }) readonly competencies: readonly RequiredCompetencyDto[];
}

export class RoleInPlanView extends RoleView {
  @ApiProperty({ description: 'People in place today' }) readonly inPlace: number;
  @ApiProperty({ description: 'Of them, with every competency asked for' }) readonly qualified: number;
  @ApiProperty({ description: 'Alternates in place and qualified' }) readonly alternatesReady: number;
}

export class RolePage {
  @ApiProperty({ type: [RoleInPlanView] }) readonly items: readonly RoleInPlanView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class RolePeople {
  @ApiProperty({ type: [AssignedPersonView] }) readonly items: readonly AssignedPersonView[];
}
