import type { ServiceName } from '@betang/platform';
import type { OwnRecord } from './own-records.js';

/** `COMPLETE`; `NOTHING`: there is none; `MISSING`: the service did not answer; `CUT`: there was more than a copy takes. */
export type PartOutcome = 'COMPLETE' | 'NOTHING' | 'MISSING' | 'CUT';

/** What came of one address. */
export interface CopyPart {
  readonly service: ServiceName;
  readonly path: string;
  readonly outcome: PartOutcome;
  readonly records: number;
  /** Why a part is missing: the HTTP status, or that there was no answer. */
  readonly reason?: string;
}

export interface Gathered {
  readonly part: CopyPart;
  readonly data: unknown;
}

export interface GatherTerms {
  /** Address of all services, without a slash at the end. */
  readonly base: string;
  /** The person's own access token: what they may see of themselves, no more. It is held here and nowhere else. */
  readonly authorization: string;
  readonly signal: AbortSignal;
}

const PAGE = 200;
const MOST_PAGES = 200;
const PATIENCE_MS = 20_000;

/** Asks one service for one part of a person's records, page by page. Never throws: what cannot be had is said in the part. */
export async function gatherRecord(record: OwnRecord, terms: GatherTerms): Promise<Gathered> {
  const items: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask(record, terms, cursor);
    if ('reason' in answer) return { part: partOf(record, 'MISSING', items.length, answer.reason), data: items };
    if (answer.body === undefined) return { part: partOf(record, 'NOTHING', 0), data: null };
    if (!isPage(answer.body)) return { part: partOf(record, 'COMPLETE', 1), data: answer.body };
    items.push(...answer.body.items);
    cursor = answer.body.nextCursor;
    if (cursor === undefined)
      return { part: partOf(record, items.length === 0 ? 'NOTHING' : 'COMPLETE', items.length), data: items };
  }
  return { part: partOf(record, 'CUT', items.length), data: items };
}

/** Complete when every service answered. */
export function stateOf(parts: readonly CopyPart[]): 'READY' | 'PARTIAL' {
  return parts.every(({ outcome }) => outcome === 'COMPLETE' || outcome === 'NOTHING') ? 'READY' : 'PARTIAL';
}

function partOf({ service, path }: OwnRecord, outcome: PartOutcome, records: number, reason?: string): CopyPart {
  return { service, path, outcome, records, ...(reason === undefined ? {} : { reason }) };
}

async function ask(
  { path, paged }: OwnRecord,
  { base, authorization, signal }: GatherTerms,
  cursor: string | undefined,
): Promise<{ readonly body: unknown } | { readonly reason: string }> {
  const query = paged ? `?limit=${PAGE}${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}` : '';
  try {
    const answer = await fetch(`${base}${path}${query}`, {
      headers: { authorization, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    // No such record of the caller, or none in this region.
    if (answer.status === 404) return { body: undefined };
    if (!answer.ok) return { reason: String(answer.status) };
    return { body: await answer.json() };
  } catch {
    return { reason: 'no-answer' };
  }
}

function isPage(body: unknown): body is { readonly items: readonly unknown[]; readonly nextCursor?: string } {
  return typeof body === 'object' && body !== null && Array.isArray((body as { items?: unknown }).items);
}
