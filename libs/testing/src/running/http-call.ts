/** What a call carries beside its method and path. */
export interface CallOptions {
  /** Access token; without one the caller is nobody. */
  readonly as?: string;
  readonly body?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** Idempotency-Key of a POST: one of its own unless given; null sends none. */
  readonly key?: string | null;
}

/** An answer with its body read: parsed where it is JSON, else `{ text, bytes }`. */
export interface Answer<T = Record<string, never>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  /** The body as it came, before anything was read. */
  readonly text: string;
}

let keys = 0;

export async function callOver<T>(url: string, method: string, options: CallOptions = {}): Promise<Answer<T>> {
  const { body, form } = options;
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: headersOf(method, options),
    ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const text = bytes.toString('utf8');
  const json = /json/.test(answer.headers.get('content-type') ?? '') && bytes.length > 0;
  const content: unknown = json ? JSON.parse(text) : { text, bytes };
  return { status: answer.status, headers: answer.headers, body: content as T, text };
}

function headersOf(method: string, { as, body, headers, key }: CallOptions): Record<string, string> {
  const given = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'idempotency-key');
  const own = method === 'POST' && !given && key !== null;
  return {
    ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(own ? { 'idempotency-key': key ?? `test-${process.pid}-${(keys += 1)}` } : {}),
    ...headers,
  };
}
