/** What an AppError is made of. `params` fill the placeholders of the message and must never hold personal data. */
export interface AppErrorDetails {
  readonly status?: number;
  /** The input field at fault, as the client spelt it (`sessions[0].startDate`). */
  readonly field?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly errors?: readonly FieldProblem[];
  readonly cause?: unknown;
}

/** One input field that was refused. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * An error with a stable code, the only thing that callers and clients may decide on. The text shown to people comes
 * from the message catalogue by that code and the language they ask for.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  readonly params: Readonly<Record<string, string | number>>;
  readonly errors: readonly FieldProblem[];

  constructor(code: string, details: AppErrorDetails = {}) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = details.status ?? 500;
    this.field = details.field;
    this.params = details.params ?? {};
    this.errors = details.errors ?? [];
  }
}
