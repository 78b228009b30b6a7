import { makePseudonym, readRegionKeys } from '@betang/messaging';

/** The name under which this region speaks of a person to others. @throws DeliveryError `keys-missing` before `betang region init` */
export async function personPseudonym(keysDir: string, employeeId: string): Promise<string> {
  return makePseudonym((await readRegionKeys(keysDir)).pseudonym, employeeId);
}
