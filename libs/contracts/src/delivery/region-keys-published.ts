import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { instant, regionCode, text } from '../definition/fields.js';
import { deliveryTerms } from './terms.js';

export const RegionKeysPublished = defineEvent({
  service: 'identity',
  name: 'region-keys-published',
  version: 1,
  description:
    'The province stated the public keys, first epoch and state of every region of the federation; the newest statement replaces the one before.',
  subject: 'federation',
  retention: 'years-10',
  signed: true,
  sharing: deliveryTerms('federation'),
  data: Type.Object({
    asOf: instant('When it was stated'),
    regions: Type.Array(
      Type.Object({
        region: regionCode('Region'),
        state: Type.Enum(['ACTIVE', 'SUSPENDED', 'REMOVED'], {
          description: 'Events of a suspended or removed region are not taken in',
        }),
        firstEpoch: text('Epoch it began with', 80),
        presentEpoch: Type.Optional(text('Epoch it counts in now, as far as the province knows', 80)),
        keys: Type.Array(
          Type.Object({
            keyId: text('Key id', 80),
            use: Type.Enum(['SIGNING', 'ENCRYPTION'], { description: 'What the key is for' }),
            publicKey: text('JWK public part as JSON', 400),
            validFrom: instant('First use'),
            validTo: Type.Union([instant('Last use'), Type.Null()]),
          }),
          { description: 'Public keys, also past ones: what they signed stays true' },
        ),
      }),
      { description: 'Every region of the federation' },
    ),
  }),
});
export type RegionKeysPublished = EventData<typeof RegionKeysPublished>;
