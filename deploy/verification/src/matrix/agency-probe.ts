import { ROLES, type Endpoint, type Role } from '@betang/platform';
import type { TokenBearer } from '@betang/testing';
import { randomUUID } from 'node:crypto';
import type { AgencyUnderTest } from './agency-under-test.js';
import { mayCall } from './authorisation.document.js';
import type { RecordCall } from './record-calls.js';
import type { TwoAgencies } from './two-agencies.js';

/** Where the caller's role holds, seen from the agency whose records are asked for. */
export type Standing = 'whole region' | 'own agency' | 'other agency';

/** What one call as one role came to. */
export interface Observation {
  readonly call: RecordCall;
  readonly who: string;
  readonly role: Role;
  readonly standing: Standing;
  readonly subject: string;
  readonly status: number;
  readonly requestId: string;
  readonly text: string;
  /** Marks of the agency's people in the answer. */
  readonly shown: readonly string[];
}

const AT_ONCE = 8;
let callers = 0;

/** Sends calls for the records of the world's first agency as every role that may make them. */
export class AgencyProbe {
  /** What of the answers so far is not as the OpenAPI document of its service declares it. */
  readonly undescribed = new Set<string>();

  /** How many answers were compared. */
  answers = 0;

  constructor(private readonly world: TwoAgencies) {}

  /** The calls as every role that is granted them, from these standings. */
  async observe(calls: readonly RecordCall[], standings: readonly Standing[]): Promise<Observation[]> {
    const waiting = calls.flatMap((call) =>
      rolesOf(call.endpoint).flatMap((role) => standings.map((standing) => ({ call, role, standing }))),
    );
    const seen: Observation[] = [];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        seen.push(await this.observed(next.call, next.role, next.standing));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return seen;
  }

  /** One call; `subject` is the account of an earlier caller, to be the same once more. */
  async observed(
    call: RecordCall,
    role: Role,
    standing: Standing,
    key: string = randomUUID(),
    subject?: string,
  ): Promise<Observation> {
    const own = this.bearerOf(call, role, standing);
    const bearer = { ...own, subject: subject ?? own.subject };
    const answer = await this.send(call, await this.world.running.token(role, bearer), key);
    const text = await answer.text();
    await this.describe(call, answer, text);
    return {
      ...{ call, role, standing, text, subject: bearer.subject, status: answer.status },
      who: `${role} of the ${standing}`,
      requestId: answer.headers.get('x-request-id') ?? '',
      shown: this.world.first.marks.filter((mark) => text.includes(mark)),
    };
  }

  private async describe({ endpoint, path }: RecordCall, { status, headers }: Response, text: string): Promise<void> {
    const contentType = headers.get('content-type') ?? '';
    const seen = { method: endpoint.method, path, status, contentType, text };
    this.answers += 1;
    const difference = await this.world.running.described.differenceOf(seen);
    if (difference !== undefined) this.undescribed.add(difference);
  }

  private bearerOf({ endpoint }: RecordCall, role: Role, standing: Standing): TokenBearer & { subject: string } {
    const self = isOwn(endpoint);
    callers += 1;
    if (standing === 'whole region') return { subject: `${role}-${callers}` };
    const agency: AgencyUnderTest = standing === 'own agency' ? this.world.first : this.world.second;
    const employee = self ? agency.person : agency.chief;
    // What one has is found by one's account in some places, by one's employee record in others.
    const subject = self ? `account-${employee}` : `${role}-${callers}`;
    return { unit: agency.agencyId, employee, subject };
  }

  private send({ endpoint, path, body, form }: RecordCall, token: string, key: string): Promise<Response> {
    const writes = endpoint.method !== 'GET';
    return fetch(`${this.world.running.address}${path}`, {
      method: endpoint.method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(writes ? { 'idempotency-key': key, 'if-match': '*' } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(writes ? { body: form ?? JSON.stringify(body ?? {}) } : {}),
    });
  }
}

export function rolesOf({ access }: Endpoint): Role[] {
  return ROLES.filter((role) => mayCall(role, access));
}

/** True for what belongs to the caller's own person. */
export function isOwn({ access }: Endpoint): boolean {
  return access !== undefined && 'scope' in access && /^(self|sign-in):/.test(access.scope);
}

/** `GET learning-hours people/:employeeId/entries` */
export function nameOf({ endpoint }: Pick<RecordCall, 'endpoint'>): string {
  return `${endpoint.method} ${endpoint.path.replace('/api/', '').replace('/v1/', ' ')}`;
}

export function isTaken(status: number): boolean {
  return status >= 200 && status < 300;
}
