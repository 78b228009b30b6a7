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
}
