import { ApiProperty } from '@betang/platform';
import type { NotCounted } from './not-counted.js';

/** People on the list now who are in no figure of the year. */
export class NotCountedView implements NotCounted {
  @ApiProperty() readonly people: number;
  @ApiProperty({
    description:
      'Of these, who was appointed after the year, by the number; the others came from another region, and count there',
  })
  readonly appointedLater: number;
}
