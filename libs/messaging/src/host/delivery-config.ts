import { RegionConfig, Setting } from '@betang/platform';
import { IsInt, Min } from 'class-validator';

/** Settings of delivery, the same for every service of a region. */
export class DeliveryConfig extends RegionConfig {
  @Setting({
    env: 'BETANG_SHARING_OPT_IN',
    description:
      'Purposes beyond the usual for which this region shares, separated by commas, e.g. learner-level-analysis',
    type: 'list',
    default: [],
  })
  readonly sharingOptIn: readonly string[];

  @Setting({
    env: 'BETANG_SHARING_OPT_OUT',
    description: 'Usual purposes for which this region does not share',
    type: 'list',
    default: [],
  })
  readonly sharingOptOut: readonly string[];

  @Setting({
    env: 'BETANG_HEADS_SECONDS',
    description: 'How often heads and receipts are stated while they change',
    type: 'integer',
    default: 60,
    localDefault: 2,
  })
  @IsInt()
  @Min(1)
  readonly headsSeconds: number;
}
