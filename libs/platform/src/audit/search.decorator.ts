import { HttpCode, Post, applyDecorators } from '@nestjs/common';

import { Unaudited, Unkeyed } from './command-declarations.js';

const OK = 200;

/** An endpoint that looks for persons: a POST, because names, logins and numbers have no place in addresses. It changes nothing. */
export const Search = (path: string): MethodDecorator =>
  applyDecorators(
    Post(path),
    HttpCode(OK),
    Unaudited('changes nothing; whose data was read is on record'),
    Unkeyed('changes nothing'),
  );
