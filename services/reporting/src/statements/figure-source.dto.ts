import { ApiProperty } from '@betang/platform';

/** An event that a figure was taken from. */
export class SourceView {
  @ApiProperty({ description: 'Region that stated it' }) readonly region: string;
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty({ description: 'Position on that line: with region, service, audience and epoch it names the event' })
  readonly position: number;
  @ApiProperty({ format: 'uuid' }) readonly eventId: string;
  @ApiProperty({ format: 'date-time' }) readonly asOf: string;
}
