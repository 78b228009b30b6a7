import { PageQuery } from '@betang/platform';
import { SERVICE_NAMES } from '@betang/contracts';
import { Type } from 'class-transformer';
import { IsISO8601, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { PARKED_STATES, type ParkedState } from './parked-records.js';

const REGION = /^\d{2}(\.\d{2})?$/;
const LARGEST_CHECK = 5_000_000;
const LINK_SOURCES = ['outbox', 'archive'] as const;

/** Filters of the list of events that were set aside. */
export class ParkedQuery extends PageQuery {
  @IsOptional()
  @IsIn(PARKED_STATES)
  readonly state?: ParkedState;

  @IsOptional()
  @Matches(REGION)
  readonly region?: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly reason?: string;
}

/** Why an event is given up. Kept on record; must not name persons. */
export class DiscardDto {
  @IsString()
  @MinLength(10)
  @MaxLength(500)
  readonly reason: string;
}

/** Filters of the list of incidents. */
export class IncidentQuery extends PageQuery {
  @IsOptional()
  @IsIn(['open', 'all'])
  readonly state?: 'open' | 'all';

  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly kind?: string;
}

/** What was done about one incident or several. Kept on record; must not name persons. */
export class AcknowledgeDto {
  @IsString()
  @MinLength(10)
  @MaxLength(500)
  readonly reason: string;

  /** Only incidents of this kind. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly kind?: string;

  /** Only what was noticed up to this moment; default now. */
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly before?: string;
}

/** One line of facts. */
class LineDto {
  @Matches(REGION)
  readonly region: string;

  @IsIn(SERVICE_NAMES)
  readonly service: string;

  @Matches(/^(local|province|federation|to\.r\d{2,4})$/)
  readonly audience: string;

  @Matches(/^\d{1,9}\.[0-9a-f]{1,64}$/)
  readonly epoch: string;
}

/** The line of facts to ask for again. */
export class ReplayDto extends LineDto {
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly from?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly to?: number;
}

/** How much of each line is recomputed, counted from its end. */
export class ChainQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_CHECK)
  readonly positions: number = 20_000;
}

/** A stretch of a line, told in digests. */
export class ChainLinkQuery extends LineDto {
  /** `outbox`: a line that this service publishes. `archive`: one that it reads. */
  @IsIn(LINK_SOURCES)
  readonly from: (typeof LINK_SOURCES)[number];

  /** Only positions behind this one. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly after: number = 0;
}
