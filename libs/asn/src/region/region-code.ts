import { AsnError } from '../errors/asn-error.js';

/** `province` (provinsi), `regency` (kabupaten) or `city` (kota). */
export type RegionLevel = 'province' | 'regency' | 'city';

const DOTTED = /^(\d{2})(?:\.(\d{2}))?$/;
const TOKEN = /^r(\d{2})(\d{2})?$/;
const FIRST_CITY = 71;
const LAST_REGENCY = 69;

/**
 * Code of a government (kode wilayah administrasi pemerintahan) as the Ministry of Home Affairs gives it, with its dot: `62`, `62.03`.
 * Suffix 01-69 is a regency, 71-99 a city (Kepmendagri 300.2.2-2138/2025). The statistics office (BPS) uses the same digits for other
 * regions (6206 is Katingan for one and Sukamara for the other), so digits without the dot are refused.
 */
export class RegionCode {
  readonly value: string;
  readonly level: RegionLevel;

  private constructor(province: string, suffix: string | undefined) {
    if (province.startsWith('0')) {
      throw new AsnError('region-code.province', 'A province code is between 10 and 99.');
    }
    this.level = levelOf(suffix);
    this.value = suffix === undefined ? province : `${province}.${suffix}`;
    Object.freeze(this);
  }

  /** Reads `62` or `62.03`. Throws `region-code.*`. */
  static parse(text: string): RegionCode {
    const trimmed = text.trim();
    const match = DOTTED.exec(trimmed);
    if (match) return new RegionCode(match[1]!, match[2]);
    if (/^\d{4}$/.test(trimmed)) {
      throw new AsnError('region-code.dot-missing', 'Four digits without a dot may be a code of another system.');
    }
    throw new AsnError('region-code.shape', 'A region code is two digits, or two digits, a dot and two digits.');
  }

  /** Reads the token of subjects and account names, `r62` or `r6203`. Throws `region-code.token`. */
  static fromToken(token: string): RegionCode {
    const match = TOKEN.exec(token);
    if (!match) throw new AsnError('region-code.token', 'A region token is r and two or four digits.');
    return new RegionCode(match[1]!, match[2]);
  }

  /** Whether `parse` would accept the text. */
  static isValid(text: string): boolean {
    try {
      RegionCode.parse(text);
      return true;
    } catch (error) {
      if (error instanceof AsnError) return false;
      throw error;
    }
  }

  /** `r6203`: the code as one token of a message subject, where a dot would split it. */
  get token(): string {
    return `r${this.value.replace('.', '')}`;
  }

  get isProvince(): boolean {
    return this.level === 'province';
  }

  /** The province this region belongs to; a province is its own. */
  get province(): RegionCode {
    return this.isProvince ? this : RegionCode.parse(this.value.slice(0, 2));
  }

  /** The level above inside the country: the province of a regency or city, none for a province. */
  get parent(): RegionCode | undefined {
    return this.isProvince ? undefined : this.province;
  }

  /** Whether the other code is this region or lies in it. */
  contains(other: RegionCode): boolean {
    return this.equals(other) || (other.parent !== undefined && this.equals(other.parent));
  }

  equals(other: RegionCode): boolean {
    return this.value === other.value;
  }

  /** Order of the codes: a province stands before its regencies. */
  static compare(a: RegionCode, b: RegionCode): number {
    return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  }

  toString(): string {
    return this.value;
  }

  toJSON(): string {
    return this.value;
  }
}

function levelOf(suffix: string | undefined): RegionLevel {
  if (suffix === undefined) return 'province';
  const number = Number(suffix);
  if (number >= 1 && number <= LAST_REGENCY) return 'regency';
  if (number >= FIRST_CITY) return 'city';
  throw new AsnError('region-code.regency', 'A regency is 01-69 and a city 71-99.');
}
