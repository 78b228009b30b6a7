import { PageQuery } from '@betang/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { DELIVERIES } from '../database/programme.entity.js';
import { IsDay } from '../is-day.js';

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
}

export class SeatOfferPage {
  @ApiProperty({ type: [SeatOfferView] }) readonly items: readonly SeatOfferView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
