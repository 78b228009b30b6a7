import { DeliveryConfig } from '@betang/messaging';
import { Setting } from '@betang/platform';
import { IsInt, Max, Min } from 'class-validator';

/** Settings of reporting. */
export class ReportingConfig extends DeliveryConfig {
  @Setting({
    env: 'BETANG_REPORTING_STALE_HOURS',
    description: 'A region whose figures are older than this counts as missing from a report',
    type: 'integer',
    default: 24,
  })
  @IsInt()
  @Min(1)
  @Max(8_784)
  readonly staleHours: number;

  @Setting({
    env: 'BETANG_REPORTING_SMALL_CELL',
    description:
      'Fewest people whose figures are shown to readers outside their region; a region may ask for more, not for less',
    type: 'integer',
    default: 5,
  })
  @IsInt()
  @Min(5)
  @Max(1_000)
  readonly smallCell: number;
}
