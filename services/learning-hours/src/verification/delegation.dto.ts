import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';

/** Lets another verifier see and decide the claims that the caller may, for some days. */
export class GiveDelegationDto {
  @ApiProperty({ format: 'uuid', description: 'Employee who stands in; must hold a role that verifies' })
  @IsUUID()
  readonly toEmployee: string;

  @ApiProperty({ format: 'date', description: 'First day, at most 92 days from today' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ format: 'date', description: 'Last day, at most 92 days later' })
  @IsDay()
  readonly validTo: string;

  @ApiProperty({ maxLength: 500 })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class DelegationQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['-givenAt'], default: '-givenAt' })
  @IsOptional()
  @IsIn(['-givenAt'])
  override readonly sort?: string;
}

export class DelegationView {
  @ApiProperty({ format: 'uuid' }) readonly delegationId: string;
  @ApiProperty() readonly givenBy: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly fromEmployee: string | null;
  @ApiProperty({ format: 'uuid' }) readonly toEmployee: string;
  @ApiProperty({ type: String, nullable: true }) readonly toName: string | null;
  @ApiProperty({ type: [String], nullable: true, description: 'Tops of the units; null: the whole region' })
  readonly units: readonly string[] | null;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ format: 'date' }) readonly validTo: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ format: 'date-time' }) readonly givenAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly endedAt: Date | null;
}

export class DelegationPage {
  @ApiProperty({ type: [DelegationView] }) readonly items: readonly DelegationView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class DelegationGivenView {
  @ApiProperty({ format: 'uuid' }) readonly delegationId: string;
}
