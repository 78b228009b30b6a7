import { MODULE_MODES } from '@betang/contracts';
import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';
import { ORIGIN_STANDINGS } from './origin-standing.decision.js';
import type { ModuleMode } from '../database/programme-parts.js';

export class CompetencyDto {
  @IsString()
  @MinLength(1)
  @MaxLength(20)
  readonly code: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 5, description: 'Level that the programme leads to' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  readonly level?: number;
}

export class ModuleDto {
  @ApiPropertyOptional({ description: 'Of a module that stays; a new one gets its own' })
  @IsOptional()
  @IsUUID()
  readonly moduleId?: string;

  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly title: string;

  @IsIn(MODULE_MODES)
  readonly mode: ModuleMode;

  @ApiProperty({ description: 'Hundredths of a JP' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly hoursHundredths: number;
}

export class TrainerDto {
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly name: string;

  @IsOptional()
  @IsString()
  @MaxLength(300)
  readonly institution?: string;

  @ApiPropertyOptional({ description: "When it is one of the region's own employees" })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;
}

export class CompetencyView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ type: Number, nullable: true }) readonly level: number | null;
}

export class ModuleView {
  @ApiProperty({ format: 'uuid' }) readonly moduleId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ enum: MODULE_MODES }) readonly mode: ModuleMode;
  @ApiProperty() readonly hoursHundredths: number;
}

export class TrainerView {
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: String, nullable: true }) readonly institution: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly employeeId: string | null;
}

export class OriginView {
  @ApiProperty({ enum: ['ADOPTED', 'FORKED'] }) readonly kind: 'ADOPTED' | 'FORKED';
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty() readonly programmeVersion: number;
  @ApiProperty() readonly region: string;
}

/** What became of it since. */
export class OriginNowView {
  @ApiProperty({ type: String, nullable: true }) readonly title: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly newestVersion: number | null;
  @ApiProperty({ enum: ORIGIN_STANDINGS }) readonly standing: string;
}

export class MaterialView {
  @ApiProperty({ format: 'uuid' }) readonly materialId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null for a file' }) readonly url: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 of a file; null for a link' })
  readonly fileHash: string | null;
  @ApiPropertyOptional({ description: 'Length of a file, where its region told it' }) readonly fileBytes?: number;
}
