import { describe, expect, it } from '@jest/globals';
import { DeliveryError } from '../delivery-error.js';
import { OVER_MS, ProblemLog, TOLD_AGAIN_MS } from './problem-log.js';

describe('the log of what is tried again', () => {
  const opened = () => {
    const lines: { text: string; fields: Record<string, unknown> }[] = [];
    let now = Date.parse('2026-11-23T08:00:00Z');
    const warn = (text: string, fields: Record<string, unknown> = {}) => void lines.push({ text, fields });
    const log = new ProblemLog({ warn }, () => now);
    return { log, lines, later: (milliseconds: number) => (now += milliseconds) };
  };
  const missing = () => new DeliveryError('stream-missing', 'no stream');
  const silent = () => new DeliveryError('bus-unreachable', 'no answer');

  it('tells a problem once, and then how often it came, every five minutes', () => {
    const { log, lines, later } = opened();
    for (let second = 0; second < 12 * 60; second += 1) {
      log.report('identity to local', missing());
      later(1_000);
    }
    expect(lines.map(({ text }) => text)).toEqual([
      'delivery will try again',
      'delivery still tries again',
      'delivery still tries again',
    ]);
    expect(lines[0]!.fields).toMatchObject({ part: 'identity to local', code: 'stream-missing', error: missing() });
    const counted = { part: 'identity to local', code: 'stream-missing', times: TOLD_AGAIN_MS / 1_000 };
    expect(lines.slice(1).map(({ fields }) => fields)).toEqual([
      { ...counted, since: '2026-11-23T08:00:00.000Z' },
      { ...counted, since: '2026-11-23T08:00:00.000Z' },
    ]);
  });

  it('tells at once what is another problem, or another part’s', () => {
    const { log, lines } = opened();
    log.report('link', missing());
    log.report('link', silent());
    log.report('identity to hub', missing());
    for (const part of ['link', 'identity to hub']) log.report(part, missing());
    expect(lines.map(({ fields }) => `${String(fields['part'])} ${String(fields['code'])}`)).toEqual([
      'link stream-missing',
      'link bus-unreachable',
      'identity to hub stream-missing',
    ]);
  });

  it('tells it anew, with its stack, when it was over in between', () => {
    const { log, lines, later } = opened();
    log.report('link', missing());
    later(OVER_MS);
    log.report('link', missing());
    later(OVER_MS + 1);
    log.report('link', missing());
    expect(lines.map(({ text, fields }) => [text, 'error' in fields])).toEqual([
      ['delivery will try again', true],
      ['delivery will try again', true],
    ]);
  });
});
