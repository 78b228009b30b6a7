import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { RegionConfig, SERVICE_NAMES, connectionsOfService, describeConfig, serverConnections } from '@betang/platform';
import { ROOT, filesOf, readDocument } from './testing/documents.js';
import { withTables } from './testing/handbook-tables.js';
import { NOT_FOR_OPERATORS, operatorCodes } from './testing/operator-codes.js';
import { REMEDIES } from './testing/operator-tool.js';

const HANDBOOK = 'docs/operator-handbook.md';
if (process.env['BETANG_WRITE_DOCS'] === '1')
  writeFileSync(join(ROOT, HANDBOOK), withTables(readDocument(HANDBOOK).text));
const { text } = readDocument(HANDBOOK);

const sources = ['libs', 'services']
  .flatMap((folder) => filesOf('.ts', folder))
  .filter((file) => !/\.spec\.ts$|\/testing\/|^libs\/testing\//.test(file));
const sourceOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const codesIn = (source: string, pattern: RegExp): string[] =>
  [...source.matchAll(pattern)].map(([, code = '']) => code);
const missing = (codes: Iterable<string>): string[] =>
  [...new Set(codes)].filter((code) => !text.includes(`\`${code}\``));

/** The names of a type that is a choice of texts, as the source has them. */
function choicesOf(file: string, before: RegExp): string[] {
  const rest = sourceOf(file).split(before)[1] ?? '';
  return codesIn(rest.split(';')[0] ?? '', /(?<!\[)'([\w-]+)'/g);
}

describe('the operator’s handbook', () => {
  it('has the tables that the code gives; otherwise run BETANG_WRITE_DOCS=1 npm test -- deploy/verification/src/docs', () => {
    expect(text).toBe(withTables(text));
  });

  it('counts the connections to PostgreSQL as the services open them', () => {
    const poolSize = Number(
      describeConfig(RegionConfig).find(({ property }) => property === 'databasePoolSize')?.default,
    );
    const services = SERVICE_NAMES.length;
    const needed = serverConnections({ services, poolSize });
    const others = needed - 2 * services * connectionsOfService(poolSize);
    expect(text).toContain(`\`max_connections\` to ${needed} `);
    expect(text).toContain(
      `\`2 × ${services} × (pool + ${connectionsOfService(0)}) + ${others}\`, which is ${needed}.`,
    );
  });

  it('names every code that the operator’s tool has a remedy for', () => {
    expect(Object.keys(REMEDIES.en).length).toBeGreaterThan(40);
    expect(missing(Object.keys(REMEDIES.en))).toEqual([]);
  });

  it('names every code of a readiness check', () => {
    const literal = sources.flatMap((file) => codesIn(sourceOf(file), /ok: false,? code: '([\w-]+)'/g));
    const repeated = sources.flatMap((file) => codesIn(sourceOf(file), /failureCode: '([\w-]+)'/g));
    const database = choicesOf('libs/platform/src/service/database-check.ts', /const code = /);
    const doubts = choicesOf('libs/messaging/src/epoch/epoch-check.ts', /readonly code: /);
    expect(database).toEqual(['database-unavailable', 'database-refused']);
    expect(doubts).toContain('other-cluster');
    expect(literal.length).toBeGreaterThanOrEqual(5);
    expect(repeated.length).toBeGreaterThanOrEqual(8);
    expect(missing([...literal, ...repeated, ...database, ...doubts, 'bus-unreachable'])).toEqual([]);
  });

  it('would notice a check whose code is found nowhere', () => {
    const unread = sources.filter((file) => /ok: false(?!,? code: ')/.test(sourceOf(file)));
    const read = [
      'host/delivery-host.ts',
      'health/health-registry.ts',
      'service/database-check.ts',
      'lifecycle/repeated-work.ts',
    ];
    expect(unread.filter((file) => !read.some((known) => file.endsWith(known)))).toEqual([]);
  });

  it('names every kind of incident that is put on record', () => {
    const kinds = sources
      .filter((file) => file.startsWith('libs/messaging/'))
      .flatMap((file) => codesIn(sourceOf(file), /(?:\(\{ kind: |incident\(tx, |(?:SELECT |VALUES \())'([\w-]+)', /g));
    expect([...new Set(kinds)].sort()).toEqual([
      'foreign-epoch',
      'foreign-key-list',
      'fork',
      'gap-dropped',
      'orphan',
      'replay-refused',
      'stopped',
      'unsent-dropped',
    ]);
    expect(missing(kinds)).toEqual([]);
  });

  it.each([
    ['delivery', 'libs/messaging/src/delivery-error.ts', /DeliveryErrorCode =/],
    ['parking by handlers', 'libs/messaging/src/reader/plan-effects.ts', /readonly reason:/],
    ['opening what is sealed', 'libs/messaging/src/sealing/opener.ts', /readonly reason: /],
    ['parking of messages', 'libs/messaging/src/reader/delivery.ts', /readonly code: /],
    ['contracts', 'libs/contracts/src/envelope/contract-error.ts', /ContractErrorCode =/],
  ] as const)('names every code of %s', (_what, file, before) => {
    const codes = choicesOf(file, before);
    expect(codes.length).toBeGreaterThan(1);
    expect(missing(codes)).toEqual([]);
  });

  it('has an entry for every code that an operator can meet, or names it as a fault of the program', () => {
    const codes = operatorCodes();
    // One of each kind: of every request, of delivery, of the tool, of an endpoint of operators, of an import.
    expect(codes).toEqual(
      expect.arrayContaining([
        'validation-failed',
        'parked-not-found',
        'region-not-chosen',
        'account-not-found',
        'roster-import-state',
        'roster-file-not-a-workbook',
        'rebuild-underway',
      ]),
    );
    const open = codes.filter((code) => !(code in NOT_FOR_OPERATORS));
    expect(missing(open).filter((code) => !text.includes(`\`topology.${code}\``))).toEqual([]);
    expect(Object.keys(NOT_FOR_OPERATORS).filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('names every code with which a process or a migration gives up', () => {
    const folders = /^libs\/platform\/src\/(config|database|lifecycle|migrations|provisioning)\//;
    const thrown = sources
      .filter((file) => folders.test(file))
      .flatMap((file) => codesIn(sourceOf(file), /(?:new AppError|super)\('([\w-]+)'/g));
    expect(thrown).toEqual(expect.arrayContaining(['config-invalid', 'migration-missing', 'start-failed']));
    // Faults of a program, seen by who writes it.
    const ofProgrammers = ['transaction-aborted', 'transaction-ended', 'one-statement-reads', 'session-refused'];
    expect(missing(thrown.filter((code) => !ofProgrammers.includes(code)))).toEqual([]);
  });
});
