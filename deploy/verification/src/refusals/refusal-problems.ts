import type { RefusedCall } from './refused-calls.js';

/** An answer as it came. */
export interface Refusal {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

interface Problem {
  readonly title?: unknown;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly field?: unknown;
  readonly errors?: readonly { readonly field?: unknown; readonly code?: unknown; readonly message?: unknown }[];
}

/** Says nothing: who reads it knows neither what was wrong nor where. */
const MUTE = new Set(['bad-request', 'internal-error', 'not-acceptable']);
/** Texts with a hole in them. */
const HOLE = /\{\w+\}|undefined|\[object/;

/** Why an answer is no clear refusal; undefined for a clear one, and for a call that was taken where it may be. Pure. */
export function refusalProblem({ expected }: RefusedCall, { status, contentType, text }: Refusal): string | undefined {
  if (status >= 500) return `${status} is no refusal`;
  if (status < 400) return expected === undefined ? undefined : `${status}, though it is wrong`;
  if (!contentType.startsWith('application/problem+json')) return `${status} as ${contentType}`;
  const problem = JSON.parse(text) as Problem;
  const { code, title, errors = [] } = problem;
  if (typeof code !== 'string' || MUTE.has(code)) return `${status} ${String(code)} says nothing`;
  if (typeof title !== 'string' || title === '' || HOLE.test(text)) return `a text with a hole: ${text}`;
  const fields = [...errors.map(({ field }) => field), ...(problem.field === undefined ? [] : [problem.field])];
  if (new Set(errors.map(({ field }) => field)).size < errors.length) return `a field is told of twice: ${text}`;
  if (code === 'validation-failed' && errors.length === 0) return 'no field is named';
  if (expected === undefined) return undefined;
  if (status !== expected.status || code !== expected.code)
    return `${status} ${code} instead of ${expected.status} ${expected.code}`;
  const missing = (expected.fields ?? []).filter((field) => !fields.includes(field));
  return missing.length === 0 ? undefined : `does not name ${missing.join(', ')}: ${text}`;
}
