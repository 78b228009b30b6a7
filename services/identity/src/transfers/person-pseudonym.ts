import { createHmac } from 'node:crypto';
import { readRegionKeys } from '@betang/messaging';

/**
 * The name under which this region speaks of a person to others: `k<version>:` and the HMAC-SHA256 of the employee's id under the region's key, the same in all
 * its services. @throws DeliveryError `keys-missing` before `betang region init`
 */
export async function personPseudonym(keysDir: string, employeeId: string): Promise<string> {
  const { version, secret } = (await readRegionKeys(keysDir)).pseudonym;
  return `k${version}:${createHmac('sha256', secret).update(employeeId).digest('base64url')}`;
}
