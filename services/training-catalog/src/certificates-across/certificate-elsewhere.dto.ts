import { AskedBySearch, IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';

const STANDINGS = ['VALID', 'EXPIRED', 'REVOKED', 'REPLACED'] as const;
const SORTS = ['issuedOn', '-issuedOn', 'number', '-number', 'expiresOn', '-expiresOn', 'changedAt', '-changedAt'];

@AskedBySearch('/api/training-catalog/v1/certificates-elsewhere/search', { number: 'number' })
export class CertificateElsewhereQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @ApiPropertyOptional({ description: 'The region that issued it' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly originRegion?: string;

  @ApiPropertyOptional({ enum: STANDINGS })
  @IsOptional()
  @IsIn(STANDINGS)
  readonly standing?: (typeof STANDINGS)[number];

  @ApiPropertyOptional({ format: 'date', description: 'Valid ones whose last day is this one or earlier' })
  @IsOptional()
  @IsDay()
  readonly expiresBy?: string;

  @ApiPropertyOptional({ enum: SORTS })
  @IsOptional()
  @IsIn(SORTS)
  override readonly sort?: string;
}

export class CertificateElsewhereSearchDto extends CertificateElsewhereQuery {
  @ApiProperty({ minLength: 1, maxLength: 200, description: 'The number as the certificate bears it' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly number: string;
}

/** A certificate that another region issued, as it stands by the words of that region. */
export class CertificateElsewhereView {
  @ApiProperty({ format: 'uuid' }) readonly certificateId: string;
  @ApiProperty({ format: 'uuid', description: 'The person here' }) readonly employeeId: string;
  @ApiProperty({ description: 'The region that issued it and vouches for it' }) readonly originRegion: string;
  @ApiProperty({ description: 'The region that told of it: where the person served before, or that held the session' })
  readonly toldBy: string;
  @ApiProperty({ enum: ['TRANSFER', 'ENROLMENT'], description: 'With a transfer, or with an enrolment elsewhere' })
  readonly toldWith: string;
  @ApiProperty({ format: 'uuid', description: 'That transfer or enrolment' }) readonly toldWithId: string;
  @ApiProperty() readonly number: string;
  @ApiProperty({ format: 'uuid', description: 'The completion, as that region names it' })
  readonly completionId: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly programmeId: string | null;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly organiser: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ description: 'Hundredths of the unit that the path counts in' }) readonly quantityHundredths: number;
  @ApiProperty({ format: 'date' }) readonly startedOn: string;
  @ApiProperty({ format: 'date' }) readonly completedOn: string;
  @ApiProperty({ format: 'date' }) readonly issuedOn: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly expiresOn: string | null;
  @ApiProperty({ enum: STANDINGS, description: 'Today' }) readonly standing: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly endedOn: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly endedReason: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The certificate that it replaces' })
  readonly replacesId: string | null;
  @ApiProperty({ description: 'The public page by which anyone verifies it' }) readonly verificationUrl: string;
  @ApiProperty({ format: 'date-time', description: 'When this region first heard of it' }) readonly receivedAt: Date;
  @ApiProperty({ format: 'date-time', description: 'When its standing was told last' }) readonly changedAt: Date;
}

export class CertificateElsewherePage {
  @ApiProperty({ type: [CertificateElsewhereView] }) readonly items: readonly CertificateElsewhereView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
