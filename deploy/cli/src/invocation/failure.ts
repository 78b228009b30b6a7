import type { Language } from '@betang/platform';
import { findMeaning, remedyOf } from '../messages/remedies.js';
import { cliText } from '../messages/cli-texts.js';
import { parameterText } from '../messages/parameter-texts.js';

/** 2: called wrongly; 3: refused or failed; 4: something that it needs does not answer. */
export type FailureExit = 2 | 3 | 4;

/** A command that could not be carried out, as it is told. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly exitCode: FailureExit;
}

type Params = Readonly<Record<string, string | number>>;

interface Coded {
  readonly code?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly params?: Params;
  readonly cause?: unknown;
  readonly severity?: unknown;
}

const USAGE = new Set([
  'usage',
  'command-unknown',
  'service-unknown',
  'region-not-chosen',
  'region-in-several-folders',
  'region-not-found',
  'confirmation-missing',
]);
const UNREACHABLE = new Set([
  'service-unreachable',
  'database-unreachable',
  'bus-unreachable',
  'hub-unreachable',
  'issuer-unreachable',
]);
const FILES =
  /^E(ACCES|PERM|NOENT|NOTDIR|ISDIR|ROFS|NOSPC|DQUOT|EXIST|LOOP|MFILE|NFILE|IO|BUSY|NAMETOOLONG|NOTEMPTY|XDEV|FBIG)$/;
const NETWORK = /^(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE)$/;

/**
 * What to tell about an error: by its code, never by its text; the texts of errors may hold what is nobody's business. A command that was
 * called wrongly is named as it was called, wherever the fault was found.
 */
export function failureOf(error: unknown, language: Language, command?: string): Failure {
  const found = identify(error);
  const { code } = found;
  const params =
    code === 'usage' && command !== undefined ? usageParams(found.params, command, language) : found.params;
  const message = findMeaning(code, language, params) ?? ownMessage(error) ?? code;
  const exitCode = USAGE.has(code) ? 2 : UNREACHABLE.has(code) ? 4 : 3;
  return { code, message, remedy: remedyOf(code, language, params), exitCode };
}

/** What may stand where something else stood. */
function usageParams(params: Params, command: string, language: Language): Params {
  const problem = String(params['problem'] ?? '');
  const possible = parameterText(command, problem, language);
  return { ...params, command, problem: possible === '' ? problem : `${problem} (${possible})` };
}

export function failureText({ code, message, remedy }: Failure, language: Language): string {
  return `${message} [${code}]\n${cliText(language, 'failure.remedy', { remedy })}`;
}

function identify(error: unknown): { code: string; params: Params } {
  const { code, name, params = {}, severity } = (error ?? {}) as Coded;
  if (name === 'AbortError') return { code: 'aborted', params };
  if (name === 'TopologyError') return { code: `topology.${String(code)}`, params };
  if (name === 'AppError' && code === 'request-refused') return refusal(params);
  const file = failedFile(error);
  if (file !== undefined) return { code: 'file-failed', params: { file, reason: String(code) } };
  if (isDatabaseDown(error)) return { code: 'database-unreachable', params };
  if (isBusDown(error)) return { code: 'bus-unreachable', params };
  if (typeof severity === 'string' && typeof code === 'string')
    return { code: 'database-refused', params: { state: code } };
  return { code: typeof code === 'string' ? code : 'unknown', params };
}

/** The problem's own code where it has a remedy here, for that is what the operator can act on. */
function refusal(params: Params): { code: string; params: Params } {
  const known = ['unauthenticated', 'forbidden', 'event-not-found'];
  const code = String(params['code']);
  return {
    code:
      known.includes(code) ||
      code.startsWith('parked-') ||
      code.startsWith('incident-') ||
      code.startsWith('replay-') ||
      code === 'delivery-not-leading'
        ? code
        : 'request-refused',
    params,
  };
}

/** The file that the system refused, `-` where it does not say which; undefined for anything else that failed. */
function failedFile(error: unknown): string | undefined {
  const { code, syscall, path, dest } = (error ?? {}) as Coded & Readonly<Record<'syscall' | 'path' | 'dest', unknown>>;
  if (typeof code !== 'string' || typeof syscall !== 'string' || !FILES.test(code)) return undefined;
  const file = dest ?? path;
  return typeof file === 'string' ? file : '-';
}

/** The Postgres driver throws the system's own error, with the port it tried. */
function isDatabaseDown(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Coded;
  const parts = (error as { errors?: unknown }).errors;
  if (Array.isArray(parts)) return parts.length > 0 && parts.every(isDatabaseDown);
  return (
    (typeof code === 'string' && (NETWORK.test(code) || /^(57P0|08)/.test(code))) ||
    (code === undefined && message === 'timeout expired')
  );
}

/** The NATS client's errors carry no code; their names are stable. */
function isBusDown(error: unknown): boolean {
  const { name, cause } = (error ?? {}) as Coded;
  return (
    ['ConnectionError', 'TimeoutError', 'NoRespondersError', 'AuthorizationError'].includes(String(name)) ||
    (cause !== undefined && isBusDown(cause))
  );
}

/** Only errors of our own: their messages hold no personal data and no secret. */
function ownMessage(error: unknown): string | undefined {
  const { name, message } = (error ?? {}) as Coded;
  return ['TopologyError', 'DeliveryError', 'ContractError'].includes(String(name)) ? String(message) : undefined;
}
