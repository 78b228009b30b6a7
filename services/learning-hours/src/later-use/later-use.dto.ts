import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';

const USE_KINDS = ['APPLIED', 'SHARED', 'IMPROVED_SERVICE', 'NEW_PROCEDURE'] as const;
const STATES = ['TOLD', 'CONFIRMED', 'NOT_CONFIRMED'] as const;

/** How something that was learned, in a webinar for instance, was put to use at work later. */
export class TellLaterUseDto {
  @ApiProperty({ format: 'uuid', description: 'The completion of the training' })
  @IsUUID()
  readonly completionId: string;

  @ApiProperty({ enum: USE_KINDS })
  @IsIn(USE_KINDS)
  readonly kind: (typeof USE_KINDS)[number];

  @ApiProperty({ format: 'date', description: 'Day from which it was used' })
  @IsDay()
  readonly usedOn: string;

  @ApiProperty({ minLength: 20, maxLength: 2000 })
  @IsString()
  @MinLength(20)
  @MaxLength(2000)
  readonly description: string;
}

export class LaterUseQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  readonly state?: string;
}

export class DecideLaterUseDto {
  @ApiProperty({ enum: ['CONFIRM', 'NOT_CONFIRM'] })
  @IsIn(['CONFIRM', 'NOT_CONFIRM'])
  readonly decision: 'CONFIRM' | 'NOT_CONFIRM';

  @ApiPropertyOptional({ maxLength: 1000, description: 'Needed where it is not confirmed' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  readonly note?: string;
}

export class LaterUseView {
  @ApiProperty({ format: 'uuid' }) readonly laterUseId: string;
  @ApiProperty({ format: 'uuid' }) readonly completionId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ format: 'date' }) readonly completedOn: string;
  @ApiProperty({ enum: USE_KINDS }) readonly kind: string;
  @ApiProperty({ format: 'date' }) readonly usedOn: string;
  @ApiProperty() readonly description: string;
  @ApiProperty({ enum: STATES }) readonly state: string;
  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 of the evidence file' }) readonly sha256:
    string | null;
  @ApiProperty({ format: 'date-time' }) readonly toldAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly decisionNote: string | null;
}

export class LaterUsePage {
  @ApiProperty({ type: [LaterUseView] }) readonly items: readonly LaterUseView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class LaterUseToldView {
  @ApiProperty({ format: 'uuid' }) readonly laterUseId: string;
  @ApiProperty({ enum: STATES }) readonly state: string;
}

/** A training whose use has not been told of yet. */
export class LaterUseDueView {
  @ApiProperty({ format: 'uuid' }) readonly completionId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ format: 'date' }) readonly completedOn: string;
  @ApiProperty({ format: 'date', description: 'From this day on the person is asked' }) readonly askedFrom: string;
}

export class LaterUseDueList {
  @ApiProperty({ type: [LaterUseDueView] }) readonly items: readonly LaterUseDueView[];
}
