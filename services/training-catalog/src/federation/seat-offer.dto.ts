import { IfGiven, IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { DELIVERIES } from '../database/programme.entity.js';

export class SeatQuotaDto {
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region: string;

  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly seats: number;
}

export class OfferSeatsDto {
  @ApiProperty({ type: () => [SeatQuotaDto], description: 'Seats kept for single regions' })
  @IsArray()
  @ArrayMaxSize(600)
  @ValidateNested({ each: true })
  @Type(() => SeatQuotaDto)
  readonly quotas: readonly SeatQuotaDto[];

  @ApiProperty({ description: 'Seats that any other region may fill, beside the quotas' })
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly openSeats: number;

  @IsDay()
  readonly requestUntil: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Until then the seats of the quotas are held; without it until the end of the last day for requests',
  })
  @IfGiven()
  @Type(() => Date)
  @IsDate()
  readonly reservedUntil?: Date;

  @ApiPropertyOptional({ description: 'Integer rupiah a participant (pola kontribusi)', default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  readonly contribution?: number;
}

export class SeatOfferQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['OPEN', 'CLOSED'], description: 'OPEN: requests are taken today' })
  @IsOptional()
  @IsIn(['OPEN', 'CLOSED'])
  readonly state?: 'OPEN' | 'CLOSED';

  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;

  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;
}

export class SeatQuotaView {
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly seats: number;
}

export class SeatOfferView {
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ description: 'Region that holds the session' }) readonly region: string;
  @ApiProperty() readonly offerVersion: number;
  @ApiProperty({ enum: ['OPEN', 'CLOSED'] }) readonly state: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date' }) readonly startsOn: string;
  @ApiProperty({ format: 'date' }) readonly endsOn: string;
  @ApiProperty({ enum: DELIVERIES }) readonly delivery: string;
  @ApiProperty() readonly place: string;
  @ApiProperty({ type: [SeatQuotaView] }) readonly quotas: readonly SeatQuotaView[];
  @ApiProperty() readonly openSeats: number;
  @ApiProperty({ format: 'date' }) readonly requestUntil: string;
  @ApiProperty() readonly contribution: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until then the quotas are held for their regions; null: they are limits',
  })
  readonly reservedUntil: string | null;
}

export class ReturnSeatsDto {
  @ApiProperty({ description: 'Seats of the own quota that are no longer needed' })
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly seats: number;

  @ApiProperty({ maxLength: 500, description: 'Why; names no person' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class SeatReturnView {
  @ApiProperty({ format: 'uuid' }) readonly returnId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty() readonly hostRegion: string;
  @ApiProperty() readonly seats: number;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ format: 'date-time' }) readonly returnedAt: Date;
}

export class SeatReturnQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @IsOptional()
  @IsIn(['returnedAt', '-returnedAt'])
  override readonly sort?: string;
}

export class SeatReturnPage {
  @ApiProperty({ type: [SeatReturnView] }) readonly items: readonly SeatReturnView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class HeldSeatsView {
  @ApiProperty() readonly region: string;
  @ApiProperty({ description: 'Seats that only its people may fill' }) readonly seats: number;
}

/** Seats of a session just now; totals only. */
export class SessionSeatsView {
  @ApiProperty() readonly capacity: number;
  @ApiProperty() readonly taken: number;
  @ApiProperty() readonly waiting: number;
  @ApiProperty({ type: [HeldSeatsView] }) readonly held: readonly HeldSeatsView[];
  @ApiProperty({ description: 'Seats that anyone may fill' }) readonly free: number;
}

export class SeatOfferPage {
  @ApiProperty({ type: [SeatOfferView] }) readonly items: readonly SeatOfferView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
