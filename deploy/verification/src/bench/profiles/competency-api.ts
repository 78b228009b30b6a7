import { randomUUID } from 'node:crypto';

/** Commands of competency mapping over HTTP, as a personnel officer sends them. */
export class CompetencyApi {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  async post<T>(path: string, body: object): Promise<T> {
    const answer = await fetch(`${this.address}/api/competency-mapping/v1/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
