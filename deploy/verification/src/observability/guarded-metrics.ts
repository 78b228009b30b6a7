import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A proxy before a region's metrics, as an operator sets one up for a Prometheus on another machine: TLS, a token, one page. */
export interface GuardedMetrics {
  /** `host:port`. */
  readonly target: string;
  readonly refused: () => number;
  stop(): Promise<void>;
}

export async function guardMetrics(
  address: string,
  access: { readonly token: string; readonly key: string; readonly certificate: string },
): Promise<GuardedMetrics> {
  let refused = 0;
  const server = createServer({ key: access.key, cert: access.certificate }, (request, response) => {
    if (request.url !== '/metrics' || request.headers.authorization !== `Bearer ${access.token}`) {
      refused += 1;
      response.writeHead(401).end();
      return;
    }
    fetch(`${address}/metrics`)
      .then(async (page) => {
        const type = page.headers.get('content-type') ?? 'text/plain';
        response.writeHead(page.status, { 'content-type': type }).end(await page.text());
      })
      .catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: () => refused,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
