import { AppError } from '@betang/platform';
import { damaged } from './sealed-stream.js';

/** A table as it was copied. */
export interface TableRecord {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** A migration that had been applied to a schema. */
export interface MigrationRecord {
  readonly schema: string;
  readonly set: string;
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/** A part of a partitioned table that existed: it must be there before its rows are. */
export interface PartitionRecord {
  readonly schema: string;
  readonly table: string;
  readonly parent: string;
  readonly bound: string;
}

/** First member of the archive: what follows, and what it takes to bring it back. */
export interface Manifest {
  readonly version: 1;
  readonly region: string;
  readonly createdAt: string;
  readonly epoch: string;
  readonly services: readonly string[];
  readonly migrations: readonly MigrationRecord[];
  readonly partitions: readonly PartitionRecord[];
  /** `database/<index>/<part>` are the rows of each. */
  readonly tables: readonly TableRecord[];
  /** `region/<index>/<part>` is the content of each, relative to the region's folder. */
  readonly files: readonly string[];
}

/** Last member: what was written, read after everything else. */
export interface Closing {
  readonly entries: number;
  /** SHA-256 of each member before this one, by name. */
  readonly checksums: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, number>>;
  readonly sequences: readonly {
    readonly schema: string;
    readonly sequence: string;
    readonly value: string;
    readonly isCalled: boolean;
  }[];
}

const JOBS = /_jobs$/;

/** The schema whose migrator owns this one: a service's job queues lie beside it. */
export function ownerOf(schema: string): string {
  return schema.replace(JOBS, '');
}

export const MANIFEST = 'manifest.json';
export const CLOSING = 'closing.json';

/** @throws AppError `backup-damaged`, `backup-version-unknown` */
export function parseManifest(body: Buffer): Manifest {
  const value = parse<Manifest>(body);
  if (value.version !== 1) throw new AppError('backup-version-unknown');
  return value;
}

export function parseClosing(body: Buffer): Closing {
  return parse<Closing>(body);
}

export function partName(kind: 'database' | 'region', index: number, part: number): string {
  return `${kind}/${String(index).padStart(5, '0')}/${String(part).padStart(6, '0')}`;
}

/** @throws AppError `backup-damaged` for a member that is not one of ours */
export function parsePartName(name: string): {
  readonly kind: 'database' | 'region';
  readonly index: number;
  readonly part: number;
} {
  const match = /^(database|region)\/(\d{5})\/(\d{6})$/.exec(name);
  if (!match) throw damaged('unknown member');
  return { kind: match[1] as 'database' | 'region', index: Number(match[2]), part: Number(match[3]) };
}

function parse<T>(body: Buffer): T {
  try {
    return JSON.parse(body.toString('utf8')) as T;
  } catch {
    throw damaged('manifest');
  }
}
