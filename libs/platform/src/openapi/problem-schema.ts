/** What every error answer looks like (RFC 9457), as `problemOf` makes it. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', format: 'uri', description: '`urn:betang:problem:` and the code' },
    title: { type: 'string', description: 'For people, in the language of Accept-Language (id, en)' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; decide on this' },
    field: { type: 'string', description: 'The field, parameter or header at fault' },
    params: {
      type: 'object',
      additionalProperties: { type: ['string', 'number'] },
      description: 'What the title names, such as a limit or a state',
    },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    requestId: { type: 'string' },
  },
} as const;
