import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { deliveryTerms } from './terms.js';

/** Base64url, as JOSE writes it. */
const sealed = (description: string, maxLength: number) =>
  Type.String({ pattern: '^[A-Za-z0-9_-]*$', maxLength, description });

/** What a sealed event looks like on the way: nothing but ciphertext, and for which keys it is. */
export const Directed = defineEvent({
  service: 'delivery',
  name: 'directed',
  version: 1,
  description:
    'An event for one region alone. Its true type, its subject and its data are inside, encrypted for that region (JWE, RFC 7516, general serialization).',
  subject: 'event',
  retention: 'days-90',
  signed: true,
  sharing: { ...deliveryTerms('directed'), personalData: 'encrypted' },
  data: Type.Object({
    jwe: Type.Object(
      {
        protected: sealed('Protected header: content encryption A256GCM', 2_000),
        recipients: Type.Array(
          Type.Object({
            header: Type.Object(
              {
                alg: Type.Literal('ECDH-ES+A256KW', { description: 'Key agreement of RFC 7518 section 4.6' }),
                kid: Type.String({ minLength: 1, maxLength: 80, description: "Id of the receiver's encryption key" }),
              },
              { description: 'For which key; with more than one, also its ephemeral public key' },
            ),
            encrypted_key: sealed('Content key, wrapped', 200),
          }),
          { minItems: 1, maxItems: 8, description: 'One row for each key of the receiver that is valid' },
        ),
        iv: sealed('Initialisation vector', 100),
        ciphertext: sealed('Type, subject and data', 400_000),
        tag: sealed('Authentication tag', 100),
      },
      { description: 'The sealed event' },
    ),
  }),
});
export type Directed = EventData<typeof Directed>;
