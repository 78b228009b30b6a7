import { AsnError } from '../errors/asn-error.js';
import type { AsnLocale } from '../errors/asn-error.messages.js';
import type { RegionCode } from '../region/region-code.js';
import { CalendarDate } from './calendar-date.js';

/** The three zones of Indonesia (Keppres 41/1987), all without daylight saving: WIB UTC+7, WITA UTC+8, WIT UTC+9. */
export const indonesianTimeZones = ['WIB', 'WITA', 'WIT'] as const;
export type IndonesianTimeZone = (typeof indonesianTimeZones)[number];

const offsetHours: Readonly<Record<IndonesianTimeZone, number>> = { WIB: 7, WITA: 8, WIT: 9 };
const MILLISECONDS_AN_HOUR = 3_600_000;

/** Names of the tz database, for clients that want one. */
export const ianaTimeZones: Readonly<Record<IndonesianTimeZone, string>> = {
  WIB: 'Asia/Jakarta',
  WITA: 'Asia/Makassar',
  WIT: 'Asia/Jayapura',
};

/** Reads `WIB`, `WITA` or `WIT`. Throws `time-zone.unknown`. */
export function parseTimeZone(text: string): IndonesianTimeZone {
  const zone = indonesianTimeZones.find((known) => known === text.trim().toUpperCase());
  if (!zone) throw new AsnError('time-zone.unknown', 'The zones are WIB, WITA and WIT.');
  return zone;
}

/**
 * The zone of a region: WIB for Sumatra, Java, West and Central Kalimantan; WITA for Bali and Nusa Tenggara, the rest of Kalimantan and
 * Sulawesi; WIT for Maluku and Papua (Keppres 41/1987).
 */
export function timeZoneOf(region: RegionCode): IndonesianTimeZone {
  const province = Number(region.province.value);
  if (province < 50 || province === 61 || province === 62) return 'WIB';
  return province < 80 ? 'WITA' : 'WIT';
}

/** The day on the office's calendar at an instant. */
export function calendarDateAt(instant: Date, zone: IndonesianTimeZone): CalendarDate {
  return CalendarDate.fromUtcDate(shifted(instant, zone));
}

/** `21 November 2026 10.42 WIB` in Indonesian, `21 November 2026 10:42 WIB` in English. */
export function formatInstant(instant: Date, zone: IndonesianTimeZone, locale: AsnLocale): string {
  const local = shifted(instant, zone);
  const separator = locale === 'id' ? '.' : ':';
  const clock = [local.getUTCHours(), local.getUTCMinutes()].map((part) => String(part).padStart(2, '0'));
  return `${CalendarDate.fromUtcDate(local).format(locale)} ${clock.join(separator)} ${zone}`;
}

function shifted(instant: Date, zone: IndonesianTimeZone): Date {
  return new Date(instant.getTime() + offsetHours[zone] * MILLISECONDS_AN_HOUR);
}
