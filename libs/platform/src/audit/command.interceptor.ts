import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, map } from 'rxjs';
import type { Observable } from 'rxjs';

import { currentRequest } from '../request/request-context.js';
import { findCommand } from './command-declarations.js';
import type { CommandDeclaration } from './command-declarations.js';
import { CommandTrail } from '../request/command-trail.js';

/** Watches over what a changing request leaves behind: an entry in the audit trail, and its answer under its key. */
@Injectable()
export class CommandInterceptor implements NestInterceptor {
  private readonly known = new WeakMap<object, CommandDeclaration | null>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const command = this.commandOf(context.getHandler());
    const scope = currentRequest();
    if (command === null || scope === undefined) return next.handle();
    const { method, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    const endpoint = `${method} ${routeOptions.url ?? ''}`;
    const trail = new CommandTrail({ endpoint, audited: command.unaudited === undefined, keyed: command.keyed });
    scope.command = trail;
    return next.handle().pipe(
      map((answer: unknown) => {
        trail.assertComplete();
        return answer;
      }),
      finalize(() => trail.close()),
    );
  }

  private commandOf(handler: object): CommandDeclaration | null {
    let command = this.known.get(handler);
    if (command === undefined) this.known.set(handler, (command = findCommand(handler) ?? null));
    return command;
  }
}
