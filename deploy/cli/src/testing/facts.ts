import { AgencyPublished, UnitRecorded, newId, type EventContract } from '@betang/contracts';
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

/** A unit (unit kerja), as a fact that stays at home. */
export function unit(name: string, unitId = newId()) {
  const data = { unitId, kind: 'UNIT' as const, name, agencyId: newId(), parentUnitId: null };
  return UnitRecorded.create({ subject: unitId, data });
}

/** Notes the name of each unit that arrives. */
export function unitCollector(into: string[]): EventHandler {
  return {
    contract: UnitRecorded as unknown as EventContract,
    kind: 'projection',
    handle: async (events) => {
      for (const event of events) into.push((event.data as { name: string }).name);
    },
  };
}
