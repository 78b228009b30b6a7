import { DeliveryConfig } from '@betang/messaging';
import { IsSecureTransport, Setting } from '@betang/platform';
import { IsInt, IsUrl, Max, Min } from 'class-validator';

/** Settings of identity. */
export class IdentityConfig extends DeliveryConfig {
  @Setting({
    env: 'BETANG_SERVICES_URL',
    description:
      'Address under which /api/ of all services is reached, for copies of the data of a person; without it that of the embedded OpenID provider',
    optional: true,
  })
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  @IsSecureTransport()
  readonly servicesUrl?: string;

  @Setting({
    env: 'BETANG_MERGE_UNDO_DAYS',
    description: 'Days in which the joining of two records of one person can be undone',
    type: 'integer',
    default: 7,
  })
  @IsInt()
  @Min(0)
  @Max(30)
  readonly mergeUndoDays: number;

  @Setting({
    env: 'BETANG_YOUNGEST_APPOINTED',
    description: 'Age in years before which nobody is appointed: a number that says otherwise is refused',
    type: 'integer',
    default: 18,
  })
  @IsInt()
  @Min(10)
  @Max(30)
  readonly youngestAppointed: number;

  @Setting({
    env: 'BETANG_OLDEST_IN_SERVICE',
    description: 'Age in years above which somebody in service is queued for correction',
    type: 'integer',
    default: 75,
  })
  @IsInt()
  @Min(60)
  @Max(120)
  readonly oldestInService: number;

  @Setting({
    env: 'BETANG_APPOINTED_AHEAD_MONTHS',
    description: 'Months ahead of today beyond which an appointment in a number is queued for correction',
    type: 'integer',
    default: 6,
  })
  @IsInt()
  @Min(0)
  @Max(120)
  readonly appointedAheadMonths: number;
}
