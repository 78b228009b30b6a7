import { calendarDateAt } from '@betang/asn';
import { Clock } from '@betang/platform';

/** A clock that stands until it is set, in the zone of Central Kalimantan: from 17:00 UTC on it is the next day. */
export class FixedClock extends Clock {
  constructor(private instant: string) {
    super();
  }

  set(instant: string): void {
    this.instant = instant;
  }

  override now(): Date {
    return new Date(this.instant);
  }

  override today(): string {
    return calendarDateAt(this.now(), 'WIB').iso;
  }
}
