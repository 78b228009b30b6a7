/** An appointment of a calendar file. */
export interface Appointment {
  readonly id: string;
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly location: string | null;
  readonly cancelled: boolean;
}

const LONGEST_LINE = 74;

/** A calendar file (RFC 5545) that any calendar program reads; times in UTC. */
export function icalendar(appointments: readonly Appointment[], now: Date): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Betang//training-catalog//ID',
    ...appointments.flatMap((appointment) => eventLines(appointment, now)),
    'END:VCALENDAR',
  ];
  return `${lines.flatMap(folded).join('\r\n')}\r\n`;
}

function eventLines({ id, title, startsAt, endsAt, location, cancelled }: Appointment, now: Date): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${id}@betang`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(startsAt)}`,
    `DTEND:${utc(endsAt)}`,
    `SUMMARY:${escaped(title)}`,
    ...(location === null ? [] : [`LOCATION:${escaped(location)}`]),
    ...(cancelled ? ['STATUS:CANCELLED'] : []),
    'END:VEVENT',
  ];
}

function utc(time: Date): string {
  return time
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}/, '');
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** Lines are folded at 75 octets (RFC 5545, 3.1); characters of several octets are never split. */
function folded(line: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    if (Buffer.byteLength(part + character) > LONGEST_LINE) {
      parts.push(part);
      part = ' ';
    }
    part += character;
  }
  return [...parts, part];
}
