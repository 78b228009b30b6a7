import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** For requests that are just coming in when the server is ended. */
const COMING_MS = 500;
const LOOK_MS = 50;

/** The requests that have come in whole and are not answered yet. */
export class RequestsInHand {
  private count = 0;

  constructor(private readonly app: NestFastifyApplication) {
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('preValidation', async (_request, reply) => {
        this.count += 1;
        reply.raw.once('close', () => (this.count -= 1));
      });
  }

  /**
   * Ends the server. What is in hand is answered, for `patienceMs` at most; then whoever is still connected is cut off: one that was opened ahead,
   * or sends its request by halves, would hold up the whole stop.
   */
  async endServer(patienceMs: number): Promise<void> {
    const server = this.app.getHttpServer() as Server;
    const closing = this.app.close();
    await Promise.race([closing, this.answered(patienceMs)]);
    server.closeAllConnections();
    await closing;
  }

  private async answered(patienceMs: number): Promise<void> {
    const until = performance.now() + patienceMs;
    await pause(COMING_MS, undefined, { ref: false });
    while (this.count > 0 && performance.now() < until) await pause(LOOK_MS, undefined, { ref: false });
  }
}
