import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@betang/all-in-one';
import { ROLES, SERVICE_NAMES, endpointsOf, openApiOf, type Endpoint } from '@betang/platform';
import { getRepositoryRoot, startRunningService, type RunningService } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authorisationDocument } from './authorisation.document.js';
import { findMismatches } from './matrix-calls.js';
import { servedRoutes } from './served-routes.js';

const DOCUMENT = join(getRepositoryRoot(), 'docs/authorisation.md');
/** Served beside controllers: documentation without data, the process's own state, and sign-in, which has rules of its own. */
const BESIDE =
  /^\/(health|ready|metrics)$|^\/api\/[a-z-]+\/v1\/(openapi\.json|docs(\/.*)?)$|^\/oidc(\/|$)|^\/\.well-known\/|^\*$|^\/sign-in(\/|$)/;

/** Open to everyone on purpose: what a region publishes, and the page that proves a certificate. */
const OPEN_TO_ALL = [
  'GET /api/reporting/v1/open-data',
  'GET /api/reporting/v1/open-data/:dataset',
  'GET /api/reporting/v1/open-data/:dataset/csv',
  'GET /api/training-catalog/v1/verify/:token',
];

describe('who may call what', () => {
  let running: RunningService;
  let endpoints: readonly Endpoint[];

  beforeAll(async () => {
    const [first, ...beside] = SERVICES;
    running = await startRunningService({ ...first!, beside, services: [...SERVICE_NAMES] });
    endpoints = endpointsOf(running.app).filter(({ path }) => path.startsWith('/api/'));
  }, 180_000);
  afterAll(() => running?.stop());

  it('knows every endpoint that is served, and each declares who may call it', () => {
    const served = servedRoutes(running.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false }));
    const known = new Set(endpoints.map(({ method, path }) => `${method} ${path}`));
    const unknown = served.filter(
      ({ method, path }) => !BESIDE.test(path) && !known.has(`${method} ${path.replace(/\/$/, '')}`),
    );
    expect(unknown).toEqual([]);
    expect(served.length).toBeGreaterThan(endpoints.length);
    expect(endpoints.filter(({ access }) => access === undefined)).toEqual([]);
    expect(endpoints.length).toBeGreaterThan(100);
  });

  it('is open to everyone only where that is meant', () => {
    const open = endpoints.filter(({ access }) => access !== undefined && 'public' in access);
    expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual(OPEN_TO_ALL);
  });

  it('describes every endpoint in the OpenAPI document of its service', async () => {
    const { paths } = await openApiOf(running.app);
    const described = new Set(
      Object.entries(paths).flatMap(([path, item]) =>
        Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
      ),
    );
    expect(endpoints.map(({ method, path }) => `${method} ${path}`).filter((one) => !described.has(one))).toEqual([]);
  });

  it('refuses every role everywhere it is not granted, and nobody everywhere, before anything is looked at', async () => {
    const { calls, mismatches } = await findMismatches(running, endpoints);
    expect(mismatches).toEqual([]);
    expect(calls).toBeGreaterThanOrEqual(endpoints.length * (1 + 2 * ROLES.length));
  }, 240_000);

  it('is written down in docs/authorisation.md; otherwise run BETANG_WRITE_DOCS=1 npm test -- deploy/verification/src/matrix', () => {
    const text = authorisationDocument(endpoints);
    if (process.env['BETANG_WRITE_DOCS'] === '1') writeFileSync(DOCUMENT, text);
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });
});

describe('the reader of the router’s tree', () => {
  it('puts paths together, whatever their depth', () => {
    const tree =
      '└── / (GET, HEAD)\n    ├── api/x (GET, HEAD, POST)\n    │   └── /:id (DELETE)\n    └── health (GET)\n';
    expect(servedRoutes(tree)).toEqual([
      { method: 'GET', path: '/' },
      { method: 'GET', path: '/api/x' },
      { method: 'POST', path: '/api/x' },
      { method: 'DELETE', path: '/api/x/:id' },
      { method: 'GET', path: '/health' },
    ]);
  });
});
