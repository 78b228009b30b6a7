import { AppError } from './app-error.js';
import type { FieldProblem } from './app-error.js';
import { pathOf } from './validation-problems.js';

/** No input of ours is nested a third as deep. */
const DEEPEST = 32;
/** The zero sign, which Postgres holds in no text; and half of a sign, which it holds in no JSON and which no text can be encoded with. */
const UNSTORABLE = /\u0000|\p{Surrogate}/u;
const MOST_PROBLEMS = 100;

/**
 * Refuses a body whose nesting would exhaust the stack of whatever walks it (validation, JSON, comparison), before anything does.
 * @throws AppError `validation-failed` 400 naming the body, `too-deep`
 */
export function assertShallow(body: unknown): void {
  if (!isShallow(body, DEEPEST))
    throw new AppError('validation-failed', { status: 400, errors: [{ field: 'body', code: 'too-deep' }] });
}

/** A name or title of spaces counts as said wherever it is asked for, and tells nobody anything. */
const BLANK = /^\s+$/u;

/**
 * Refuses texts that no database takes, names of fields too, so that they are the sender's mistake by name and not a failure of ours; and texts of
 * nothing but spaces.
 * @throws AppError `validation-failed` 400, `sign-unstorable` or `blank` for each field
 */
export function assertSound(input: unknown, name = ''): void {
  const errors: FieldProblem[] = [];
  collect(input, name, errors);
  if (errors.length > 0) throw new AppError('validation-failed', { status: 400, errors });
}

function isShallow(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((item) => isShallow(item, left - 1));
}

function collect(value: unknown, field: string, errors: FieldProblem[]): void {
  if (errors.length >= MOST_PROBLEMS) return;
  if (typeof value === 'string') {
    const code = UNSTORABLE.test(value) ? 'sign-unstorable' : BLANK.test(value) ? 'blank' : undefined;
    if (code) errors.push({ field: field === '' ? 'body' : field, code });
    return;
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const path = pathOf(key, field);
    if (UNSTORABLE.test(key)) errors.push({ field: path, code: 'sign-unstorable' });
    else collect(item, path, errors);
  }
}
