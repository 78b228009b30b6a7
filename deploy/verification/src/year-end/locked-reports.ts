import { randomUUID } from 'node:crypto';
import { waitUntil } from '@betang/testing';
import { administratorToken } from '../bench/region/administrator-token.js';
import type { BenchRegion } from '../bench/region/bench-region.js';
import { YEAR } from './invented-year.js';

interface Period {
  readonly state: string;
  readonly digest: string;
  readonly corrections: readonly { readonly report: string; readonly figure: string }[];
}

const PATIENT = { timeoutMs: 120_000, intervalMs: 200 };
const PART = 'YEAR';

/** The reports of a year by level: a region submits its own, the province approves and locks it. */
export class LockedReports {
  constructor(
    private readonly province: { readonly region: BenchRegion; readonly address: string },
    private readonly code: string,
  ) {}

  /** Submits the report of the region whose services listen at `address`, and has the province lock it. Answers the digest of its figures. */
  async lock(region: BenchRegion, address: string): Promise<string> {
    const own = await this.send(region, address, 'POST', 'region/submission', { year: YEAR, part: PART });
    if (own.status >= 300) throw new Error(`the report was not taken in: ${own.status}`);
    await waitUntil('the province has the report', async () => (await this.atProvince()) !== undefined, PATIENT);
    for (const decision of ['APPROVED', 'LOCKED']) {
      const { status } = await this.send(
        this.province.region,
        this.province.address,
        'POST',
        `regions/${this.code}/decision`,
        {
          year: YEAR,
          part: PART,
          decision,
        },
      );
      if (status >= 300) throw new Error(`the report was not ${decision}: ${status}`);
    }
    return (await this.atProvince())!.digest;
  }

  /** The report at the province as it stands, with what has changed since. */
  async atProvince(): Promise<Period | undefined> {
    const { region, address } = this.province;
    const answer = await this.send(region, address, 'GET', `regions/${this.code}?year=${YEAR}&part=${PART}`);
    return answer.status === 200 ? (answer.body as Period) : undefined;
  }

  private async send(
    region: BenchRegion,
    address: string,
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${address}/api/reporting/v1/periods/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await administratorToken(region)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  }
}
