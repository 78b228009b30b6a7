import { describe, expect, it } from '@jest/globals';
import { findRegionCode, regionToken } from './region-token.js';
import {
  inboundStreamName,
  localSubject,
  parkingRecordSubject,
  parseSubject,
  shareSubject,
  streamName,
} from './subjects.js';
import type { SharedAudience } from './subjects.js';

describe('names', () => {
  it('makes the tokens of provinces and regencies and reads them back', () => {
    expect(regionToken('62')).toBe('r62');
    expect(regionToken('62.03')).toBe('r6203');
    expect(findRegionCode('r6203')).toBe('62.03');
    expect(findRegionCode('r62')).toBe('62');
    expect(streamName('62.03')).toBe('EVENTS_r6203');
    expect(inboundStreamName('62')).toBe('INBOUND_r62');
  });

  it.each(['', '6', '623', '62.3', '62.03.01', 'r6203', '6203', '62.*', '>', '62.03 '])(
    'refuses the region code %j',
    (code) => {
      expect(() => regionToken(code)).toThrow(expect.objectContaining({ code: 'region-code-invalid' }));
    },
  );

  it.each(['r', 'r6', 'r620', 'r62031', '6203', 'R6203', '*', '>', ''])('knows no region by the token %j', (token) => {
    expect(findRegionCode(token)).toBeUndefined();
  });
});

describe('subjects', () => {
  it('round-trips a local subject', () => {
    const subject = localSubject('62.03', 'learning-hours', 'hours-recorded', 2);
    expect(subject).toBe('local.r6203.learning-hours.hours-recorded.v2');
    expect(parseSubject(subject)).toEqual({
      kind: 'local',
      region: '62.03',
      audience: 'local',
      service: 'learning-hours',
      event: 'hours-recorded',
      version: 2,
    });
  });

  it.each<SharedAudience>(['province', 'federation'])('round-trips a subject shared with %s', (audience) => {
    const subject = shareSubject('62.03', audience, 'identity', 'heads-published', 1);
    expect(subject).toBe(`share.r6203.${audience}.identity.heads-published.v1`);
    expect(parseSubject(subject)).toEqual({
      kind: 'share',
      region: '62.03',
      audience,
      service: 'identity',
      event: 'heads-published',
      version: 1,
    });
  });

  it('names neither event nor version on a directed subject', () => {
    const subject = shareSubject('62.03', 'to.r62', 'learning-hours', 'replay-requested', 7);
    expect(subject).toBe('share.r6203.to.r62.learning-hours.directed.v1');
    expect(parseSubject(subject)).toEqual({
      kind: 'share',
      region: '62.03',
      audience: 'to.r62',
      service: 'learning-hours',
      event: 'directed',
      version: 1,
    });
  });

  it.each([
    'share.*.province.identity.heads-published.v1',
    'share.r6203.*.identity.heads-published.v1',
    'share.r6203.province.*.heads-published.v1',
    'share.r6203.province.identity.*.v1',
    'share.r6203.province.identity.>',
    'share.r6203.>',
    'share.>',
    'local.r6203.identity.>',
    'local.r6203.*.unit-opened.v1',
    'local.*.identity.unit-opened.v1',
    'share.r6203.to.*.identity.directed.v1',
    'share.r6203.to.>',
    '>',
  ])('does not parse the wildcard subject %s', (subject) => {
    expect(parseSubject(subject)).toBeUndefined();
  });

  it.each([
    '',
    'local.r6203.identity.unit-opened',
    'local.r6203.identity.unit-opened.v0',
    'local.r6203.identity.unit-opened.v01',
    'local.r6203.identity.unit-opened.v1.more',
    'local.r6203..unit-opened.v1',
    'share.r6203.local.identity.unit-opened.v1',
    'share.r6203.to.identity.directed.v1',
    'share.r6203.to.r62.identity.replay-requested.v1',
    'share.r6203.to.r62.identity.directed.v2',
    'share.r6203.to.6203.identity.directed.v1',
    'other.r6203.province.identity.unit-opened.v1',
    parkingRecordSubject('62.03'),
  ])('does not parse %j, which is none of ours', (subject) => {
    expect(parseSubject(subject)).toBeUndefined();
  });

  it.each(['*', '>', 'a.b', 'A', '', 'a b', '-a', 'a-'])('refuses %j as the name of a service or an event', (name) => {
    const refused = expect.objectContaining({ code: 'subject-invalid' });
    expect(() => localSubject('62.03', name, 'unit-opened', 1)).toThrow(refused);
    expect(() => localSubject('62.03', 'identity', name, 1)).toThrow(refused);
    expect(() => shareSubject('62.03', 'province', 'identity', name, 1)).toThrow(refused);
  });

  it.each(['to.*', 'to.>', 'to.', 'to.r62.x', 'local', '*'])('refuses the audience %j', (audience) => {
    expect(() => shareSubject('62.03', audience as SharedAudience, 'identity', 'unit-opened', 1)).toThrow(
      expect.objectContaining({ code: 'subject-invalid' }),
    );
  });

  it.each([0, -1, 1.5, 10_000, Number.NaN])('refuses version %s', (version) => {
    expect(() => localSubject('62.03', 'identity', 'unit-opened', version)).toThrow(
      expect.objectContaining({ code: 'subject-invalid' }),
    );
  });
});
