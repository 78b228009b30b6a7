import type { RegionApi } from '../first-load/region-api.js';

/** What one receiver has of a line, as `/api/identity/v1/delivery/region` states it. */
export interface LineProof {
  readonly receiver: string;
  readonly state: 'complete' | 'underway' | 'unconfirmed' | 'not-proven';
  readonly obstacles: readonly string[];
  readonly sent: number;
  readonly received: number;
  readonly chainEqual?: boolean;
  readonly asOf: string | null;
}

/** One line of a region's own facts: what a service says to one audience. */
export interface OwnLine {
  readonly service: string;
  readonly audience: string;
  readonly sent: number;
  readonly receivers: readonly LineProof[];
}

export interface ReceivedLine extends LineProof {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly isStated: boolean;
}

/** Delivery of one region, both ways. */
export interface DeliveryReport {
  readonly region: string;
  readonly asOf: string;
  readonly outboxes: readonly { readonly service: string; readonly destination: string; readonly waiting: number }[];
  readonly own: readonly OwnLine[];
  readonly received: readonly ReceivedLine[];
}

export function readDelivery(api: RegionApi): Promise<DeliveryReport> {
  return api.get<DeliveryReport>('identity', 'delivery/region');
}
