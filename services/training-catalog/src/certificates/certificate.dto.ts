import { AskedBySearch, IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';

const STATES = ['VALID', 'REVOKED', 'REPLACED'] as const;

@AskedBySearch('/api/training-catalog/v1/certificates/search', { number: 'number' })
export class CertificateQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  readonly state?: (typeof STATES)[number];

  @ApiPropertyOptional({ format: 'date', description: 'Valid ones whose last day is this one or earlier' })
  @IsOptional()
  @IsDay()
  readonly expiresBy?: string;

  @ApiPropertyOptional({ enum: ['issuedOn', '-issuedOn', 'number', '-number', 'expiresOn', '-expiresOn'] })
  @IsOptional()
  @IsIn(['issuedOn', '-issuedOn', 'number', '-number', 'expiresOn', '-expiresOn'])
  override readonly sort?: string;
}

export class CertificateSearchDto extends CertificateQuery {
  @ApiProperty({ minLength: 1, maxLength: 200, description: 'The number as the certificate bears it' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly number: string;
}

export class RevokeCertificateDto {
  @ApiProperty({ maxLength: 500, description: 'Why; names no person' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class ReissueCertificateDto extends RevokeCertificateDto {
  @ApiPropertyOptional({ maxLength: 200, description: "Default: the person's name as it is today" })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly holderName?: string;
}

export class CertificateSchemeDto {
  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({
    example: '{seq}/SERT/{region}/{year}',
    description: '`{seq}`, `{region}`, `{year}` once each; `{path}`',
  })
  @IsString()
  @MaxLength(120)
  readonly pattern: string;

  @ApiProperty({ type: [String], description: 'Lines at the head (kop surat)' })
  @IsArray()
  @ArrayMaxSize(6)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  readonly letterhead: string[];

  @ApiProperty({ maxLength: 100 })
  @IsString()
  @MaxLength(100)
  readonly place: string;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @MaxLength(200)
  readonly signerName: string;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @MaxLength(200)
  readonly signerPost: string;
}

export class CertificateSchemeQuery extends PageQuery {
  @ApiPropertyOptional({
    format: 'date',
    description: 'Begun by this day; the newest of them (`sort=-validFrom`) holds on it',
  })
  @IsOptional()
  @IsDay()
  readonly begunBy?: string;
}

export class CertificateSchemePage {
  @ApiProperty({ type: [CertificateSchemeDto] }) readonly items: readonly CertificateSchemeDto[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class CertificateView {
  @ApiProperty({ format: 'uuid' }) readonly certificateId: string;
  @ApiProperty() readonly number: string;
  @ApiProperty({ format: 'uuid' }) readonly completionId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null once the identity of the holder is kept no longer' })
  readonly holderName: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly programmeId: string | null;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly organiser: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty() readonly quantityHundredths: number;
  @ApiProperty({ format: 'date' }) readonly startedOn: string;
  @ApiProperty({ format: 'date' }) readonly completedOn: string;
  @ApiProperty({ format: 'date' }) readonly issuedOn: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly expiresOn: string | null;
  @ApiProperty({ enum: ['VALID', 'EXPIRED', 'REVOKED', 'REPLACED'] }) readonly standing: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly replacesId: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Number of the one in whose place it was issued' })
  readonly replacesNumber: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was issued in the place of that one' })
  readonly issuedReason: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Number of the one that was issued in its place' })
  readonly successorNumber: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly endedReason: string | null;
  @ApiProperty({ description: 'The public page that its QR code leads to' }) readonly verificationUrl: string;
}

export class CertificatePage {
  @ApiProperty({ type: [CertificateView] }) readonly items: readonly CertificateView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
