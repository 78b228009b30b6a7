import { waitUntil } from '@betang/testing';
import { randomUUID } from 'node:crypto';

/** What an import shows of itself. */
export interface ImportState {
  readonly importId: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

const PATIENCE = { timeoutMs: 300_000, intervalMs: 50 };

/** Roster imports over HTTP, as an officer's browser does them. */
export class RosterApi {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  /** Uploads a file and waits for its preview. */
  async preview(fileName: string, content: Buffer): Promise<ImportState> {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(content)]), fileName);
    const { importId } = await this.send<ImportState>('POST', 'imports', form);
    return this.reached(importId, 'PREVIEWED');
  }

  async apply(importId: string, order: object = {}): Promise<ImportState> {
    await this.send('POST', `imports/${importId}/apply`, order);
    return this.reached(importId, 'APPLIED');
  }

  async undo(importId: string, keepChanged = false): Promise<ImportState> {
    await this.send('POST', `imports/${importId}/undo`, { keepChanged });
    return this.reached(importId, 'UNDONE');
  }

  private async reached(importId: string, wanted: string): Promise<ImportState> {
    return waitUntil(
      `the import is ${wanted}`,
      async () => {
        const job = await this.send<ImportState>('GET', `imports/${importId}`);
        if (job.state === 'FAILED' || job.state === 'NEEDS_MAPPING') throw new Error(`import ${job.state}`);
        return job.state === wanted ? job : undefined;
      },
      PATIENCE,
    );
  }

  private async send<T>(method: string, path: string, body?: FormData | object): Promise<T> {
    const isForm = body instanceof FormData;
    const answer = await fetch(`${this.address}/api/identity/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
