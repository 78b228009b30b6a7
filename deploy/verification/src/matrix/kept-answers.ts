import { randomUUID } from 'node:crypto';
import { idempotentRequest, type Role } from '@betang/platform';
import { isOwn, nameOf, rolesOf, type AgencyProbe, type Observation } from './agency-probe.js';
import { fitted } from './fitting-inputs.js';
import type { RecordCall } from './record-calls.js';
import type { TwoAgencies } from './two-agencies.js';

/** What a command made of a key under which an answer is kept already. */
export interface KeptAnswerTrial {
  readonly name: string;
  /** Sent as it was the first time; undefined for a file, whose digest only the service knows. */
  readonly repeated: 'answered as kept' | string | undefined;
  /** Sent with other content under the same key. */
  readonly reused: 'refused' | string;
}

const OTHER_HASH = Buffer.alloc(32, 7);
const UNREACHED = [403, 404];

/**
 * Puts an answer under a key as if the command had been taken before, and sends the command with that key. Whatever it finds meanwhile, the kept
 * answer comes first: it shows without any need to bring the command itself to success.
 */
export class KeptAnswers {
  constructor(
    private readonly world: TwoAgencies,
    private readonly probe: AgencyProbe,
  ) {}

  async try(told: RecordCall): Promise<KeptAnswerTrial> {
    const call = fitted(told);
    const repeated = call.form === undefined ? await this.repeat(call) : undefined;
    return { name: nameOf(call), repeated, reused: await this.reuse(call) };
  }

  private async repeat(call: RecordCall): Promise<string> {
    const seen = await this.send(call, hashOf(call));
    return seen.status === 202 && seen.text.includes(seen.key) ? 'answered as kept' : told(seen);
  }

  private async reuse(call: RecordCall): Promise<string> {
    const seen = await this.send(call, OTHER_HASH);
    return seen.status === 409 && seen.text.includes('"idempotency-key-reused"') ? 'refused' : told(seen);
  }

  /** As the first role that reaches the record; another one says nothing of keys. */
  private async send(call: RecordCall, hash: Buffer): Promise<Observation & { readonly key: string }> {
    let seen: (Observation & { readonly key: string }) | undefined;
    for (const role of rolesOf(call.endpoint)) {
      seen = await this.sendAs(call, role, hash);
      if (!UNREACHED.includes(seen.status)) return seen;
    }
    return seen!;
  }

  /** Who acts on the own account is found by it, who acts as an employee by any. */
  private subjectOf({ endpoint, service }: RecordCall, role: Role): string {
    const { ids, person } = this.world.first;
    if (!isOwn(endpoint)) return `${role}-kept`;
    return service === 'identity' ? ids.get('identity:accounts')! : `account-${person}`;
  }

  private async sendAs(call: RecordCall, role: Role, hash: Buffer): Promise<Observation & { readonly key: string }> {
    const { running } = this.world;
    const key = randomUUID();
    const own = isOwn(call.endpoint);
    const subject = this.subjectOf(call, role);
    await running.region.sql(
      `INSERT INTO ${call.service.replaceAll('-', '_')}.idempotency_key (actor, key, method_path, request_hash, status, response)
       VALUES ($1, $2, $3, $4, 202, $5)`,
      [subject, key, methodPathOf(call), hash, JSON.stringify({ kept: key, recalculationIds: [] })],
    );
    const seen = await this.probe.observed(call, role, own ? 'own agency' : 'whole region', key, subject);
    return { ...seen, key };
  }
}

function methodPathOf({ endpoint, path }: RecordCall): string {
  return `${endpoint.method} ${path.split('?')[0]}`;
}

function hashOf(call: RecordCall): Buffer {
  const body = call.body ?? {};
  return idempotentRequest({ key: 'any-key-0001', actor: 'any', methodPath: methodPathOf(call), body }).requestHash;
}

function told({ status, text }: Observation): string {
  return `${status} ${text.slice(0, 200)}`;
}
