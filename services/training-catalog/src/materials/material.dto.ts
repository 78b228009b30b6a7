import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsOptional, IsString, IsUrl, IsUUID, MaxLength, MinLength } from 'class-validator';

/** A link as JSON or, as a form, a file; never both. */
export class AddMaterialDto {
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly title: string;

  @ApiPropertyOptional({ description: 'Module that it belongs to' })
  @IsOptional()
  @IsUUID()
  readonly moduleId?: string;

  @ApiPropertyOptional({ description: 'https address of a link' })
  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true })
  @MaxLength(1_000)
  readonly url?: string;

  @ApiPropertyOptional({ type: 'string', format: 'binary' })
  @IsOptional()
  readonly file?: unknown;
}

export class MaterialDetailView {
  @ApiProperty({ format: 'uuid' }) readonly materialId: string;
  @ApiProperty({ type: String, nullable: true }) readonly moduleId: string | null;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, nullable: true }) readonly url: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly fileHash: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly fileName: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly mediaType: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly fileBytes: number | null;
  @ApiProperty({ format: 'date-time' }) readonly addedAt: Date;
}

export class MaterialQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Material of this module' })
  @IsOptional()
  @IsUUID()
  readonly moduleId?: string;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class MaterialPage {
  @ApiProperty({ type: [MaterialDetailView] }) readonly items: readonly MaterialDetailView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
