import 'reflect-metadata';
import { Body, UploadedFile } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';

import { requestShapeOf } from '../openapi/request-shape.js';
import { TakesFile } from './takes-file.decorator.js';

class Form {}

class Imports {
  @TakesFile(Form)
  upload(@UploadedFile() file: unknown, @Body() form: Form): unknown[] {
    return [file, form];
  }

  @TakesFile(Form, { orJson: true })
  handIn(@UploadedFile() file: unknown, @Body() form: Form): unknown[] {
    return [file, form];
  }
}

const accepted = (method: keyof Imports) => requestShapeOf(Imports, method, Imports.prototype[method]).accepts;

describe('an endpoint that takes a file', () => {
  it('takes a form, and JSON only where it may come without a file', () => {
    expect(accepted('upload')).toEqual(['multipart/form-data']);
    expect(accepted('handIn')).toEqual(['multipart/form-data', 'application/json']);
  });
});
