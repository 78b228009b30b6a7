import { describe, expect, it } from '@jest/globals';

import { withNullTypes } from './null-types.js';

describe('withNullTypes', () => {
  it('says by the type what may be null: of a value, a choice and a reference', () => {
    const ref = { $ref: '#/components/schemas/Person' };
    expect(
      withNullTypes({
        plain: { type: 'string', format: 'date', nullable: true, description: 'Last day' },
        choice: { type: 'string', enum: ['PLT'], nullable: true },
        reference: { nullable: true, allOf: [ref], description: 'Who' },
        never: { type: 'string', nullable: false },
      }),
    ).toEqual({
      plain: { type: ['string', 'null'], format: 'date', description: 'Last day' },
      choice: { type: ['string', 'null'], enum: ['PLT', null] },
      reference: { anyOf: [ref, { type: 'null' }], description: 'Who' },
      never: { type: 'string' },
    });
  });

  it('leaves a property alone that is called so', () => {
    const schema = { type: 'object', properties: { nullable: { type: 'boolean' } } };
    expect(withNullTypes(schema)).toEqual(schema);
  });
});
