import { SERVICE_NAMES } from '@betang/platform';
import type { RegionApi } from './region-api.js';

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

interface ServiceDelivery {
  readonly process: { readonly leading: boolean } | null;
}

/** The services whose relays and readers do not run now: lines that were whole before would hide it. */
export async function findResting(api: RegionApi): Promise<string[]> {
  const leading = async (service: (typeof SERVICE_NAMES)[number]) =>
    (await api.get<ServiceDelivery>(service, 'delivery/status')).process?.leading === true;
  const states = await Promise.all(SERVICE_NAMES.map(leading));
  return SERVICE_NAMES.filter((_service, index) => !states[index]);
}
