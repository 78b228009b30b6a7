import type { AppError, FieldProblem } from './app-error.js';
import { findMessage } from './message-catalogue.js';
import type { Language } from './message-catalogue.js';

/** The body of every error answer (RFC 9457, application/problem+json). Clients decide on `code`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly field?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  readonly requestId?: string;
}

export function problemOf(error: AppError, language: Language, requestId?: string): Problem {
  return {
    type: `urn:betang:problem:${error.code}`,
    title: findMessage(language, error.code, error.params) ?? fallbackText(error.status, language),
    status: error.status,
    code: error.code,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(Object.keys(error.params).length === 0 ? {} : { params: error.params }),
    ...(error.errors.length === 0 ? {} : { errors: error.errors.map((problem) => fieldText(problem, language)) }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function fieldText({ field, code, params }: FieldProblem, language: Language) {
  const message =
    findMessage(language, `field.${code}`, params) ??
    findMessage(language, code, params) ??
    findMessage(language, 'field.invalid') ??
    code;
  return { field, code, message };
}

function fallbackText(status: number, language: Language): string {
  const code = status === 409 ? 'conflict' : status < 500 ? 'bad-request' : 'internal-error';
  return findMessage(language, code) ?? code;
}
