import { Files, Sweeps } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from './retention.js';

/** Each night, what is kept no longer goes, and the bytes of files that nothing refers to. */
@Injectable()
export class RetentionSweep implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly retention: Retention,
    private readonly files: Files,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('retention', { dailyAt: '02:40' }, async () => {
      await this.retention.sweep();
      await this.files.sweep();
    });
  }
}
