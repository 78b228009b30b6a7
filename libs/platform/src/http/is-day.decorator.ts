import { CalendarDate } from '@betang/asn';
import { ValidateBy } from 'class-validator';

/** A day that the calendar has, written `YYYY-MM-DD`. */
export function IsDay(): PropertyDecorator {
  return ValidateBy({
    name: 'isDateString',
    validator: { validate: isDay, defaultMessage: () => '$property must be a day' },
  });
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    CalendarDate.parse(value);
    return true;
  } catch {
    return false;
  }
}
