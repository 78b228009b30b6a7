import { describe, expect, it } from '@jest/globals';
import { EmployeeChanged, TransferRequested, UnitRecorded, type EventContract } from '@betang/contracts';
import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { eventPatternOf } from '../handling/event-pattern.js';
import { HandlerRegistry } from '../handling/handler-registry.js';
import { DeliveryStrategy } from './delivery-strategy.js';

const inLearningHours = eventPatternOf('learning-hours');
const inReporting = eventPatternOf('reporting');

@Controller()
class People {
  @inLearningHours(EmployeeChanged, 'projection')
  async changed(): Promise<void> {}
}

@Controller()
class Units {
  @inLearningHours(UnitRecorded, 'projection')
  async changed(): Promise<void> {}
}

@Controller()
class PeopleAgain {
  @inLearningHours(EmployeeChanged, 'projection')
  async changed(): Promise<void> {}
}

@Controller()
class Foreign {
  @inReporting(EmployeeChanged, 'projection')
  async changed(): Promise<void> {}
}

@Controller()
class OfNobody {
  @inLearningHours({ type: 'betang.identity.employee-sang.v1' } as unknown as EventContract, 'projection')
  async sang(): Promise<void> {}
}

@Controller()
class Sealed {
  @inLearningHours(TransferRequested, 'projection')
  async moved(): Promise<void> {}
}

@Controller()
class UnmarkedEvent {
  @EventPattern('betang.identity.employee-changed.v1')
  async changed(_event: unknown): Promise<void> {}
}

@Controller()
class Question {
  @MessagePattern('how-many')
  async ask(_question: unknown): Promise<number> {
    return 0;
  }
}

/** Boots a process of learning-hours with these controllers, as Nest does it. */
async function boot(...controllers: Type[]): Promise<string[]> {
  @Module({ controllers })
  class Process {}
  const strategy = new DeliveryStrategy();
  const app = await NestFactory.createMicroservice(Process, { strategy, logger: false, abortOnError: false });
  const registry = new HandlerRegistry('learning-hours');
  try {
    await app.listen();
    strategy.fill([registry]);
  } finally {
    await app.close();
  }
  return registry.types();
}

describe('the handlers of a process', () => {
  it('are found by what their service says of them', async () => {
    expect((await boot(People, Units)).sort()).toEqual(['identity.employee-changed', 'identity.unit-recorded']);
  });

  it.each([
    ['a second handler of one event', 'handler-duplicate', [People, PeopleAgain]],
    ['an event that no contract knows', 'handler-unknown-contract', [OfNobody]],
    ['a projection of what comes sealed', 'handler-sealed-projection', [Sealed]],
    ['a handler of a service that does not run here', 'handler-unknown-service', [People, Foreign]],
    ['an event handler without its service', 'handler-unmarked', [UnmarkedEvent]],
    ['a request, which has no way here', 'handler-unmarked', [Question]],
  ])('end the start: %s', async (_what, code, controllers) => {
    await expect(boot(...(controllers as Type[]))).rejects.toMatchObject({ code });
  });
});
