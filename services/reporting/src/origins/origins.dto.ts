import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional } from 'class-validator';
import type { OriginState } from './origin-standing.decision.js';

const MEMBERSHIPS = ['ACTIVE', 'SUSPENDED', 'REMOVED', 'UNLISTED'] as const;
const STATES = ['CURRENT', 'INCOMPLETE', 'STOPPED', 'SILENT'] as const;

export class OriginsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  readonly state?: OriginState;

  @ApiPropertyOptional({ enum: MEMBERSHIPS })
  @IsOptional()
  @IsIn(MEMBERSHIPS)
  readonly membership?: (typeof MEMBERSHIPS)[number];
}

/** One line of numbered facts of an origin. */
export class OriginLineView {
  @ApiProperty() readonly service: string;
  @ApiProperty({ description: 'local, province, federation or to.<region token>' }) readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty({ description: 'Last position taken in without a gap' }) readonly position: number;
  @ApiProperty({ enum: ['FLOWING', 'FORKED', 'STOPPED'] }) readonly state: 'FLOWING' | 'FORKED' | 'STOPPED';
  @ApiPropertyOptional() readonly reason?: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly lastEventAt: string | null;
}

/** A region that figures come from, and how current and whole they are. */
export class OriginView {
  @ApiProperty({ description: 'Kemendagri code (kode wilayah)' }) readonly region: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ enum: MEMBERSHIPS }) readonly membership: (typeof MEMBERSHIPS)[number];
  @ApiProperty({ enum: STATES }) readonly state: OriginState;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Last event of it, by its own clock' })
  readonly lastEventAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly asOf: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lagSeconds: number | null;
  @ApiProperty({ description: 'Events that wait for a gap before them' }) readonly held: number;
  @ApiProperty({ description: 'Events set aside because they could not be handled' }) readonly parked: number;
  @ApiProperty({ description: 'Replays asked of it and not yet answered' }) readonly replaysAsked: number;
  @ApiProperty({ type: [OriginLineView] }) readonly lines: readonly OriginLineView[];
}

export class OriginList {
  @ApiProperty({ type: [OriginView] }) readonly items: readonly OriginView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
