import { randomUUID } from 'node:crypto';
import { administratorToken } from './administrator-token.js';
import type { BenchRegion } from './bench-region.js';

/** A region's public interface, as its administrator. */
export class ServiceApi {
  private constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  static async open(region: BenchRegion, address: string): Promise<ServiceApi> {
    return new ServiceApi(address, await administratorToken(region));
  }

  get<T>(service: string, path: string): Promise<T> {
    return this.send(service, path, { method: 'GET' });
  }

  post<T>(service: string, path: string): Promise<T> {
    return this.send(service, path, { method: 'POST', headers: { 'idempotency-key': randomUUID() } });
  }

  private async send<T>(service: string, path: string, request: RequestInit): Promise<T> {
    const headers = { ...request.headers, authorization: `Bearer ${this.token}` };
    const answer = await fetch(`${this.address}/api/${service}/v1/${path}`, { ...request, headers });
    if (!answer.ok) throw new Error(`${request.method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
