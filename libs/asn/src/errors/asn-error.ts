/** Every way in which a value of the field can be refused. Codes are stable: interfaces, logs and tests match on them, never on text. */
export const asnErrorCodes = [
  'employee-number.empty',
  'employee-number.not-digits',
  'employee-number.length',
  'employee-number.damaged',
  'employee-number.birth-date',
  'employee-number.appointment-month',
  'employee-number.sex',
  'region-code.shape',
  'region-code.dot-missing',
  'region-code.province',
  'region-code.regency',
  'region-code.token',
  'grade.unknown',
  'grade.ambiguous',
  'grade.scheme',
  'position-type.unknown',
  'position-type.ambiguous',
  'functional-level.unknown',
  'employment-status.unknown',
  'sex.unknown',
  'calendar-date.shape',
  'calendar-date.two-digit-year',
  'calendar-date.not-in-calendar',
  'calendar-year.shape',
  'calendar-year.range',
  'learning-hours.shape',
  'learning-hours.negative',
  'learning-hours.precision',
  'learning-hours.range',
  'time-zone.unknown',
] as const;

export type AsnErrorCode = (typeof asnErrorCodes)[number];

/** Facts a translated message may name. Never the refused value itself: it may be personal data. */
export type AsnErrorParams = Readonly<Record<string, string | number>>;

export interface AsnErrorOptions {
  readonly field?: string;
  readonly params?: AsnErrorParams;
  readonly cause?: unknown;
}

/** A value that is no value of the field. `code` and `params` are what the edge translates; `message` is for developers and holds no personal data. */
export class AsnError extends Error {
  override readonly name = 'AsnError';
  readonly code: AsnErrorCode;
  readonly field: string | undefined;
  readonly params: AsnErrorParams;

  constructor(code: AsnErrorCode, message: string, options: AsnErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.field = options.field;
    this.params = Object.freeze({ ...options.params });
  }

  /** The same error, told of the form field or file column it came from. */
  at(field: string): AsnError {
    return new AsnError(this.code, this.message, { field, params: this.params, cause: this });
  }
}
