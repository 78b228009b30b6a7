import 'reflect-metadata';
import { BadRequestException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

import { AppError } from './app-error.js';
import { AskedBySearch } from './asked-by-search.js';
import { InputValidationPipe } from './input-validation.pipe.js';
import { findMessage, preferredLanguage, registerMessages } from './message-catalogue.js';
import { registerExamples } from './pattern-examples.js';
import { problemOf } from './problem.js';
import { toAppError } from './to-app-error.js';

class SessionInput {
  @IsInt()
  @Min(1)
  @Max(12)
  month: number;
}

class ProgrammeInput {
  @IsNotEmpty()
  @IsString()
  @MaxLength(5, { context: { code: 'title-too-long' } })
  title: string;

  @IsOptional()
  @IsIn(['ONLINE', 'CLASSICAL'])
  delivery?: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SessionInput)
  sessions: SessionInput[];
}

class CodedInput {
  @Matches(/^\d{2}(\.\d{2})?$/)
  region: string;

  @Matches(/^q\d{4}$/)
  sign: string;
}

const SIXTY = Array.from({ length: 60 }, (_, index) => `s${index}`);

class ScopesInput {
  @IsArray()
  @IsIn(SIXTY, { each: true })
  scopes: string[];
}

@AskedBySearch('/api/x/v1/people/search', { q: 'name' })
class PeopleQuery {
  @IsOptional()
  @IsInt()
  year?: number;
}

async function refuse(body: unknown): Promise<AppError> {
  const pipe = new InputValidationPipe();
  const error: unknown = await pipe
    .transform(body, { type: 'body', metatype: ProgrammeInput })
    .catch((e: unknown) => e);
  if (!(error instanceof AppError)) throw new Error('the input was accepted');
  return error;
}

describe('InputValidationPipe', () => {
  it('accepts what keeps all rules and makes an instance of it', async () => {
    const body = { title: 'Diklat', sessions: [] };
    await expect(
      new InputValidationPipe().transform({ ...body, title: 'Dasar' }, { type: 'body', metatype: ProgrammeInput }),
    ).resolves.toBeInstanceOf(ProgrammeInput);
  });

  it('lists every problem with its path, code and limit', async () => {
    const error = await refuse({ title: 'Kepemimpinan', sessions: [{ month: 3 }, { month: 13 }], nip: 'x' });
    expect(error.code).toBe('validation-failed');
    expect([...error.errors].sort((a, b) => a.field.localeCompare(b.field))).toEqual([
      { field: 'nip', code: 'unknown' },
      { field: 'sessions[1].month', code: 'max', params: { 1: 12 } },
      { field: 'title', code: 'title-too-long', params: { 1: 5 } },
    ]);
  });

  it('says once that a missing field is required', async () => {
    const error = await refuse({ sessions: [] });
    expect(error.errors).toEqual([{ field: 'title', code: 'required' }]);
  });

  it('tells of one wrong value once: of its kind, before its limits', async () => {
    const error = await refuse({ title: 7, sessions: [{ month: 'Maret' }, 'x'], delivery: 3 });
    expect([...error.errors].sort((a, b) => a.field.localeCompare(b.field))).toEqual([
      { field: 'delivery', code: 'is-in', params: { choices: ': ONLINE, CLASSICAL' } },
      { field: 'sessions[0].month', code: 'is-int' },
      { field: 'sessions[1]', code: 'is-object' },
      { field: 'title', code: 'is-string' },
    ]);
    expect(problemOf(error, 'en').errors).toContainEqual({
      field: 'delivery',
      code: 'is-in',
      message: 'Not one of the choices: ONLINE, CLASSICAL.',
    });
  });

  it('shows what right input of a pattern looks like, and the pattern where nobody has an example', async () => {
    const error: unknown = await new InputValidationPipe()
      .transform({ region: 'Kapuas', sign: 'x' }, { type: 'body', metatype: CodedInput })
      .catch((e: unknown) => e);
    expect(problemOf(error as AppError, 'en').errors).toEqual([
      { field: 'region', code: 'matches', message: 'Not in the right form. A right one is, for example: 62.03' },
      { field: 'sign', code: 'matches', message: 'Not in the right form. A right one is, for example: ^q\\d{4}$' },
    ]);
    expect(() => registerExamples([[/^q\d{4}$/, 'q12']])).toThrow('q12 is no example');
  });

  it('names the choices of a list of choices too, be they many', async () => {
    const error: unknown = await new InputValidationPipe()
      .transform({ scopes: ['s1', 'x'] }, { type: 'body', metatype: ScopesInput })
      .catch((e: unknown) => e);
    expect(problemOf(error as AppError, 'en').errors).toEqual([
      { field: 'scopes', code: 'is-in', message: `Not one of the choices: ${SIXTY.join(', ')}.` },
    ]);
  });

  it('tells of the search that takes a field which has no place in an address', async () => {
    const error: unknown = await new InputValidationPipe()
      .transform({ q: 'Siti', rank: 'x' }, { type: 'query', metatype: PeopleQuery })
      .catch((e: unknown) => e);
    expect(problemOf(error as AppError, 'en').errors).toEqual([
      {
        field: 'q',
        code: 'asked-by-search',
        message:
          'Names, logins and numbers of people have no place in an address. Send it as name in the body of POST /api/x/v1/people/search.',
      },
      { field: 'rank', code: 'unknown', message: 'No such field.' },
    ]);
  });

  it.each([[[]], ['text'], [5]])('asks for an object where %j is sent', async (body) => {
    expect((await refuse(body)).errors[0]).toMatchObject({ field: expect.any(String), code: expect.any(String) });
  });

  it('repeats no input: neither values nor unknown names that are no names', async () => {
    const nip = '198503152010011007';
    const error = await refuse({ title: nip, sessions: [{ month: nip }], [nip]: 1, 'Siti Rahmah, S.Sos.': 1 });
    expect(JSON.stringify(problemOf(error, 'en'))).not.toMatch(/1985|Siti/);
  });
});

describe('problemOf', () => {
  it('speaks the language asked for and keeps the code', () => {
    const error = new AppError('validation-failed', {
      status: 400,
      errors: [{ field: 'month', code: 'max', params: { 1: 12 } }],
    });
    expect(problemOf(error, 'id', 'r-1')).toEqual({
      type: 'urn:betang:problem:validation-failed',
      title: 'Ada isian yang belum benar.',
      status: 400,
      code: 'validation-failed',
      errors: [{ field: 'month', code: 'max', message: 'Paling besar 12.' }],
      requestId: 'r-1',
    });
    expect(problemOf(error, 'en').errors?.[0]?.message).toBe('At most 12.');
  });

  it('falls back to a general text for a code that has none', () => {
    expect(problemOf(new AppError('quota-used-up', { status: 409 }), 'en').title).toContain('conflicts');
  });
});

describe('toAppError', () => {
  it.each([
    [new NotFoundException('Cannot GET /pegawai/198503152010011007'), 'not-found', 404],
    [new BadRequestException('x', { cause: new SyntaxError('Unexpected token') }), 'body-unreadable', 400],
    [Object.assign(new Error('x'), { statusCode: 413, code: 'FST_ERR_CTP_BODY_TOO_LARGE' }), 'payload-too-large', 413],
    [Object.assign(new Error('x'), { statusCode: 415 }), 'unsupported-media-type', 415],
    [
      Object.assign(new Error('x'), { statusCode: 406, code: 'FST_INVALID_MULTIPART_CONTENT_TYPE' }),
      'unsupported-media-type',
      415,
    ],
    [Object.assign(new Error('x'), { statusCode: 400, code: 'FST_ERR_CTP_EMPTY_JSON_BODY' }), 'body-empty', 400],
    [Object.assign(new Error('x'), { code: '57P01' }), 'database-unavailable', 503],
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'database-unavailable', 503],
    [Object.assign(new Error('x'), { code: '53100' }), 'database-unavailable', 503],
    [Object.assign(new Error('x'), { code: 'ENOSPC', syscall: 'write' }), 'service-unavailable', 503],
    [Object.assign(new Error('x'), { code: 'EROFS', syscall: 'open' }), 'service-unavailable', 503],
    [Object.assign(new Error('x'), { code: '23505' }), 'internal-error', 500],
    ['thrown text', 'internal-error', 500],
  ])('maps %p', (error, code, status) => {
    expect(toAppError(error)).toMatchObject({ code, status });
  });
});

describe('messages', () => {
  it.each([
    [undefined, 'id'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,id;q=0.8', 'en'],
    ['en;q=0.4, id-ID;q=0.9', 'id'],
    ['fr, in;q=0.2', 'id'],
    ['id,en', 'id'],
    ['*', 'id'],
  ])('Accept-Language %p gets %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });

  it('takes both languages or nothing, and no code twice', () => {
    registerMessages({ id: { 'test-full': 'Penuh: {n}' }, en: { 'test-full': 'Full: {n}' } });
    expect(findMessage('id', 'test-full', { n: 3 })).toBe('Penuh: 3');
    expect(() => registerMessages({ id: { 'test-half': 'x' }, en: {} })).toThrow('test-half');
    expect(() => registerMessages({ id: { 'test-full': 'Lain' }, en: { 'test-full': 'Other' } })).toThrow('twice');
  });
});
