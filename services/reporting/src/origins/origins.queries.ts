import { RegionConfig, ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { findEventTime } from './event-time.js';
import type { OriginEvidence, OriginLine } from './origin-standing.decision.js';

/** A region and what this service knows of its delivery. */
export interface Origin extends OriginEvidence {
  readonly region: string;
  /** Undefined for a region that the province's list of members does not name. */
  readonly membership?: 'ACTIVE' | 'SUSPENDED' | 'REMOVED';
}

interface LineRow {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: string;
  readonly event_id: string;
  readonly state: OriginLine['state'];
  readonly reason: string | null;
}
interface CountRow {
  readonly region: string;
  readonly count: number;
  readonly first?: string | null;
}

// Of each line its newest epoch: one that was followed by another stands for the line until that one says something on it.
const LINES = `SELECT DISTINCT ON (region, service, audience) region, service, audience, epoch, position, event_id, state, reason
  FROM reader_watermark ORDER BY region, service, audience, substring(epoch FROM '^\\d+')::bigint DESC NULLS LAST`;
const HELD = 'SELECT region, count(*)::int AS count FROM reader_held GROUP BY region';
// Ids of events (UUIDv7) sort by time; what is parked may have no proper id.
const PARKED = `SELECT region, count(*)::int AS count, min(event_id) FILTER (WHERE event_id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7') AS first FROM parked
  WHERE state IN ('PARKED', 'RETRY_ASKED') GROUP BY region`;
const REPLAYS = `SELECT region, count(*)::int AS count FROM replay_request WHERE state = 'ASKED' GROUP BY region`;
const MEMBERS = 'SELECT region, state AS membership FROM betang.region_member';

/** Where the facts of this service come from, read from the tables of its own delivery. */
@Injectable()
export class OriginsQueries {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
  ) {}

  /** Every region of the federation, every region that was ever heard, and the own one; by code. */
  async all(): Promise<Origin[]> {
    const [lines, held, parked, replays, members] = await Promise.all([
      this.database.query<LineRow>(LINES),
      this.counts(HELD),
      this.counts(PARKED),
      this.counts(REPLAYS),
      this.database.query<{ region: string; membership: NonNullable<Origin['membership']> }>(MEMBERS),
    ]);
    const membership = new Map(members.map((member) => [member.region, member.membership]));
    const regions = new Set([this.config.region, ...membership.keys(), ...lines.map(({ region }) => region)]);
    return [...regions].sort().map((region) => {
      const state = membership.get(region);
      const firstParkedAt = findEventTime(parked.get(region)?.first);
      return {
        region,
        ...(state && { membership: state }),
        lines: lines.filter((line) => line.region === region).map(toLine),
        held: held.get(region)?.count ?? 0,
        parked: parked.get(region)?.count ?? 0,
        ...(firstParkedAt && { firstParkedAt }),
        replaysAsked: replays.get(region)?.count ?? 0,
      };
    });
  }

  private async counts(query: string): Promise<Map<string, CountRow>> {
    const rows = await this.database.query<CountRow>(query);
    return new Map(rows.map((row) => [row.region, row]));
  }
}

function toLine({ service, audience, epoch, position, event_id, state, reason }: LineRow): OriginLine {
  const lastEventAt = findEventTime(event_id);
  return {
    service,
    audience,
    epoch,
    position: Number(position),
    state,
    ...(reason !== null && { reason }),
    ...(lastEventAt && { lastEventAt }),
  };
}
