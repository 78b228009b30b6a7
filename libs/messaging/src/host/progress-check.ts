import type { CheckResult } from '@betang/platform';
import type { ServiceName } from '@betang/contracts';
import type { DeliveryProgress } from '../engine/service-delivery.js';
import type { LinkProgress } from '../link/link.js';

/** What the delivery of a process is doing. */
export interface ProcessProgress {
  /** Whether the connection to the region's own bus stands. */
  readonly busConnected: boolean;
  /** Absent where the region is not linked. */
  readonly link: LinkProgress | undefined;
  readonly services: readonly { readonly service: ServiceName; readonly progress: DeliveryProgress | undefined }[];
}

/** Whether everything that delivers moves on; names what does not, with its code. Pure. */
export function checkProgress({ busConnected, link, services }: ProcessProgress): CheckResult {
  if (!busConnected) return { ok: false, code: 'bus-unreachable' };
  const stuck = [
    ...services.flatMap(({ service, progress }) => stuckParts(progress).map((part) => `${service} ${part}`)),
    // A link that begins says so until it stands: people work on meanwhile, and nobody is asked to do anything within a moment.
    ...(link?.state === 'retrying' || link?.state === 'connecting' ? [`link: ${link.problem}`] : []),
  ];
  return stuck.length === 0
    ? { ok: true }
    : { ok: false, code: 'delivery-retrying', details: { services: stuck.join(', ') } };
}

function stuckParts(progress: DeliveryProgress | undefined): string[] {
  if (!progress) return [];
  const { relays, readers, present } = progress;
  const parts = {
    'to local': relays.local,
    'to hub': relays.hub,
    present: present,
    ...readers,
  };
  return Object.entries(parts).flatMap(([name, part]) =>
    part?.state === 'retrying' ? [`${name}: ${part.problem}`] : [],
  );
}
