import { describe, expect, it } from '@jest/globals';

import { changesRows } from './transaction.js';

describe('a statement', () => {
  it.each([
    'INSERT INTO entry VALUES (1)',
    'update entry SET title = $1',
    'WITH gone AS (DELETE FROM entry RETURNING id) SELECT * FROM gone',
    'WITH x AS (SELECT 1)\nUPDATE entry SET n = 1',
    'MERGE INTO entry USING x ON true WHEN MATCHED THEN DO NOTHING',
    'INSERT INTO entry VALUES (1) ON CONFLICT (id) DO UPDATE SET n = 2',
  ])('that changes rows is told from one that reads: %s', (text) => {
    expect(changesRows(text)).toBe(true);
  });

  it.each([
    'SELECT 1',
    'SELECT id, updated_at, deleted_on FROM entry',
    'SELECT 1 FROM entry WHERE id = $1 FOR UPDATE OF entry',
    'SELECT 1 FROM entry FOR NO KEY UPDATE SKIP LOCKED',
    "SELECT pg_advisory_xact_lock(hashtextextended('rules', 0))",
    'WITH RECURSIVE below AS (SELECT 1) SELECT * FROM below FOR KEY SHARE',
  ])('that reads or locks changes none: %s', (text) => {
    expect(changesRows(text)).toBe(false);
  });
});
