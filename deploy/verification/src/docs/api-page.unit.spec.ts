import { AppError, findMessage, problemOf } from '@betang/platform';
import { describe, expect, it } from '@jest/globals';
import { readDocument } from './testing/documents.js';

const { text } = readDocument('docs/calling-the-api.md');

describe('the page for who calls the API', () => {
  it('shows an error as it is answered', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
    const error = new AppError('validation-failed', { status: 400, errors: [{ field: 'title', code: 'invalid' }] });
    expect(JSON.parse(example)).toEqual(problemOf(error, 'en', '0195c0de-0000-7000-8000-000000000001'));
  });

  it('names codes that there are', () => {
    const codes = [...text.matchAll(/^\| 4\d\d (`[^|]+`) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([\w-]+)`/g)].map(([, code = '']) => code),
    );
    expect(codes).toHaveLength(5);
    expect(codes.filter((code) => findMessage('id', code) === undefined)).toEqual([]);
  });
});
