import { Type } from 'typebox';

/** Field types that recur in event data; each keeps one meaning and one description over the whole published language. */
export const uuid = (description: string) => Type.String({ format: 'uuid', description });
export const text = (description: string, maxLength = 500) => Type.String({ minLength: 1, maxLength, description });
export const count = (description: string) => Type.Integer({ minimum: 0, description });
/** Calendar date `YYYY-MM-DD`, without a zone; a day that the calendar has. */
export const date = (description: string) => Type.String({ format: 'date', description });
export const instant = (description: string) => Type.String({ format: 'date-time', description });
export const year = (description: string) => Type.Integer({ minimum: 1950, maximum: 2200, description });
export const month = (description: string) => Type.Integer({ minimum: 1, maximum: 12, description });
/** Learning hours (jam pelajaran) as integer hundredths of a JP: 40.5 JP is 4050. Negative only where a reversal is stated. */
export const hundredths = (description: string) => Type.Integer({ description: `${description} (hundredths of a JP)` });
/** Kemendagri code with its dot, `62.03`; never the BPS digits. */
export const regionCode = (description: string) => Type.String({ pattern: '^\\d{2}(\\.\\d{2})?$', description });
export const pseudonym = (description: string) =>
  Type.String({ pattern: '^k\\d+:[A-Za-z0-9_-]{43}$', description: `${description} (HMAC under the region's key)` });
export const chainValue = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description });
/** Employment status (status kepegawaian) of UU 20/2023; PPPK Paruh Waktu is part-time. */
export const EMPLOYMENT_STATUSES = ['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU'] as const;
export const employmentStatus = () =>
  Type.Enum([...EMPLOYMENT_STATUSES], { description: 'Employment status (status kepegawaian)' });
