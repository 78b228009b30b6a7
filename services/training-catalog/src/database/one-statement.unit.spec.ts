import { describe, expect, it } from '@jest/globals';
import { AppError } from '@betang/platform';
import type pg from 'pg';
import { OneStatement } from './one-statement.js';

interface Sent {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

function statementOf(name: string): { statement: OneStatement; sent: Sent[] } {
  const sent: Sent[] = [];
  const pool = { query: async (config: Sent) => void sent.push(config) } as unknown as Pick<pg.Pool, 'query'>;
  return { statement: new OneStatement(name, pool), sent };
}

describe('a transaction of one statement', () => {
  it('sends its parts as one, each with parameters of its own, and tells who waits for the commit', async () => {
    const { statement, sent } = statementOf('two-parts');
    const told: string[] = [];
    statement.afterCommit(() => told.push('committed'));
    await statement.execute('INSERT INTO a VALUES ($1, $2)', ['one', 2]);
    await statement.prepared('any', 'INSERT INTO b VALUES ($1)', ['three']);
    expect([sent, told]).toEqual([[], []]);
    await statement.commit();
    const text = 'WITH part_0 AS (INSERT INTO a VALUES ($1, $2)), part_1 AS (INSERT INTO b VALUES ($3)) SELECT';
    expect(sent).toEqual([{ name: 'two-parts', text, values: ['one', 2, 'three'] }]);
    expect(told).toEqual(['committed']);
  });

  it.each([
    ['another part', ['INSERT INTO b VALUES ($1)']],
    ['one part more', ['INSERT INTO a VALUES ($1)', 'INSERT INTO a VALUES ($1)']],
  ])('refuses %s under a name that is prepared already', async (what, texts) => {
    const name = `prepared: ${what}`;
    const first = statementOf(name).statement;
    await first.execute('INSERT INTO a VALUES ($1)', [1]);
    await first.commit();
    const { statement, sent } = statementOf(name);
    for (const text of texts) await statement.execute(text, [1]);
    await expect(statement.commit()).rejects.toMatchObject({ code: 'one-statement-differs' });
    expect(sent).toEqual([]);
  });

  it('reads nothing', () => {
    const { statement } = statementOf('reads');
    expect(() => statement.manager).toThrow(AppError);
  });
});
