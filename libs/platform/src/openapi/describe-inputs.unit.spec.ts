import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Headers, Param, ParseUUIDPipe, Post, Body, Module, Query } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiBody, ApiProperty } from './declarations.js';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

import { PageQuery } from '../http/page.js';
import { NumberPipe } from '../parameters/number.pipe.js';
import { openApiOf } from './serve-openapi.js';

class SessionInput {
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  day: string;
}

class ProgrammeInput {
  @IsString()
  @MaxLength(200)
  title: string;

  @IsInt()
  @Min(1)
  @Max(99)
  hours: number;

  @IsOptional()
  @IsIn(['classical', 'non-classical'])
  form?: string;

  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SessionInput)
  sessions: SessionInput[];

  @ApiProperty({ type: 'string', description: 'as declared' })
  @IsString()
  note: string;
}

class ProgrammeQuery extends PageQuery {
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  search?: string;

  @IsOptional()
  @IsIn(['title'])
  declare sort?: string;
}

@Controller('api/training-catalog/v1/programmes')
class ProgrammesController {
  @Post()
  create(@Body() _input: ProgrammeInput) {
    return {};
  }

  @Get()
  list(@Query() _page: PageQuery) {
    return {};
  }

  @Get(':programmeId/versions/:number/:code')
  show(
    @Param('programmeId', ParseUUIDPipe) _programmeId: string,
    @Param('number', NumberPipe) _number: number,
    @Param('code') _code: string,
  ) {
    return {};
  }

  @Get('found')
  find(@Query() _query: ProgrammeQuery, @Headers('accept-language') _accepted?: string) {
    return {};
  }
}

@Module({ imports: [DiscoveryModule], controllers: [ProgrammesController] })
class CatalogModule {}

/** A class of the same name as the other service's. */
const namesake = (() => {
  class ProgrammeInput {
    @IsString()
    area!: string;
  }
  return ProgrammeInput;
})();

@Controller('api/contingency/v1/plans')
class PlansController {
  @Post()
  @ApiBody({ type: namesake })
  create() {
    return {};
  }
}

@Module({ controllers: [PlansController] })
class ContingencyModule {}

@Module({ imports: [ContingencyModule, CatalogModule, DiscoveryModule] })
class BothModule {}

describe('openApiOf', () => {
  it('describes inputs by their validation rules', async () => {
    const app = await NestFactory.create<NestFastifyApplication>(CatalogModule, new FastifyAdapter(), {
      logger: false,
    });
    await app.init();
    const document = await openApiOf(app, 'training-catalog');
    await app.close();
    expect(document.components?.schemas?.['ProgrammeInput']).toEqual({
      type: 'object',
      required: ['note', 'title', 'hours', 'sessions'],
      properties: {
        title: { type: 'string', maxLength: 200 },
        hours: { type: 'integer', minimum: 1, maximum: 99 },
        form: { type: 'string', enum: ['classical', 'non-classical'] },
        sessions: { type: 'array', maxItems: 20, items: { $ref: '#/components/schemas/SessionInput' } },
        note: { type: 'string', description: 'as declared' },
      },
    });
    expect(document.components?.schemas?.['SessionInput']).toMatchObject({ properties: { day: { type: 'string' } } });
    const list = document.paths['/api/training-catalog/v1/programmes']?.get;
    expect(list?.parameters).toContainEqual(
      expect.objectContaining({
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 200 },
      }),
    );
    const shown = document.paths['/api/training-catalog/v1/programmes/{programmeId}/versions/{number}/{code}']?.get;
    expect(shown?.parameters).toEqual([
      { name: 'programmeId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      { name: 'number', in: 'path', required: true, schema: { type: 'integer', minimum: 1, maximum: 2_147_483_647 } },
      { name: 'code', in: 'path', required: true, schema: { type: 'string' } },
    ]);
    expect(list?.responses['default']).toMatchObject({
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    });
  });

  it('describes what an input inherits beside what it declares itself', async () => {
    const app = await NestFactory.create<NestFastifyApplication>(CatalogModule, new FastifyAdapter(), {
      logger: false,
    });
    await app.init();
    const { paths } = await openApiOf(app, 'training-catalog');
    const { parameters } = paths['/api/training-catalog/v1/programmes/found']!.get!;
    await app.close();
    const schemas = Object.fromEntries(
      (parameters as { name: string; schema: object }[]).map(({ name, schema }) => [name, schema]),
    );
    expect(schemas).toEqual({
      search: { type: 'string' },
      cursor: { type: 'string', maxLength: 1_000 },
      limit: { type: 'integer', minimum: 1, maximum: 200 },
      sort: expect.objectContaining({ type: 'string', enum: ['title'] }),
      'accept-language': { type: 'string' },
    });
    expect(parameters).toContainEqual(expect.objectContaining({ name: 'accept-language', required: false }));
  });

  it('keeps the classes of one name of two services in a process apart', async () => {
    const app = await NestFactory.create<NestFastifyApplication>(BothModule, new FastifyAdapter(), { logger: false });
    await app.init();
    const fieldsOf = async (service: 'training-catalog' | 'contingency') => {
      const schema = (await openApiOf(app, service)).components?.schemas?.['ProgrammeInput'];
      return Object.keys((schema as { properties?: object }).properties ?? {});
    };
    expect(await fieldsOf('training-catalog')).toContain('title');
    expect(await fieldsOf('contingency')).not.toContain('title');
    await app.close();
  });
});
