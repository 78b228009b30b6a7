import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { errorTable } from '../invocation/help.js';
import { failureOf, failureText } from '../invocation/failure.js';
import { REMEDIES, findMeaning, remedyOf } from './remedies.js';
import { AppError } from '@betang/platform';
import { TopologyError } from '@betang/messaging';

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.includes('.spec.'))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('every failure says what to do', () => {
  it('for each code that the tool throws', async () => {
    const codes = new Set<string>();
    for (const file of await sourceFiles(join(import.meta.dirname, '..')))
      for (const [, code] of (await readFile(file, 'utf8')).matchAll(/new AppError\(\s*'([^']+)'/g)) codes.add(code!);
    expect(codes.size).toBeGreaterThan(20);
    const missing = [...codes].filter((code) => REMEDIES.id[code] === undefined);
    expect(missing).toEqual([]);
  });

  it('in both languages, with the same placeholders', () => {
    const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const [code, { what, remedy }] of Object.entries(REMEDIES.id)) {
      const english = REMEDIES.en[code]!;
      expect([code, placeholders(what)]).toEqual([code, placeholders(english.what)]);
      expect([code, placeholders(remedy)]).toEqual([code, placeholders(english.remedy)]);
      expect(remedy).not.toBe('');
    }
  });

  it('with the parameters filled in', () => {
    const failure = failureOf(new AppError('region-not-chosen', { params: { regions: '62, 62.03' } }), 'en');
    expect(failure).toEqual({
      code: 'region-not-chosen',
      message: 'There are several regions here: 62, 62.03.',
      remedy: 'Choose one with --region CODE.',
      exitCode: 2,
    });
    expect(failureText(failure, 'en')).toContain('What to do: Choose one');
  });

  it('as a table for the handbook', () => {
    const lines = errorTable('id').split('\n');
    expect(lines).toHaveLength(Object.keys(REMEDIES.id).length + 2);
    expect(lines.every((line) => line.split('|').length === 5)).toBe(true);
  });
});

describe('a failure', () => {
  it.each([
    [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5'), { code: 'ECONNREFUSED' }), 'database-unreachable', 4],
    [
      Object.assign(new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]), {}),
      'database-unreachable',
      4,
    ],
    [
      Object.assign(new Error('password authentication failed'), { code: '28P01', severity: 'FATAL' }),
      'database-refused',
      3,
    ],
    [Object.assign(new Error('refused'), { name: 'ConnectionError' }), 'bus-unreachable', 4],
    [new TopologyError('topology-invalid', 'regions names a region twice'), 'topology.topology-invalid', 3],
    [new AppError('issuer-unreachable', { params: { issuer: 'https://a.example' } }), 'issuer-unreachable', 4],
    [new AppError('request-refused', { params: { code: 'forbidden', status: 403 } }), 'forbidden', 3],
    [new AppError('request-refused', { params: { code: 'roster-file-missing', status: 400 } }), 'request-refused', 3],
    [Object.assign(new Error('This operation was aborted'), { name: 'AbortError' }), 'aborted', 3],
    [Object.assign(new Error('x'), { code: 'EACCES', syscall: 'open', path: '/srv/x' }), 'file-failed', 3],
    [Object.assign(new Error('x'), { code: 'ENOSPC', syscall: 'write' }), 'file-failed', 3],
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' }), 'database-unreachable', 4],
    [new Error('row (Siti, 1990)'), 'unknown', 3],
  ])('%s is told as %s', (error, code, exitCode) => {
    expect(failureOf(error, 'id')).toMatchObject({ code, exitCode });
  });

  it('never shows the text of an error that is not ours', () => {
    expect(JSON.stringify(failureOf(new Error('row (Siti, 1990)'), 'id'))).not.toContain('Siti');
  });

  it('names the file that the system refused, and the command as it was called', () => {
    const refused = { code: 'EISDIR', syscall: 'rename', path: '/backup/a.new', dest: '/backup/a' };
    expect(failureOf(Object.assign(new Error('x'), refused), 'en').message).toBe(
      'The file /backup/a cannot be read or written (EISDIR).',
    );
    const usage = new AppError('usage', { params: { command: 'region init', problem: '--http-port' } });
    expect(failureOf(usage, 'en', 'restore').remedy).toBe('See betang help restore.');
  });

  it('takes the texts of the libraries for their codes', () => {
    expect(remedyOf('topology.remedy.apply', 'id')).toBe('Jalankan `betang topology apply`.');
    expect(findMeaning('topology.topology-busy', 'en')).toMatch(/Another command/);
  });
});
