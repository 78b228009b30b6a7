const MASK = '[masked]';

/**
 * Properties whose value is never logged, whatever it is: secrets, and what names or finds a person (UU 27/2022 on the
 * protection of personal data, art. 4).
 */
const MASKED_KEYS =
  /pass(word|wd|phrase)|secret|token|authorization|cookie|credential|privatekey|otp|^nip$|^nik$|employeenumber|e-?mail|phone|fullname|birthdate|^(query|parameters|values|detail|hint|where)$/i;

/** Text patterns of the same, for messages and stacks: NIP and NI PPPK (18 digits, also grouped), NIK (16), addresses, tokens. */
const MASKED_TEXTS: readonly [RegExp, string][] = [
  [/\b\d{8} ?\d{6} ?\d ?\d{3}\b/g, '[nip]'],
  [/\b\d{16}\b/g, '[nik]'],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[e-mail]'],
  [/\beyJ[\w-]+\.[\w-]+\.?[\w.-]*/g, '[token]'],
  [/\b(Bearer|Basic) +[\w.~+/=-]+/gi, '$1 [token]'],
  [/(:\/\/[^\s:/@]*):[^\s/@]+@/g, '$1:[masked]@'],
];

const DEEPEST = 6;
const LONGEST_LIST = 50;
const LONGEST_TEXT = 8_000;

/** A text without the patterns of personal data and secrets. */
export function maskText(text: string): string {
  return MASKED_TEXTS.reduce((masked, [pattern, label]) => masked.replace(pattern, label), text.slice(0, LONGEST_TEXT));
}

/** A value fit for the log: keys and texts masked all the way down, errors reduced to what helps to find their cause. */
export function mask(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? maskNumber(value) : value;
  if (depth > DEEPEST) return '[deep]';
  if (value instanceof Error) return maskError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map((item) => mask(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [maskText(key), MASKED_KEYS.test(key) ? MASK : mask(item, depth + 1)]),
  );
}

/** Of a database error only the names of what it concerns: its detail quotes rows, a query's parameters are data. */
function maskError(error: Error, depth: number): Record<string, unknown> {
  const { code, status, params, schema, table, constraint, problems } = error as Error & Record<string, unknown>;
  const known = { code, status, params, schema, table, constraint, problems };
  const given = Object.entries(known).filter(([, value]) => value !== undefined);
  return {
    type: error.name,
    message: maskText(error.message),
    ...(mask(Object.fromEntries(given), depth + 1) as object),
    ...(error.stack === undefined ? {} : { stack: maskText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: mask(error.cause, depth + 1) }),
  };
}

/** A NIP read as a number has lost its last digits, but not the birth date in front. */
function maskNumber(value: number): unknown {
  return Number.isInteger(value) && Math.abs(value) >= 1e15 ? MASK : value;
}
