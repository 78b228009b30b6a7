import { Sweeps } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SittingsElsewhere } from './sittings-elsewhere.js';

const EVERY_MINUTES = 15;

/** What comes round by the clock for work across regions. */
@Injectable()
export class WorkSweeps implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly sittings: SittingsElsewhere,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('sittings-elsewhere', { everyMinutes: EVERY_MINUTES }, () => this.sittings.endOverdue());
  }
}
