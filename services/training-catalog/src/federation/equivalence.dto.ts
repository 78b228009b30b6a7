import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { EQUIVALENCE_STATES, type EquivalenceState } from './equivalence.js';

export class ProposeEquivalenceDto {
  @ApiProperty({ description: "One of this region's programmes" })
  @IsUUID()
  readonly programmeId: string;

  @ApiProperty({ description: "One of another region's programmes" })
  @IsUUID()
  readonly otherProgrammeId: string;

  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class DecideEquivalenceDto {
  @IsIn(['APPROVED', 'REFUSED', 'ENDED'])
  readonly decision: 'APPROVED' | 'REFUSED' | 'ENDED';

  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class EquivalenceQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @IsOptional()
  @IsIn(EQUIVALENCE_STATES)
  readonly state?: EquivalenceState;

  @ApiPropertyOptional({ description: 'One of the two regions' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @ApiPropertyOptional({ description: 'True: those that wait for this region' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly waiting?: 'true' | 'false';
}

export class EquivalenceView {
  @ApiProperty({ format: 'uuid' }) readonly equivalenceId: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly proposingRegion: string | null;
  @ApiProperty({ format: 'uuid' }) readonly otherProgrammeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly otherRegion: string | null;
  @ApiProperty({ enum: EQUIVALENCE_STATES }) readonly state: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ type: String, nullable: true }) readonly decisionReason: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly endedReason: string | null;
  @ApiProperty({ format: 'date-time' }) readonly proposedAt: Date;
}

export class EquivalencePage {
  @ApiProperty({ type: [EquivalenceView] }) readonly items: readonly EquivalenceView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
