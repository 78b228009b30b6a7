import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';

/** What time it is; a port, so that a test can say it. */
export abstract class Clock {
  abstract now(): Date;
  /** The region's day, `YYYY-MM-DD`. */
  abstract today(): string;
}

export class SystemClock extends Clock {
  /** Region by its code, `62.03`. */
  constructor(private readonly region: string) {
    super();
  }

  override now(): Date {
    return new Date();
  }

  override today(): string {
    return calendarDateAt(this.now(), timeZoneOf(RegionCode.parse(this.region))).iso;
  }
}
