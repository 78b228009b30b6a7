import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as encryptedRequest } from 'node:https';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

export interface PatientRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  /** The only thing that ends the waiting. */
  readonly signal: AbortSignal;
}

const NO_CONTENT = 204;

/**
 * What `fetch` does, for as long as the signal allows: Node's own gives up after five minutes without an answer, also while a file is still on its
 * way, and no option of it says otherwise. Follows no redirection, for the token goes to the address that was given and to no other.
 * @throws what the network throws, or the signal's reason
 */
export async function patientRequest(
  url: string,
  { method, headers, body, signal }: PatientRequest,
): Promise<Response> {
  const encoded = new Response(body ?? null);
  const type = encoded.headers.get('content-type');
  const bytes = Buffer.from(await encoded.arrayBuffer());
  const send = url.startsWith('https:') ? encryptedRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method,
      signal,
      headers: { ...(type === null ? {} : { 'content-type': type }), ...headers, 'content-length': bytes.length },
    });
    request.on('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error));
    request.on('response', (message) => resolve(answerOf(message)));
    request.end(bytes);
  });
}

function answerOf(message: IncomingMessage): Response {
  const headers = Object.entries(message.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const status = message.statusCode!;
  if (status !== NO_CONTENT)
    return new Response(Readable.toWeb(message) as ReadableStream<Uint8Array>, { status, headers });
  message.resume();
  return new Response(null, { status, headers });
}
