import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { AppError } from '../errors/app-error.js';

/** A folder of `NNNN-name.sql`. Its set is the name of the package it lies in, unless given. */
export type MigrationDirectory = string | { readonly set: string; readonly path: string };

export interface MigrationFile {
  readonly set: string;
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text with line ends as LF, so that a checkout on Windows is the same migration. */
  readonly checksum: string;
}

/**
 * The migrations of a folder in order of their numbers.
 * Throws `migration-name-invalid`, `migration-number-duplicate` or `migration-set-unknown`.
 */
export async function readMigrations(directory: MigrationDirectory): Promise<MigrationFile[]> {
  const { set, path } = typeof directory === 'string' ? { set: setOf(directory), path: directory } : directory;
  const files = (await readdir(path)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(files.map((file) => readMigration(set, path, file)));
  migrations.forEach((migration, index) => {
    if (migration.number === migrations[index - 1]?.number)
      throw new AppError('migration-number-duplicate', { params: { set, number: migration.number } });
  });
  return migrations;
}

async function readMigration(set: string, path: string, file: string): Promise<MigrationFile> {
  const match = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new AppError('migration-name-invalid', { params: { set, file } });
  const sql = (await readFile(join(path, file), 'utf8')).replace(/\r\n/g, '\n');
  return {
    set,
    number: Number(match[1]),
    name: match[2],
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
  };
}

function setOf(path: string): string {
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
    if (name !== undefined) return name.replace(/^@[^/]+\//, '');
  }
  throw new AppError('migration-set-unknown', { params: { path } });
}
