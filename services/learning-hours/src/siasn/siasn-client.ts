import { AppError } from '@betang/platform';
import { RequestPace, sleep, type Sleep } from './request-pace.js';
import { Siasn, type CourseToSave, type SiasnMainData, type SiasnRecord } from './siasn-course.js';
import {
  courseOf,
  isStructural,
  mainDataOf,
  saveBodyOf,
  saveDiklatBodyOf,
  structuralCourseOf,
} from './siasn-fields.decision.js';
import type { SiasnTokens } from './siasn-tokens.js';

export interface SiasnClientOptions {
  readonly baseUrl: string;
  readonly agencyId: string | undefined;
  readonly tokens: SiasnTokens;
  readonly pace: RequestPace;
  readonly wait?: Sleep;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const TIMEOUT_MS = 30_000;

interface Wire {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly body: unknown;
}

/**
 * SIASN's web service by its paths and fields. Reading is tried again after a passing failure, with doubling pauses; saving only where the service
 * said that it did nothing (401, 429, 503), for a course saved twice stands twice.
 */
export class SiasnClient extends Siasn {
  override readonly on = true;
  private readonly wait: Sleep;

  constructor(private readonly options: SiasnClientOptions) {
    super();
    this.wait = options.wait ?? sleep;
  }

  override async coursesOf(employeeNumber: string): Promise<readonly SiasnRecord[]> {
    const courses = await this.records(`/pns/rw-kursus/${encodeURIComponent(employeeNumber)}`, courseOf);
    const structural = await this.records(`/pns/rw-diklat/${encodeURIComponent(employeeNumber)}`, structuralCourseOf);
    return [...courses, ...structural];
  }

  override async mainDataOf(employeeNumber: string): Promise<SiasnMainData | undefined> {
    const data = await this.read(`/pns/data-utama/${encodeURIComponent(employeeNumber)}`);
    return isFields(data) ? mainDataOf(data) : undefined;
  }

  override async saveCourse({ pnsId, course, replaces }: CourseToSave): Promise<string> {
    const id = replaces?.siasnId ?? null;
    const asDiklat = replaces === null ? isStructural(course) : replaces.record === 'DIKLAT';
    const [path, body] = asDiklat
      ? ['/diklat/save', saveDiklatBodyOf(course, pnsId, id)]
      : ['/kursus/save', saveBodyOf(course, pnsId, this.options.agencyId, id)];
    const { status, body: answer } = await this.send('POST', path, body, (wire) => didNothing(wire));
    if (status === 429 || status === 503) throw new AppError('siasn-unreachable', { status: 502, params: { status } });
    if (status >= 500 || status === 0) throw new AppError('siasn-outcome-unknown', { status: 502 });
    if (status >= 400 || saysNo(answer)) throw new AppError('siasn-refused', { status: 502, params: { status } });
    const saved = idIn(answer) ?? id;
    if (saved === null) throw new AppError('siasn-answer-unknown', { status: 502 });
    return saved;
  }

  private async records(
    path: string,
    read: (record: Readonly<Record<string, unknown>>) => SiasnRecord,
  ): Promise<readonly SiasnRecord[]> {
    const data = await this.read(path);
    if (data === undefined) return [];
    // What is no record would be lost without a word.
    if (!Array.isArray(data) || !data.every(isFields)) throw new AppError('siasn-answer-unknown', { status: 502 });
    return data.map(read);
  }

  /** The `data` of an answer; undefined for what SIASN does not know. */
  private async read(path: string): Promise<unknown> {
    const { status, body } = await this.send('GET', path, undefined, (wire) => isPassing(wire));
    if (status === 404) return undefined;
    if (isPassing({ status, body, retryAfterMs: undefined }))
      throw new AppError('siasn-unreachable', { status: 502, params: { status } });
    if (status >= 400) throw new AppError('siasn-refused', { status: 502, params: { status } });
    if (!isFields(body)) return body;
    // SIASN says "no data" by a text where the list would be.
    return 'data' in body ? (typeof body['data'] === 'string' ? undefined : body['data']) : body;
  }

  private async send(method: string, path: string, body: unknown, again: (wire: Wire) => boolean): Promise<Wire> {
    for (let attempt = 1; ; attempt += 1) {
      const wire = await this.sendOnce(method, path, body);
      if (wire.status === 401) this.options.tokens.forget();
      if (attempt === ATTEMPTS || !again(wire)) return wire;
      const pause = Math.min(LONGEST_PAUSE_MS, wire.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1));
      await this.wait(pause);
    }
  }

  /** Status 0: no answer came. */
  private async sendOnce(method: string, path: string, body: unknown): Promise<Wire> {
    await this.options.pace.turn();
    const headers = await this.options.tokens.headers();
    try {
      const answer = await fetch(`${this.options.baseUrl.replace(/\/$/, '')}${path}`, {
        method,
        headers: {
          ...headers,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // Elsewhere neither the tokens nor the number in the address are anybody's business.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await answer.text();
      const seconds = Number(answer.headers.get('retry-after'));
      return {
        status: answer.status,
        retryAfterMs: answer.headers.has('retry-after') && seconds >= 0 ? seconds * 1_000 : undefined,
        body: parsed(text),
      };
    } catch {
      // The cause carries the address, and with it the employee number.
      return { status: 0, retryAfterMs: undefined, body: undefined };
    }
  }
}

/** For a region without access to SIASN. */
export class SiasnOff extends Siasn {
  override readonly on = false;

  override coursesOf(): Promise<never> {
    return Promise.reject(siasnOff());
  }

  override mainDataOf(): Promise<never> {
    return Promise.reject(siasnOff());
  }

  override saveCourse(): Promise<never> {
    return Promise.reject(siasnOff());
  }
}

function siasnOff(): AppError {
  return new AppError('siasn-off', { status: 409 });
}

function isPassing({ status }: Wire): boolean {
  return status === 0 || status === 401 || status === 429 || status >= 500;
}

function didNothing({ status }: Wire): boolean {
  return status === 401 || status === 429 || status === 503;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A refusal that comes as an answer of success. */
function saysNo(answer: unknown): boolean {
  return isFields(answer) && (answer['success'] === false || answer['code'] === 0);
}

function idIn(answer: unknown): string | undefined {
  if (!isFields(answer)) return undefined;
  const data = isFields(answer['mapData']) ? answer['mapData'] : isFields(answer['data']) ? answer['data'] : answer;
  for (const name of ['rwKursusId', 'rwDiklatId', 'id']) {
    const value = data[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
