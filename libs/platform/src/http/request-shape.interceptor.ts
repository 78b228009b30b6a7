import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';

import { assertShallow } from '../errors/sound-input.js';
import { requestShapeOf } from '../openapi/request-shape.js';
import type { RequestShape } from '../openapi/request-shape.js';
import { assertShape } from './assert-shape.js';

/** Refuses bodies of another kind and ids that are none, with the name of what is wrong; after the guard, before everything else. */
@Injectable()
export class RequestShapeInterceptor implements NestInterceptor {
  private readonly known = new WeakMap<object, Map<object, RequestShape>>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    assertShape(this.shapeOf(context), {
      contentType: request.headers['content-type'],
      params: (request.params ?? {}) as Readonly<Record<string, unknown>>,
    });
    assertShallow(request.body);
    return next.handle();
  }

  /** Read once a method: controllers of one class may serve several services, each as a class of its own. */
  private shapeOf(context: ExecutionContext): RequestShape {
    const [controller, handler] = [context.getClass(), context.getHandler()];
    const shapes = this.known.get(controller) ?? new Map<object, RequestShape>();
    this.known.set(controller, shapes);
    const shape = shapes.get(handler) ?? requestShapeOf(controller, handler.name, handler);
    shapes.set(handler, shape);
    return shape;
  }
}
