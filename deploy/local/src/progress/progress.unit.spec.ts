import { describe, expect, it } from '@jest/globals';
import { Progress } from './progress.js';

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, written, write: (text: string) => written.push(text) };
}

describe('Progress', () => {
  it('leaves a line with the last state and the time of each step', async () => {
    const file = screen(false);
    let now = 0;
    const progress = new Progress(file, () => now);
    const result = await progress.step('Kapuas: roster', async (tell) => {
      tell('2,000 / 2,000');
      now = 4_200;
      return 'done';
    });
    expect(result).toBe('done');
    expect(file.written).toEqual(['✓ Kapuas: roster: 2,000 / 2,000 (4.2 s)\n']);
  });

  it('marks a step that failed and passes its error on', async () => {
    const file = screen(false);
    const progress = new Progress(file, () => 0);
    await expect(progress.step('bus', () => Promise.reject(new Error('taken')))).rejects.toThrow('taken');
    expect(file.written).toEqual(['✗ bus (0.0 s)\n']);
  });

  it('shows the steps under way on one line of a terminal, never longer than it, and clears it for a line that stays', async () => {
    const terminal = screen(true);
    const progress = new Progress(terminal, () => 0);
    await progress.step('Kalimantan Tengah: Postgres', () =>
      progress.step('Kapuas: Postgres and another long title of a step', async () => undefined),
    );
    const moving = terminal.written.filter((text) => text.startsWith('\r\u001b[K…'));
    expect(moving.every((text) => text.length <= 4 + 60)).toBe(true);
    const clear = terminal.written.indexOf('\r\u001b[K');
    expect(terminal.written[clear + 1]).toBe('✓ Kapuas: Postgres and another long title of a step (0.0 s)\n');
  });
});
