import { apiPrefixOf, type ServiceName } from '@betang/platform';
import { waitUntil, type Answer, type CallOptions, type RunningService } from '@betang/testing';

/** An answer's body, read field by field. */
export type Json = Record<string, unknown>;

/** A command that a service took, by which its audit trail is held to account. */
export interface TakenCommand {
  readonly method: string;
  readonly path: string;
  readonly requestId: string;
}

const PATIENCE = { timeoutMs: 30_000, intervalMs: 50 };

/** Calls of one region's six services in one process, as an officer of the whole region unless another token is given. */
export class OfficerDesk {
  /** Commands that were taken so far. */
  readonly commands: TakenCommand[] = [];

  constructor(
    readonly running: RunningService,
    private readonly tokens: Readonly<Partial<Record<ServiceName, string>>>,
  ) {}

  call(method: string, service: ServiceName, path: string, options: CallOptions = {}): Promise<Answer<Json>> {
    const as = options.as ?? this.tokens[service]!;
    return this.running.call<Json>(method, `${apiPrefixOf(service)}/${path}`, { ...options, as });
  }

  async post(service: ServiceName, path: string, body: object = {}, as?: string): Promise<Json> {
    return this.taken('POST', service, path, { body, ...(as === undefined ? {} : { as }) });
  }

  /** Asks again until it is taken: what it rests on comes to this service by events. */
  once(service: ServiceName, path: string, body: object = {}, as?: string): Promise<Json> {
    return waitUntil(`POST ${path}`, () => this.post(service, path, body, as), PATIENCE);
  }

  /** A part of the first row of a list, once there is one. */
  first(service: ServiceName, path: string, key: string): Promise<string> {
    return waitUntil(
      path,
      async () => {
        const { body } = await this.call('GET', service, path);
        const [row] = (body['items'] ?? []) as Json[];
        return row !== undefined && String(row[key]);
      },
      PATIENCE,
    );
  }

  upload(service: ServiceName, path: string, file: string, fields: Readonly<Record<string, string>>, as?: string) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([file]), file.startsWith('%PDF') ? 'bukti.pdf' : 'daftar.csv');
    return this.taken('POST', service, path, { form, ...(as === undefined ? {} : { as }) });
  }

  /** @throws Error with the whole answer unless it is a 2xx */
  async taken(method: string, service: ServiceName, path: string, options: CallOptions): Promise<Json> {
    const { status, body, headers } = await this.call(method, service, path, options);
    if (status < 200 || status > 299)
      throw new Error(`${method} ${service} ${path}: ${status} ${JSON.stringify(body)}`);
    const requestId = headers.get('x-request-id') ?? '';
    this.commands.push({ method, path: `${apiPrefixOf(service)}/${path}`, requestId });
    return body;
  }
}
