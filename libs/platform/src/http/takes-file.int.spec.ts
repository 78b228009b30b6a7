import 'reflect-metadata';
import { request as httpRequest } from 'node:http';
import { Body, Controller, Module, Post, UploadedFile } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { waitUntil } from '@betang/testing';
import { ProblemFilter } from '../errors/problem.filter.js';
import { TakesFile } from './takes-file.decorator.js';

class Form {}

@Controller('imports')
class ImportsController {
  @Post()
  @TakesFile(Form)
  upload(@UploadedFile() file: UploadedMultipartFile, @Body() _form: Form): object {
    return { bytes: file.buffer?.length };
  }
}

@Module({ controllers: [ImportsController] })
class ImportsModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  const adapter = new FastifyAdapter({ multipart: { limits: { files: 10 } } });
  app = await NestFactory.create<NestFastifyApplication>(ImportsModule, adapter, { logger: false });
  app.useGlobalFilters(new ProblemFilter({ methodsOf: () => [], onServerError: () => undefined }));
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

async function sent(...parts: readonly string[]) {
  const body = new FormData();
  for (const part of parts) body.append(part, new Blob(['NIP;Nama']), 'daftar.csv');
  const answer = await fetch(`${await app.getUrl()}/imports`, { method: 'POST', body });
  return { status: answer.status, body: (await answer.json()) as object };
}

describe('a form with a file', () => {
  it('is taken with its file in the part named file', async () => {
    expect(await sent('file')).toEqual({ status: 201, body: { bytes: 8 } });
  });

  it('is not begun while eight of the largest are on their way', async () => {
    const { port } = new URL(await app.getUrl());
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 64 * 1024 * 1024 };
    const open = Array.from({ length: 8 }, () => {
      const request = httpRequest({ host: '127.0.0.1', port, path: '/imports', method: 'POST', headers });
      request.on('error', () => undefined);
      request.flushHeaders();
      return request;
    });
    await waitUntil('all room is taken', async () => (await sent('file')).status === 503);
    expect(await sent('file')).toMatchObject({ status: 503, body: { code: 'uploads-busy' } });
    for (const request of open) request.destroy();
    await waitUntil('the room is given back', async () => (await sent('file')).status === 201);
  });

  it.each([[['berkas']], [['file', 'file']], [['file', 'lampiran']]])(
    'is refused with files in the parts %j, and told which part is taken',
    async (parts) => {
      expect(await sent(...parts)).toMatchObject({ status: 400, body: { code: 'form-refused', field: 'file' } });
    },
  );
});
