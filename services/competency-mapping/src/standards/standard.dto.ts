import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, MaxLength, Min, MinLength } from 'class-validator';
import { STANDARD_SCOPES, type RequiredLevels, type StandardScope } from './job-standard.js';

const LEVELS = {
  type: 'object',
  additionalProperties: { type: 'integer' },
  example: { 'MAN-05': 3 },
  description: 'Required level by competency code',
} as const;

export class NewStandardDto {
  @IsIn(STANDARD_SCOPES)
  readonly scope: StandardScope;

  @ApiProperty({
    example: 'Kepala Bidang Mutasi',
    description: 'Position (jabatan), or type such as FUNCTIONAL:AHLI_MUDA',
  })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly title: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only for people of this agency' })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiProperty(LEVELS)
  @IsObject()
  readonly levels: RequiredLevels;

  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly legalBasis: string;
}

export class ChangeStandardDto {
  @ApiProperty({ description: 'Version that is changed' })
  @IsInt()
  @Min(1)
  readonly version: number;

  @ApiProperty(LEVELS)
  @IsObject()
  readonly levels: RequiredLevels;

  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly legalBasis: string;
}

export class CopyStandardDto {
  @ApiProperty({ description: 'Position (jabatan) that gets the same levels' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly title: string;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class RetireStandardDto {
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class StandardQuery extends PageQuery {
  @IsOptional()
  @IsIn(STANDARD_SCOPES)
  readonly scope?: StandardScope;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly q?: string;
}

export class StandardView {
  @ApiProperty({ format: 'uuid' }) readonly standardId: string;
  @ApiProperty() readonly version: number;
  @ApiProperty({ enum: STANDARD_SCOPES }) readonly scope: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty(LEVELS) readonly levels: RequiredLevels;
  @ApiProperty() readonly dictionaryVersion: number;
  @ApiProperty({ enum: ['DEFAULT', 'MANUAL', 'IMPORT', 'COPY', 'MIGRATION'] }) readonly origin: string;
  @ApiProperty() readonly legalBasis: string;
  @ApiProperty() readonly active: boolean;
}

export class StandardPage {
  @ApiProperty({ type: [StandardView] }) readonly items: readonly StandardView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class StandardVersions {
  @ApiProperty({ type: [StandardView] }) readonly items: readonly StandardView[];
}

/** A standard that no longer holds. */
export class StandardRetiredView {
  @ApiProperty({ format: 'uuid' }) readonly standardId: string;
  @ApiProperty() readonly active: boolean;
}
