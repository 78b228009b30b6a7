import {
  AskedBySearch,
  IfGiven,
  PageQuery,
  ROLES,
  type Role,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';

/** A new account. Login names are no employee numbers: they stand in logs of other people's systems. */
export class NewAccountDto {
  @ApiProperty({ pattern: '^[a-z][a-z0-9._-]{2,59}$', example: 'sari.contoh' })
  @Matches(/^[a-z][a-z0-9._-]{2,59}$/)
  readonly loginName: string;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly displayName: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The employee whose own account it is' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @ApiPropertyOptional({ minLength: 12, description: 'Without one a random password is made and told once' })
  @IfGiven()
  @IsString()
  @MaxLength(200)
  readonly password?: string;

  @ApiPropertyOptional({
    description: 'The person chooses the password, by a code that is told once; never with a password',
  })
  @IsOptional()
  @IsBoolean()
  readonly invite?: boolean;
}

/** A new password. */
export class PasswordDto {
  @ApiPropertyOptional({ minLength: 12, description: 'Without one a random password is made and told once' })
  @IfGiven()
  @IsString()
  @MaxLength(200)
  readonly password?: string;
}

/** Another password of one's own. */
export class OwnPasswordDto {
  @ApiProperty({ maxLength: 200 })
  @IsString()
  @MaxLength(200)
  readonly currentPassword: string;

  @ApiProperty({ minLength: 12, maxLength: 200 })
  @IsString()
  @MaxLength(200)
  readonly password: string;
}

export class PasswordChangedView {
  @ApiProperty({ description: 'All sessions are ended: sign in with the new password' }) readonly changed: boolean;
}

/** Whether an account may be used. */
export class AccountStateDto {
  @ApiProperty({ enum: ['ACTIVE', 'DISABLED'] })
  @IsIn(['ACTIVE', 'DISABLED'])
  readonly state: 'ACTIVE' | 'DISABLED';
}

/** The six digits of an authenticator app. */
export class TotpCodeDto {
  @ApiProperty({ example: '123456' })
  @Matches(/^\d{3} ?\d{3}$/)
  readonly code: string;
}

/** A present code: six digits of an authenticator app, or a recovery code. */
export class SecondFactorDto {
  @ApiProperty({ maxLength: 20, example: '123456' })
  @IsString()
  @MinLength(6)
  @MaxLength(20)
  readonly code: string;
}

@AskedBySearch('/api/identity/v1/accounts/search', { search: 'loginName', loginName: 'loginName' })
export class AccountQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['ACTIVE', 'DISABLED'] })
  @IsOptional()
  @IsIn(['ACTIVE', 'DISABLED'])
  readonly state?: string;

  @ApiPropertyOptional({ enum: ROLES, description: 'Who holds this role anywhere' })
  @IsOptional()
  @IsIn(ROLES)
  readonly role?: Role;

  @ApiPropertyOptional({ format: 'uuid', description: 'The account of this employee' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Invited, and has not chosen a password yet' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly invited?: 'true' | 'false';
}

export class AccountSearchDto extends AccountQuery {
  @ApiProperty({ minLength: 1, maxLength: 60, description: 'Part of a login name' })
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  readonly loginName: string;
}

/** A role as shown. */
export class GrantView {
  @ApiProperty({ format: 'uuid' }) readonly grantId: string;
  @ApiProperty({ enum: ROLES }) readonly role: string;
  @ApiProperty() readonly region: string;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) readonly unitId: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly unitName: string | null;
}

/** An account as shown. */
export class AccountView {
  @ApiProperty({ format: 'uuid' }) readonly accountId: string;
  @ApiProperty() readonly loginName: string;
  @ApiProperty() readonly displayName: string;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) readonly employeeId: string | null;
  @ApiProperty({ enum: ['ACTIVE', 'DISABLED'] }) readonly state: string;
  @ApiProperty({ description: 'Signs in with a one-time code too' }) readonly totpConfirmed: boolean;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'date-time',
    description: 'Invited then, and has not chosen a password yet',
  })
  readonly invitedAt: Date | null;
  @ApiProperty({ type: 'integer', description: 'Grows with every change' }) readonly version: number;
  @ApiPropertyOptional({
    nullable: true,
    type: String,
    format: 'date-time',
    description: 'After failed attempts; null: not locked. Of one account only',
  })
  readonly lockedUntil?: Date | null;
  @ApiPropertyOptional({ type: [GrantView] }) readonly roles?: readonly GrantView[];
}

export class AccountPage {
  @ApiProperty({ type: [AccountView] }) readonly items: readonly AccountView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
