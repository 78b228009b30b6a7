import 'reflect-metadata';
import { Body, Get, Param, ParseUUIDPipe, Post, UploadedFile } from '@nestjs/common';
import { ApiConsumes } from '../openapi/declarations.js';
import { describe, expect, it } from '@jest/globals';

import { AppError } from '../errors/app-error.js';
import { requestShapeOf } from '../openapi/request-shape.js';
import type { RequestShape } from '../openapi/request-shape.js';
import { assertShape } from './assert-shape.js';
import type { ShapedRequest } from './assert-shape.js';
import { NumberPipe, YearPipe } from '../parameters/number.pipe.js';

class People {
  @Get(':id/:year/:version')
  show(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('year', YearPipe) year: number,
    @Param('version', new NumberPipe()) version: number,
    @Param('code') code: string,
  ): unknown[] {
    return [id, year, version, code];
  }

  @Post()
  record(@Body() body: object): object {
    return body;
  }

  @Post('file')
  upload(@UploadedFile() file: unknown, @Body() body: object): unknown[] {
    return [file, body];
  }

  @Post('either')
  @ApiConsumes('multipart/form-data', 'application/json')
  either(@Body() body: object): object {
    return body;
  }
}
class Inherited extends People {}

const shapeOf = (method: keyof People, controller: typeof People = People) =>
  requestShapeOf(controller, method, People.prototype[method]);
const ID = '0195c0de-0000-7000-8000-000000000001';

function refusal(shape: RequestShape, request: Partial<ShapedRequest>): AppError | undefined {
  try {
    assertShape(shape, { contentType: undefined, params: {}, ...request });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

describe('the shape of a request', () => {
  it('is what the method declares, in a class that inherits it too', () => {
    for (const controller of [People, Inherited])
      expect(shapeOf('show', controller)).toEqual({
        accepts: undefined,
        headers: [],
        parameters: expect.arrayContaining([
          { name: 'id', form: 'is-uuid' },
          { name: 'year', form: expect.objectContaining({ least: 1950, most: 2200 }) },
          { name: 'version', form: expect.objectContaining({ least: 1, most: 2_147_483_647 }) },
        ]),
      });
    expect(shapeOf('show').parameters).toHaveLength(3);
    expect(shapeOf('record').accepts).toEqual(['application/json']);
    expect(shapeOf('upload').accepts).toEqual(['multipart/form-data']);
    expect(shapeOf('either').accepts).toEqual(['multipart/form-data', 'application/json']);
  });

  it('names every parameter that is none of its kind', () => {
    const shape = shapeOf('show');
    expect(refusal(shape, { params: { id: ID, year: '2026', version: '1', code: 'x' } })).toBeUndefined();
    expect(refusal(shape, { params: { id: '198503152010011007', year: '20x6', version: '1' } })).toMatchObject({
      code: 'validation-failed',
      status: 400,
      errors: expect.arrayContaining([
        { field: 'id', code: 'is-uuid' },
        { field: 'year', code: 'is-int' },
      ]) as unknown,
    });
    const wrong = { id: ID.replace('7000', 'f000'), year: '1'.repeat(30), version: '1' };
    expect(refusal(shape, { params: wrong })?.errors).toHaveLength(2);
  });

  it.each([
    ['1950', '2147483647', []],
    [
      '99999',
      '2147483648',
      [
        { field: 'year', code: 'max', params: { 1: 2200 } },
        { field: 'version', code: 'max', params: { 1: 2_147_483_647 } },
      ],
    ],
    [
      '1949',
      '0',
      [
        { field: 'year', code: 'min', params: { 1: 1950 } },
        { field: 'version', code: 'min', params: { 1: 1 } },
      ],
    ],
    [
      '2026.5',
      '-',
      [
        { field: 'year', code: 'is-int' },
        { field: 'version', code: 'is-int' },
      ],
    ],
  ])('takes the year %s and the version %s, or says what is taken', (year, version, errors) => {
    const found = refusal(shapeOf('show'), { params: { id: ID, year, version } })?.errors ?? [];
    expect([...found].sort((a, b) => (a.field > b.field ? -1 : 1))).toEqual(errors);
  });

  it.each([
    ['JSON where a file is expected', 'upload', 'application/json', 'multipart/form-data'],
    ['nothing where a file is expected', 'upload', undefined, 'multipart/form-data'],
    ['a form where JSON is expected', 'record', 'multipart/form-data; boundary=x', 'application/json'],
    ['a page’s form', 'record', 'application/x-www-form-urlencoded', 'application/json'],
    ['text where either is taken', 'either', 'text/plain', 'multipart/form-data, application/json'],
  ] as const)('refuses %s and names what is taken', (_what, method, contentType, types) => {
    expect(refusal(shapeOf(method), { contentType })).toMatchObject({
      code: 'unsupported-media-type',
      status: 415,
      field: 'Content-Type',
      params: { types },
    });
  });

  it.each([
    ['record', 'application/json; charset=utf-8'],
    ['record', undefined],
    ['upload', 'multipart/form-data; boundary=x'],
    ['either', 'application/json'],
    ['show', 'text/plain'],
  ] as const)('takes %s with %s', (method, contentType) => {
    expect(refusal(shapeOf(method), { contentType, params: { id: ID, year: '2026', version: '1' } })).toBeUndefined();
  });
});
