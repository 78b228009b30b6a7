import { describe, expect, it } from '@jest/globals';

import { createLogger } from '../logging/logger.js';
import { FakeHost } from '../testing/fake-host.js';
import { AfterStart } from './after-start.js';
import { Lifecycle } from './lifecycle.js';
import { runProcess } from './run-process.js';

function quiet() {
  const lines: string[] = [];
  return { lines, logger: createLogger({ destination: { write: (line: string) => lines.push(line) } }) };
}

describe('Lifecycle', () => {
  it('stops in phases, each through all parts in reverse order', async () => {
    const { logger } = quiet();
    const life = new Lifecycle(logger, 1000);
    const done: string[] = [];
    for (const name of ['database', 'reader'])
      life.onStop(name, {
        stopPulling: () => void done.push(`${life.state} ${name}`),
        drain: async () => void done.push(`${life.state} ${name}`),
        close: () => void done.push(`${life.state} ${name}`),
      });
    life.running();
    await Promise.all([life.stop(), life.stop()]);
    expect(done).toEqual([
      'stopPulling reader',
      'stopPulling database',
      'draining reader',
      'draining database',
      'closing reader',
      'closing database',
    ]);
    expect(life.state).toBe('stopped');
  });

  it('names the part that outlives the deadline', async () => {
    const life = new Lifecycle(quiet().logger, 1);
    life.onStop('reader', { drain: () => new Promise(() => undefined) });
    await expect(life.stop()).rejects.toMatchObject({
      code: 'stop-deadline-passed',
      params: { part: 'reader', phase: 'drain' },
    });
  });

  it('lets a part that fails not keep the others open', async () => {
    const life = new Lifecycle(quiet().logger, 1000);
    let closed = false;
    life.onStop('database', { close: () => void (closed = true) });
    life.onStop('relay', { close: () => Promise.reject(new Error('broken')) });
    await expect(life.stop()).rejects.toMatchObject({ code: 'stop-failed', params: { parts: 'relay (close)' } });
    expect(closed).toBe(true);
  });

  it('does what nobody waits for once it runs, one after the other, and begins nothing more when it stops', async () => {
    const life = new Lifecycle(quiet().logger, 1000);
    const done: string[] = [];
    let finish: () => void = () => undefined;
    const under = new Promise<void>((resolve) => (finish = resolve));
    life.onceRunning('calendar', () => Promise.resolve(done.push('calendar')));
    life.onceRunning('slow', async () => {
      done.push('slow');
      await under;
    });
    life.onceRunning('never', () => Promise.resolve(done.push('never')));
    expect(done).toEqual([]);
    life.running();
    await new Promise(setImmediate);
    expect(done).toEqual(['calendar', 'slow']);
    const stopped = life.stop();
    await new Promise(setImmediate);
    expect(life.state).toBe('stopPulling');
    finish();
    await stopped;
    expect(done).toEqual(['calendar', 'slow']);
  });

  it('tries what failed after the start again', async () => {
    const { lines, logger } = quiet();
    const later = new AfterStart(logger, 1);
    let tries = 0;
    const succeeded = new Promise<void>((resolve) => {
      later.add('calendar', async () => {
        tries += 1;
        if (tries < 3) throw new Error('away');
        resolve();
      });
    });
    later.begin();
    await succeeded;
    await later.stop();
    expect(tries).toBe(3);
    expect(lines.filter((line) => line.includes('tried again'))).toHaveLength(2);
  });

  it('names the step of a failed start', async () => {
    const life = new Lifecycle(quiet().logger, 1000);
    await expect(life.step('connect', () => Promise.reject(new Error('refused')))).rejects.toMatchObject({
      code: 'start-failed',
      params: { step: 'connect' },
    });
  });
});

describe('runProcess', () => {
  it('runs until a signal, stops once and exits 0', async () => {
    const host = new FakeHost();
    let closed = 0;
    const start = async (life: Lifecycle) => life.onStop('http', { close: () => void (closed += 1) });
    const life = await runProcess({ logger: quiet().logger, stopSeconds: 1, host, start });
    expect(life.state).toBe('running');
    host.emit('SIGTERM');
    expect(await host.exited).toBe(0);
    expect(closed).toBe(1);
  });

  it('stops what had started when a later step fails, and exits 1', async () => {
    const host = new FakeHost();
    const { lines, logger } = quiet();
    let closed = false;
    const life = await runProcess({
      logger,
      stopSeconds: 1,
      host,
      start: async (lifecycle) => {
        lifecycle.onStop('database', { close: () => void (closed = true) });
        await lifecycle.step('bus', () => Promise.reject(new Error('away')));
      },
    });
    expect(await host.exited).toBe(1);
    expect([closed, life.state]).toEqual([true, 'stopped']);
    expect(lines.some((line) => line.includes('start-failed') && line.includes('bus'))).toBe(true);
  });

  it('ends at once on a second signal', async () => {
    const host = new FakeHost();
    let finish: () => void = () => undefined;
    const drain = () => new Promise<void>((resolve) => (finish = resolve));
    const start = async (life: Lifecycle) => life.onStop('reader', { drain });
    const life = await runProcess({ logger: quiet().logger, stopSeconds: 600, host, start });
    host.emit('SIGINT');
    host.emit('SIGINT');
    expect(await host.exited).toBe(1);
    expect(life.state).not.toBe('stopped');
    finish();
  });

  it('treats an unhandled rejection as the end of the process', async () => {
    const host = new FakeHost();
    await runProcess({ logger: quiet().logger, stopSeconds: 1, host, start: async () => undefined });
    host.emit('unhandledRejection', new Error('forgotten'));
    expect(await host.exited).toBe(1);
  });
});
