import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** The reader's files, from its package in this installation: the page works in an office without the internet. */
const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
};

const ASSET_DIR = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const ONE_DAY = 'public, max-age=86400';

/** Serves a page at `<prefix>/docs` that shows the document at `<prefix>/openapi.json`. */
export function serveDocsPage(fastify: FastifyInstance, prefix: string, title: string): void {
  fastify.get(`${prefix}/docs`, (_, reply) => reply.type('text/html; charset=utf-8').send(page(prefix, title)));
  fastify.get(`${prefix}/docs/start.js`, (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(startScript(prefix)),
  );
  for (const [name, type] of Object.entries(ASSETS))
    fastify.get(`${prefix}/docs/${name}`, async (_, reply) =>
      reply
        .type(type)
        .header('cache-control', ONE_DAY)
        .send(await readFile(join(ASSET_DIR, name))),
    );
}

function page(prefix: string, title: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="stylesheet" href="${prefix}/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="${prefix}/docs/swagger-ui-bundle.js"></script>
    <script src="${prefix}/docs/start.js"></script>
  </body>
</html>
`;
}

/** A file of its own: the content security policy refuses scripts inside a page. */
function startScript(prefix: string): string {
  const settings = { url: `${prefix}/openapi.json`, dom_id: '#docs', validatorUrl: null };
  return `window.ui = SwaggerUIBundle(${JSON.stringify(settings)});\n`;
}
