import { describe, expect, it } from '@jest/globals';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import { FIRST_RULES } from '../rules/first-rules.js';
import { ruleProblems } from '../rules/check-rule.decision.js';
import type { ProfileRule } from '../rules/dated-rule.js';
import type { PeerLevels } from './peer-request.js';
import {
  answerProblems,
  assertAnswerable,
  combine,
  leastAnswersOf,
  peerProblems,
  questionProblems,
} from './peer-request.decision.js';

const profile = FIRST_RULES.find(({ kind }) => kind === 'PROFILE')!.content as ProfileRule;
const competencies = new Map(
  ['MAN-02', 'MAN-03'].map((code) => [code, { code, maxLevel: 4 } as unknown as DictionaryCompetency]),
);
const request = { competencyCodes: ['MAN-02', 'MAN-03'], leastAnswers: 3 };

describe('whom one may ask', () => {
  const circle = {
    ...{ employeeId: 'asih', supervisorId: 'atasan', askerId: 'perencana' },
    ...{ reachable: new Set(['asih', 'atasan', 'perencana', 'rekan']), asked: new Set(['lama']) },
  };

  it('is nobody about herself, not the supervisor, not who asks, nobody unknown and nobody twice', () => {
    const peers = ['asih', 'atasan', 'perencana', 'asing', 'lama', 'rekan', 'rekan'];
    expect(peerProblems(peers, circle)).toEqual([
      { field: 'peerIds[0]', code: 'peer.oneself' },
      { field: 'peerIds[1]', code: 'peer.supervisor' },
      { field: 'peerIds[2]', code: 'peer.asker' },
      { field: 'peerIds[3]', code: 'peer.unknown' },
      { field: 'peerIds[4]', code: 'peer.twice' },
      { field: 'peerIds[6]', code: 'peer.twice' },
    ]);
  });

  it('is at least as many as have to answer, by a day that is to come and near', () => {
    const question = { peerIds: ['a', 'b', 'c'], competencyCodes: ['MAN-02'], dueOn: '2026-11-22' };
    const problems = (more: object) => questionProblems({ ...question, ...more }, competencies, 3, '2026-11-22');
    expect(problems({})).toEqual([]);
    expect(problems({ dueOn: '2027-02-20' })).toEqual([]);
    expect(problems({ dueOn: '2027-02-21' })).toEqual([{ field: 'dueOn', code: 'peer.day-far' }]);
    expect(problems({ dueOn: '2026-11-21' })).toEqual([{ field: 'dueOn', code: 'peer.day-past' }]);
    expect(problems({ peerIds: ['a', 'b', 'b'] })).toEqual([{ field: 'peerIds', code: 'peer.too-few' }]);
    expect(problems({ competencyCodes: ['MAN-02', 'MAN-02', 'TEK-1'] })).toEqual([
      { field: 'competencyCodes[1]', code: 'evidence.twice' },
      { field: 'competencyCodes[2]', code: 'evidence.competency-unknown' },
    ]);
  });
});

describe('the least number of answers', () => {
  it('is three, and more by a rule of the region, never fewer', () => {
    const { leastPeerAnswers: _seeded, ...silent } = profile;
    expect(leastAnswersOf(silent)).toBe(3);
    expect(leastAnswersOf({ ...profile, leastPeerAnswers: 5 })).toBe(5);
    expect(leastAnswersOf({ ...profile, leastPeerAnswers: 1 })).toBe(3);
    const problems = (leastPeerAnswers: unknown) => ruleProblems('PROFILE', { ...profile, leastPeerAnswers });
    expect(problems(5)).toEqual([]);
    for (const wrong of [2, 21, null, '3'])
      expect(problems(wrong)).toEqual([{ field: 'content.leastPeerAnswers', code: 'rule.not-a-number' }]);
  });
});

describe('an answer', () => {
  it('says of what was asked alone how far it was seen, once each', () => {
    const results = [
      { code: 'MAN-02', level: 5 },
      { code: 'MAN-03', level: 0 },
      { code: 'MAN-03', level: 1 },
      { code: 'MAN-04', level: 1 },
    ];
    expect(answerProblems(results, request, competencies)).toEqual([
      { field: 'results[0].level', code: 'evidence.level-outside' },
      { field: 'results[2].code', code: 'evidence.twice' },
      { field: 'results[3].code', code: 'peer.not-asked-of' },
    ]);
  });

  it('is taken on the last day, and neither after it nor after the end', () => {
    const open = { state: 'OPEN', dueOn: '2026-11-22' } as const;
    expect(() => assertAnswerable(open, '2026-11-22')).not.toThrow();
    const ended = expect.objectContaining({ code: 'peer-request-ended' });
    expect(() => assertAnswerable(open, '2026-11-23')).toThrow(ended);
    expect(() => assertAnswerable({ ...open, state: 'CLOSED' }, '2026-11-22')).toThrow(ended);
  });
});

describe('what colleagues showed together', () => {
  it('is the mean rounded down, of those competencies of which enough said something', () => {
    const answers: readonly PeerLevels[] = [
      { 'MAN-02': 2, 'MAN-03': 4 },
      { 'MAN-02': 3, 'MAN-03': 4 },
      { 'MAN-02': 3 },
    ];
    expect(combine(answers, request)).toEqual([{ code: 'MAN-02', level: 2, answers: 3 }]);
    expect(combine([...answers, { 'MAN-03': 0 }], request)).toEqual([
      { code: 'MAN-02', level: 2, answers: 3 },
      { code: 'MAN-03', level: 2, answers: 3 },
    ]);
    expect(combine(answers.slice(1), request)).toEqual([]);
  });
});
