import { Clock, Notices, RegionConfig, type NewNotice, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { regionName } from '../region-name.js';
import './notice.messages.js';

/** An emergency as another region told of it. */
export interface ToldEmergency {
  readonly emergencyId: string;
  readonly region: string;
  readonly hazardCode: string;
  readonly title: string;
  readonly level: string;
  readonly endsOn: string;
}

/** A step of mutual aid that another region made. */
export interface ToldAid {
  readonly aidId: string;
  readonly region: string;
  readonly hazardCode: string;
  readonly step: 'asked' | 'offered' | 'accepted' | 'declined' | 'returned';
  /** Counts the returns. */
  readonly number: number;
}

const KEEPERS = `SELECT DISTINCT hazard_code, keeper_id FROM plan WHERE state = 'ACTIVE' AND keeper_id IS NOT NULL AND hazard_code = ANY($1::text[])
  ORDER BY hazard_code, keeper_id`;

/** Who sees to a plan of the same hazard hears at once what other regions declare, ask and answer. */
@Injectable()
export class NeighbourNotices {
  constructor(
    private readonly notices: Notices,
    private readonly config: RegionConfig,
    private readonly clock: Clock,
  ) {}

  /** Each level once; a status that was over before it came here is no news. */
  async emergencies(tx: Transaction, told: readonly ToldEmergency[]): Promise<void> {
    const today = this.clock.today();
    const news = told.filter(({ region, endsOn }) => region !== this.config.region && endsOn >= today);
    await this.tell(tx, news, ({ emergencyId, level, region, title }) => ({
      key: `neighbour-emergency:${emergencyId}:${level}`,
      code: 'contingency-neighbour-emergency',
      params: { region: regionName(region), title },
    }));
  }

  /** Without the words of the other region: they are sealed for this one, and mails are not. */
  async aid(tx: Transaction, told: readonly ToldAid[]): Promise<void> {
    await this.tell(tx, told, ({ aidId, step, number, region, hazardCode }) => ({
      key: `aid-${step}:${aidId}:${number}`,
      code: `contingency-aid-${step}`,
      params: { region: regionName(region), hazard: hazardCode },
    }));
  }

  private async tell<T extends { readonly hazardCode: string }>(
    tx: Transaction,
    told: readonly T[],
    noticeOf: (one: T) => Omit<NewNotice, 'recipientId'>,
  ): Promise<void> {
    if (told.length === 0) return;
    const codes = told.map(({ hazardCode }) => hazardCode);
    const keepers = await tx.query<{ hazard_code: string; keeper_id: string }>(KEEPERS, [codes]);
    const notices = told.flatMap((one) =>
      keepers
        .filter(({ hazard_code: code }) => code === one.hazardCode)
        .map(({ keeper_id: recipientId }) => ({ recipientId, ...noticeOf(one) })),
    );
    await this.notices.tell(tx, notices);
  }
}
