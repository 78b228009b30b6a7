/** SQLSTATE classes that say "not now" rather than "never": connection, rollback by the server, resources, operator. */
const TRANSIENT_CLASSES = new Set(['08', '40', '53', '57']);

/**
 * Single states outside those classes: lock_not_available, the two transaction time-outs, a disk's I/O error, and read_only_sql_transaction, which many who run
 * PostgreSQL for others put it into while its disk is full.
 */
const TRANSIENT_STATES = new Set(['55P03', '25P03', '25P04', '58030', '25006']);

/** What the system says of a disk that is full or takes nothing for another reason. */
const DISK_TAKES_NOTHING = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']);

const TRANSIENT_SYSTEM_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** A server or a clock that cannot be believed just now: its certificate is to be mended, or its time, not the work that asks for it. */
const UNBELIEVED = new Set([
  'database-certificate-untrusted',
  'database-certificate-other-name',
  'database-tls-not-offered',
  'clock-in-doubt',
]);

/** `connection_failure`, given to the driver's own errors about a lost connection, which come without a code. */
export const CONNECTION_LOST = '08006';

/** The SQLSTATE of a Postgres error, looked for along its chain of causes; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return codesOf(error).find((code) => /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E'));
}

/** A check that failed and has no name is the bound of a partition: the row's own came into being between the choosing and the writing. */
function isReroutable(error: unknown): boolean {
  return causesOf(error).some(({ code, constraint }) => code === '23514' && constraint === undefined);
}

/** True when the same work may succeed later without any change: the caller retries with back-off, for ever if need be. */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined)
    return TRANSIENT_CLASSES.has(state.slice(0, 2)) || TRANSIENT_STATES.has(state) || isReroutable(error);
  return (
    isDiskRefusal(error) || codesOf(error).some((code) => TRANSIENT_SYSTEM_CODES.has(code) || UNBELIEVED.has(code))
  );
}

/** True for a file that the disk did not take: room is made for it, and nothing is wrong with what was to be written. */
export function isDiskRefusal(error: unknown): boolean {
  return codesOf(error).some((code) => DISK_TAKES_NOTHING.has(code));
}

const GAVE_WAY = new Set(['40P01', '40001']);

/** True when a transaction failed for what others did (deadlock, serialisation, a partition made meanwhile): the same one may be begun anew at once. */
export function gaveWay(error: unknown): boolean {
  return GAVE_WAY.has(sqlState(error) ?? '') || isReroutable(error);
}

/**
 * Gives the driver's code-less connection errors a SQLSTATE. Only for errors known to come from a connection: the
 * caller is a pool's or client's own error event.
 */
export function markConnectionLost(error: Error): Error {
  if (typeof (error as { code?: unknown }).code !== 'string') Object.assign(error, { code: CONNECTION_LOST });
  return error;
}

/** The error of a statement on a connection that broke since the one before it. */
export function connectionLost(): Error {
  return markConnectionLost(new Error('connection lost'));
}

function codesOf(error: unknown): string[] {
  return causesOf(error).flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
}

interface ErrorFields {
  readonly code?: unknown;
  readonly constraint?: unknown;
}

/** An error and the errors behind it. */
function causesOf(error: unknown): (Error & ErrorFields)[] {
  const causes: Error[] = [];
  for (let current = error; current instanceof Error && !causes.includes(current); current = current.cause)
    causes.push(current);
  return causes;
}
