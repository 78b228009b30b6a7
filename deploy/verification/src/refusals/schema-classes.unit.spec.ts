import 'reflect-metadata';
import { ApiOkResponse, ApiProperty, openApiOf } from '@betang/platform';
import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { describe, expect, it } from '@jest/globals';
import { namesakesOf } from './schema-classes.js';

class TextView {
  @ApiProperty() readonly text: string;
}

/** Another class of the same name, in a list within what is answered. */
const namesake = (() => {
  class TextView {
    @ApiProperty() readonly other: string;
  }
  return TextView;
})();

class PageView {
  @ApiProperty({ type: [namesake] }) readonly items: readonly object[];
}

@Controller('api/identity/v1/texts')
class TextsController {
  @Get()
  @ApiOkResponse({ type: TextView })
  get() {
    return {};
  }
}

@Controller('api/identity/v1/pages')
class PagesController {
  @Get()
  @ApiOkResponse({ type: PageView })
  list() {
    return {};
  }
}

@Controller('api/contingency/v1/pages')
class OtherPagesController extends PagesController {}

@Module({ imports: [DiscoveryModule], controllers: [TextsController, PagesController] })
class BothModule {}

@Module({ imports: [DiscoveryModule], controllers: [TextsController, OtherPagesController] })
class ApartModule {}

describe('two classes of one name', () => {
  it.each([
    ['are found in one document, however deep they lie', BothModule, ['TextView']],
    ['may be in the documents of two services', ApartModule, []],
  ])('%s', async (_, module, namesakes) => {
    const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
    await app.init();
    await openApiOf(app, 'identity');
    expect(namesakesOf(app, 'identity').namesakes).toEqual(namesakes);
    await app.close();
  });
});
