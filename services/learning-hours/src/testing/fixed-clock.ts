import { Clock } from '@betang/platform';

/** A clock that stands until it is set. */
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
    return this.instant.slice(0, 10);
  }
}
