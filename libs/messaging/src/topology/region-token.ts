import { TopologyError } from './topology-error.js';

const CODE = /^\d{2}(\.\d{2})?$/;
const TOKEN = /^r(\d{2})(\d{2})?$/;

/**
 * The token of a region in subjects, streams and accounts: `r6203` for Kemendagri code (kode wilayah) 62.03, `r62` for a province.
 * @throws TopologyError `region-code-invalid`
 */
export function regionToken(code: string): string {
  if (!CODE.test(code))
    throw new TopologyError('region-code-invalid', 'a region code has the form 62 or 62.03', 'region');
  return `r${code.replace('.', '')}`;
}

/** The code behind a token, `62.03` for `r6203`; undefined for anything that is not a region token. */
export function findRegionCode(token: string): string | undefined {
  const match = TOKEN.exec(token);
  if (!match) return undefined;
  return match[2] ? `${match[1]}.${match[2]}` : match[1];
}
