import { IfGiven, PageQuery, ROLES, type Role, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { ROLE_REQUEST_STATES, type RoleRequestState } from './role-request.js';

const trim = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value);

/** A role for an account, in the region or in one unit and all below it. */
export class NewGrantDto {
  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  readonly role: Role;

  @ApiPropertyOptional({ format: 'uuid', description: 'Unit at the top of the subtree; without it the whole region' })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string;

  @ApiPropertyOptional({
    minLength: 5,
    maxLength: 500,
    description: 'Why this person, such as the letter of appointment; needed where a second officer decides',
  })
  @IfGiven()
  @Transform(trim)
  @IsString()
  @MinLength(5)
  @MaxLength(500)
  readonly reason?: string;
}

/** Why a request for a role is refused. */
export class RefuseRoleDto {
  @ApiProperty({ minLength: 3, maxLength: 500 })
  @Transform(trim)
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly note: string;
}

export class RoleRequestQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ROLE_REQUEST_STATES })
  @IsOptional()
  @IsIn(ROLE_REQUEST_STATES)
  readonly state?: RoleRequestState;

  @ApiPropertyOptional({ enum: ROLES })
  @IsOptional()
  @IsIn(ROLES)
  readonly role?: Role;

  @ApiPropertyOptional({ format: 'uuid', description: 'Whose role it is to be' })
  @IsOptional()
  @IsUUID()
  readonly accountId?: string;

  @ApiPropertyOptional({ maxLength: 60, description: 'Account or program that asked, or gave it alone' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly requestedBy?: string;
}

/** A request for a role of a person as shown, or a role that was given alone. */
export class RoleRequestView {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty({ format: 'uuid' }) readonly accountId: string;
  @ApiProperty() readonly loginName: string;
  @ApiProperty() readonly displayName: string;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) readonly employeeId: string | null;
  @ApiProperty({ enum: ROLES }) readonly role: string;
  @ApiProperty({ nullable: true, type: String, format: 'uuid', description: 'Null: the whole region' })
  readonly unitId: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly unitName: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly reason: string | null;
  @ApiProperty({
    enum: ROLE_REQUEST_STATES,
    description: 'GIVEN_ALONE: there were not two yet who could decide, or by the token of a machine in local mode',
  })
  readonly state: string;
  @ApiProperty({ description: 'Account or program' }) readonly requestedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;
  @ApiProperty({ type: String, nullable: true, description: 'Account or program' }) readonly decidedBy: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
}

export class RoleRequestPage {
  @ApiProperty({ type: [RoleRequestView] }) readonly items: readonly RoleRequestView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** A role that was given, or that is asked for. */
export class GivenRoleView {
  @ApiProperty({ nullable: true, type: String, format: 'uuid', description: 'Null: a second officer decides on it' })
  readonly grantId: string | null;
  @ApiProperty({
    type: RoleRequestView,
    nullable: true,
    description: 'Null for a role of everyday work, and for one that was there',
  })
  readonly request: RoleRequestView | null;
}
