import { isPnsStatus } from '@betang/asn';
import type { CalendarDate, EmploymentStatus, RegionCode, Sex } from '@betang/asn';
import type { SeededRandom } from './seeded-random.js';

const SEQUENCES_PER_REGION = 24;
const FIRST_CITY = 71;
const CITY_SLOTS_FROM = 20;
const SLOTS = 40;

interface NumberParts {
  readonly birthDate: CalendarDate;
  readonly status: EmploymentStatus;
  readonly appointed: CalendarDate;
  readonly sex: Sex;
}

/**
 * Issues employee numbers that no two invented people of one province share: each region takes sequences of its own (24 of them; 19 regencies and 20
 * cities fit). Sequences stay below 984, above which rounding would reach the digit for sex.
 */
export class EmployeeNumberIssuer {
  readonly #first: number;
  readonly #issued = new Map<string, number>();

  constructor(region: RegionCode) {
    const suffix = Number(region.value.slice(3) || '0');
    const slot = suffix >= FIRST_CITY ? CITY_SLOTS_FROM + suffix - FIRST_CITY : suffix;
    this.#first = (slot % SLOTS) * SEQUENCES_PER_REGION + 1;
  }

  /** A NIP for PNS and CPNS, a NI PPPK otherwise. Throws RangeError when more than 24 people share all but the sequence. */
  issue(parts: NumberParts, random: SeededRandom): string {
    const { birthDate, appointed } = parts;
    const second = isPnsStatus(parts.status) ? appointed.month : random.between(21, 22);
    const prefix =
      birthDate.iso.replaceAll('-', '') +
      appointed.year +
      String(second).padStart(2, '0') +
      (parts.sex === 'MALE' ? 1 : 2);
    const before = this.#issued.get(prefix) ?? 0;
    if (before >= SEQUENCES_PER_REGION) throw new RangeError('Too many people were born and appointed together.');
    this.#issued.set(prefix, before + 1);
    return prefix + String(this.#first + before).padStart(3, '0');
  }
}
