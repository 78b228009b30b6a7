import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsDateString, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { IN_STATES, OUT_STATES, type InState, type OutState } from './transfer-states.js';

const SORTS = ['at', '-at'] as const;

/** A request to another region to take an employee over. */
export class ReleaseDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly employeeId: string;

  @ApiProperty({ example: '62.71' })
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly toRegion: string;

  @ApiProperty({ format: 'date', description: 'First day in the new region; today or later' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly effectiveOn: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Without an answer until then the request lapses; default in 30 days',
  })
  @IsOptional()
  @IsDateString({ strict: true })
  readonly answerBy?: string;

  @ApiPropertyOptional({ maxLength: 100, description: 'Number of the decree of release' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly decreeNumber?: string;

  @ApiPropertyOptional({ maxLength: 300, description: 'Agency there, as far as it is known' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly toAgencyName?: string;
}

/** Why a transfer is withdrawn or refused. */
export class TransferReasonDto {
  @ApiProperty({ minLength: 3, maxLength: 500, description: 'Names nobody' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

/** Where somebody who comes is to work. */
export class AcceptDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly unitId: string;

  @ApiPropertyOptional({ example: 'FUNCTIONAL:AHLI_MUDA' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  readonly positionType?: string;

  @ApiPropertyOptional({ maxLength: 300 })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly positionName?: string;

  @ApiPropertyOptional({ format: 'date', description: 'First day here; as asked for, or later' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly effectiveOn?: string;

  @ApiPropertyOptional({ maxLength: 100, description: 'Number of the decree of acceptance' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly decreeNumber?: string;
}

/** Which releases are listed. */
export class ReleaseQuery extends PageQuery {
  @ApiPropertyOptional({ enum: OUT_STATES })
  @IsOptional()
  @IsIn(OUT_STATES)
  readonly state?: OutState;

  @ApiPropertyOptional({ example: '62.71' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @ApiPropertyOptional({ enum: SORTS, default: '-at' })
  @IsOptional()
  @IsIn(SORTS)
  override readonly sort?: (typeof SORTS)[number];
}

/** Which requests of other regions are listed. */
export class ReceptionQuery extends PageQuery {
  @ApiPropertyOptional({ enum: IN_STATES })
  @IsOptional()
  @IsIn(IN_STATES)
  readonly state?: InState;

  @ApiPropertyOptional({ example: '62.01' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @ApiPropertyOptional({ enum: SORTS, default: '-at' })
  @IsOptional()
  @IsIn(SORTS)
  override readonly sort?: (typeof SORTS)[number];
}

/** A transfer to another region. */
export class ReleaseView {
  @ApiProperty({ format: 'uuid' }) readonly transferId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly agencyName: string;
  @ApiProperty() readonly toRegion: string;
  @ApiProperty({ enum: OUT_STATES }) readonly state: OutState;
  @ApiProperty({ format: 'date' }) readonly effectiveOn: string;
  @ApiProperty({ format: 'date-time' }) readonly answerBy: Date;
  @ApiProperty({ nullable: true, type: String }) readonly decreeNumber: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly toAgencyName: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly answerDecree: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly answerReason: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly endReason: string | null;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly answeredAt: Date | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly endedAt: Date | null;
}

/** Somebody whom another region would release. The number is masked in lists. */
export class ComerView {
  @ApiProperty() readonly name: string;
  @ApiProperty({ example: '1986**********1001' }) readonly maskedNumber: string;
  @ApiProperty() readonly employmentStatus: string;
  @ApiProperty({ nullable: true, type: String }) readonly grade: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly positionType: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly positionName: string | null;
  @ApiProperty() readonly fromAgencyName: string;
}

/** A request of another region to take somebody over. */
export class ReceptionView {
  @ApiProperty({ format: 'uuid' }) readonly transferId: string;
  @ApiProperty() readonly fromRegion: string;
  @ApiProperty({ enum: IN_STATES }) readonly state: InState;
  @ApiProperty({ format: 'date' }) readonly effectiveOn: string;
  @ApiProperty({ format: 'date-time' }) readonly answerBy: Date;
  @ApiProperty({ nullable: true, type: ComerView, description: 'null once the transfer has ended' })
  readonly person: ComerView | null;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) readonly unitId: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly answerDecree: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly answerReason: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'uuid', description: 'The employee here, once completed' })
  readonly employeeId: string | null;
  @ApiProperty({ format: 'date-time' }) readonly receivedAt: Date;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly answeredAt: Date | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly endedAt: Date | null;
}

/** One page of releases. */
export class ReleasePage {
  @ApiProperty({ type: [ReleaseView] }) readonly items: readonly ReleaseView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** One page of requests of other regions. */
export class ReceptionPage {
  @ApiProperty({ type: [ReceptionView] }) readonly items: readonly ReceptionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** The transfer that it was about. */
export class TransferIdView {
  @ApiProperty({ format: 'uuid' }) readonly transferId: string;
}
