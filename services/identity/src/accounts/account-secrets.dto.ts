import { ApiProperty, ApiPropertyOptional } from '@betang/platform';

/** What an invited person needs; the code is told once. */
export class InvitationView {
  @ApiProperty({ format: 'uri' }) readonly url: string;
  @ApiProperty() readonly code: string;
  @ApiProperty({ format: 'date-time' }) readonly expiresAt: string;
}

/** An account that was made, with how its person comes in. */
export class AccountMadeView {
  @ApiProperty({ format: 'uuid' }) readonly accountId: string;
  @ApiProperty() readonly loginName: string;
  @ApiPropertyOptional({ description: 'Told once, when none was sent' }) readonly initialPassword?: string;
  @ApiPropertyOptional({ description: 'Told once' }) readonly invitation?: InvitationView;
}

/** Another invitation. */
export class AccountInvitedView {
  @ApiProperty({ format: 'uuid' }) readonly accountId: string;
  @ApiPropertyOptional({ description: 'Told once' }) readonly invitation?: InvitationView;
}

/** An account with another password. */
export class PasswordSetView {
  @ApiProperty({ format: 'uuid' }) readonly accountId: string;
  @ApiPropertyOptional({ description: 'Told once, when none was sent' }) readonly initialPassword?: string;
}

/** How somebody who lost the password chooses another one. */
export class PasswordResetView {
  @ApiProperty({ format: 'uuid' }) readonly accountId: string;
  @ApiProperty({ format: 'uri', description: 'Page on which the person types the code' }) readonly url: string;
  @ApiPropertyOptional({ description: 'Told once' }) readonly code?: string;
  @ApiPropertyOptional({ format: 'date-time' }) readonly expiresAt?: string;
}

/** The begun set-up of one-time codes. */
export class TotpStartedView {
  @ApiProperty() readonly started: boolean;
  @ApiPropertyOptional({ description: 'For the authenticator (`otpauth://`); told once' }) readonly address?: string;
}

/** One-time codes are in force. */
export class TotpConfirmedView {
  @ApiProperty() readonly confirmed: boolean;
  @ApiPropertyOptional({ type: [String], description: 'Told once' }) readonly recoveryCodes?: readonly string[];
}

/** New recovery codes. */
export class RecoveryCodesView {
  @ApiProperty() readonly renewed: boolean;
  @ApiPropertyOptional({ type: [String], description: 'Told once' }) readonly recoveryCodes?: readonly string[];
}
