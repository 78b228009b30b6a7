import { ContractError, type EventRecord } from '@betang/contracts';

/**
 * What is inside a sealed event. It repeats who says it to whom under which id: a region that copies another's ciphertext into an event of its
 * own is found out when it is opened.
 */
export interface SealedContent {
  readonly id: string;
  /** `/62.03/competency-mapping`, as in the envelope. */
  readonly source: string;
  readonly audience: string;
  readonly type: string;
  readonly subject: string;
  readonly data: unknown;
}

const TEXTS = ['id', 'source', 'audience', 'type', 'subject'] as const;

export function encodeContent(content: SealedContent): Uint8Array {
  return Buffer.from(JSON.stringify(content));
}

/** @throws ContractError `event-data-invalid` when it is no sealed event, or was sealed as another one than the envelope says */
export function decodeContent(bytes: Uint8Array, envelope: EventRecord): SealedContent {
  const content = parse(bytes);
  const expected = { id: envelope.id, source: `/${envelope.region}/${envelope.service}`, audience: envelope.audience };
  for (const field of TEXTS) if (typeof content[field] !== 'string' || content[field] === '') throw invalid(field);
  for (const field of ['id', 'source', 'audience'] as const)
    if (content[field] !== expected[field]) throw invalid(field);
  if (content['data'] === undefined) throw invalid('data');
  return content as unknown as SealedContent;
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw new ContractError('event-data-invalid', 'what was sealed is not JSON', '/', { cause });
  }
  throw invalid('/');
}

function invalid(field: string): ContractError {
  return new ContractError('event-data-invalid', `what was sealed does not fit its envelope: ${field}`, field);
}
