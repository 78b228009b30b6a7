import { AsnError, RegionCode } from '@betang/asn';
import { TopologyError } from './topology-error.js';

/**
 * The token of a region in subjects, streams and accounts: `r6203` for Kemendagri code (kode wilayah) 62.03, `r62` for a province.
 * @throws TopologyError `region-code-invalid`
 */
export function regionToken(code: string): string {
  const region = read(() => RegionCode.parse(code));
  if (region?.value === code) return region.token;
  throw new TopologyError('region-code-invalid', 'a region code has the form 62 or 62.03', 'region');
}

/** The code behind a token, `62.03` for `r6203`; undefined for anything that is not a region token. */
export function findRegionCode(token: string): string | undefined {
  return read(() => RegionCode.fromToken(token))?.value;
}

/** Whether the text is exactly a region code, dot and all. */
export function isRegionCode(text: string): boolean {
  return read(() => RegionCode.parse(text))?.value === text;
}

function read(parse: () => RegionCode): RegionCode | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof AsnError) return undefined;
    throw error;
  }
}
