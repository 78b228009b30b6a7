import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';

const PRIORITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
type Priority = (typeof PRIORITIES)[number];

export class RaiseNeedDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'Agency that has the need; without it all' })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiPropertyOptional({ example: 'MAN-07' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  readonly competencyCode?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 5 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  readonly requiredLevel?: number;

  @ApiProperty({ maxLength: 1000, description: 'In the words of the forum; names no person' })
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  readonly need: string;

  @ApiProperty({ enum: PRIORITIES })
  @IsIn(PRIORITIES)
  readonly priority: Priority;
}

export class NeedView {
  @ApiProperty({ format: 'uuid' }) readonly needId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ format: 'date' }) readonly raisedOn: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly competencyCode: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly requiredLevel: number | null;
  @ApiProperty() readonly need: string;
  @ApiProperty({ enum: PRIORITIES }) readonly priority: Priority;
}

export class NeedPage {
  @ApiProperty({ type: [NeedView] }) readonly items: readonly NeedView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
