import { describe, expect, it } from '@jest/globals';

import { withRequest } from '../request/request-context.js';
import { createLogger } from './logger.js';
import { mask, maskText } from './mask.js';
import { NestLogger } from './nest-logger.js';

function record() {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, logger: createLogger({ level: 'debug', fields: { region: '62.03' }, destination }) };
}

describe('mask', () => {
  it.each([
    ['NIP 198503152010011007 tidak ada', 'NIP [nip] tidak ada'],
    ['19850315 201001 1 007', '[nip]'],
    ['NIK 6203011503850001', 'NIK [nik]'],
    ['surel siti.rahmah@contoh.go.id', 'surel [e-mail]'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [token]'],
    ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '[token]'],
    ['postgres://app:s3cret@db:5432/betang', 'postgres://app:[masked]@db:5432/betang'],
    ['2026-11-21T10:00:00 position 12345', '2026-11-21T10:00:00 position 12345'],
    ['0192f1c4-7d3a-7e51-b8c2-5d1f0a9b6c3e', '0192f1c4-7d3a-7e51-b8c2-5d1f0a9b6c3e'],
  ])('%p becomes %p', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it('masks by key at any depth, and numbers that were a NIP', () => {
    expect(mask({ a: [{ newPassword: 'x', nip: '1', n: 198503152010011000, rows: 3 }] })).toEqual({
      a: [{ newPassword: '[masked]', nip: '[masked]', n: '[masked]', rows: 3 }],
    });
  });

  it('keeps of a database error what names the rule, and drops what quotes the row', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      constraint: 'employee_nip_key',
      detail: 'Key (nip)=(198503152010011007) already exists.',
      parameters: ['Siti Rahmah'],
    });
    const masked = mask({ error: new Error('failed', { cause: error }) });
    expect(masked).toMatchObject({ error: { cause: { code: '23505', constraint: 'employee_nip_key' } } });
    expect(JSON.stringify(masked)).not.toMatch(/1985|Siti/);
  });

  it('ends on a circle', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(JSON.stringify(mask(circle))).toContain('[deep]');
  });
});

describe('Logger', () => {
  it('writes one JSON line with its fields, the request and the trace', () => {
    const { lines, logger } = record();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    withRequest({ requestId: 'r-1', traceparent }, () =>
      logger.child({ service: 'identity' }).info('roster imported', { rows: 12, email: 'a@b.id' }),
    );
    expect(lines[0]).toMatchObject({
      level: 'info',
      region: '62.03',
      service: 'identity',
      requestId: 'r-1',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      msg: 'roster imported',
      rows: 12,
      email: '[masked]',
    });
  });

  it('masks messages too, and carries the messages of Nest', () => {
    const { lines, logger } = record();
    logger.error('gagal untuk 198503152010011007', { error: new Error('x') });
    new NestLogger(logger).warn('slow', 'Router');
    expect(lines[0]).toMatchObject({ msg: 'gagal untuk [nip]', error: { type: 'Error' } });
    expect(lines[1]).toMatchObject({ level: 'warn', msg: 'slow', context: 'Router' });
  });
});
