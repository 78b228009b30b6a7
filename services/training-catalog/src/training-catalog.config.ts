import { DeliveryConfig } from '@betang/messaging';
import { Setting, withAmountSettings } from '@betang/platform';
import { IsUrl } from 'class-validator';

/** Settings of training-catalog. */
export class TrainingCatalogConfig extends withAmountSettings(DeliveryConfig) {
  @Setting({
    env: 'BETANG_VERIFICATION_URL',
    description:
      'Address under which anyone reaches this region to verify a certificate, printed in its QR code; without it the address that the process listens on',
    optional: true,
  })
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  readonly verificationUrl?: string;
}
