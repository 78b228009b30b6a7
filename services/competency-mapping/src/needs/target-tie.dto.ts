import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';

export class TieTargetDto {
  @Matches(COMPETENCY_CODE)
  readonly competencyCode: string;

  @IsUUID()
  readonly targetId: string;

  @ApiProperty({ minimum: 0, maximum: 5, description: '1 to 5; 0 unties them' })
  @IsInt()
  @Min(0)
  @Max(5)
  readonly weight: number;
}

export class TieQuery extends PageQuery {
  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly competencyCode?: string;

  @IsOptional()
  @IsUUID()
  readonly targetId?: string;
}

export class TieView {
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty({ format: 'uuid' }) readonly targetId: string;
  @ApiProperty() readonly weight: number;
}

export class TiedTargetView {
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty({ description: 'Whether the dictionary in force has the competency; if not, tie another one' })
  readonly known: boolean;
  @ApiProperty({ format: 'uuid' }) readonly targetId: string;
  @ApiProperty({ description: 'Whose plan (RPJMD) the target stands in' }) readonly region: string;
  @ApiProperty() readonly kind: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly withdrawn: boolean;
  @ApiProperty() readonly weight: number;
}

export class TiedTargetPage {
  @ApiProperty({ type: [TiedTargetView] }) readonly items: readonly TiedTargetView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
