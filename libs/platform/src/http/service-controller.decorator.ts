import { Controller, applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '../openapi/declarations.js';

import { apiPrefixOf } from '../service-name.js';
import type { ServiceName } from '../service-name.js';

/** A controller under its service's prefix: `@ServiceController('learning-hours', 'entries')` serves `/api/learning-hours/v1/entries`. */
export function ServiceController(service: ServiceName, path = ''): ClassDecorator {
  const tag = path.split('/')[0];
  return applyDecorators(
    Controller(path === '' ? apiPrefixOf(service) : `${apiPrefixOf(service)}/${path}`),
    ApiTags(tag === undefined || tag === '' ? service : tag),
    ApiBearerAuth(),
  );
}
