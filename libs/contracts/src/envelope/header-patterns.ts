/** The form of the headers that have one; read by the decoder and by the generated documents. */
export const HEADER_PATTERNS = {
  // Lower case only: the chain covers the very characters, and a uuid column would give them back in lower case.
  'ce-id': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'ce-source': /^\/(\d{2}(?:\.\d{2})?)\/([a-z-]+)$/,
  'ce-specversion': /^1\.0$/,
  'ce-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  // A string on the wire: CloudEvents integers have 32 bits. Fifteen digits stay exact in a JavaScript number.
  'ce-position': /^[1-9]\d{0,14}$/,
  'ce-chain': /^[0-9a-f]{64}$/,
  'ce-previouschain': /^[0-9a-f]{64}$/,
} as const;
