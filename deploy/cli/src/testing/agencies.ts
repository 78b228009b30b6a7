import { AgencyPublished, newId, type EventContract } from '@betang/contracts';
import type { EventHandler } from '@betang/messaging';

/** An agency (perangkat daerah) of an invented government, as a fact for the province. */
export function agency(name: string) {
  const agencyId = newId();
  return AgencyPublished.create({ subject: agencyId, data: { agencyId, name } });
}

export function agencies(count: number, prefix = 'Dinas') {
  return Array.from({ length: count }, (_, index) => agency(`${prefix} ${index + 1}`));
}

/** Notes `<region> <position>` of each agency that arrives. */
export function agencyCollector(into: string[]): EventHandler {
  return {
    contract: AgencyPublished as unknown as EventContract,
    kind: 'projection',
    handle: async (events) => {
      for (const event of events) into.push(`${event.region} ${event.position}`);
    },
  };
}
