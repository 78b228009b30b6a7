import { RequestMethod } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';

import { undeclaredDuty } from '../audit/command-declarations.js';
import { CommandTrail } from './command-trail.js';

const ENDPOINT = 'POST /api/learning-hours/v1/claims';
const trailOf = (duties: { audited?: boolean; keyed?: boolean } = {}) =>
  new CommandTrail({ endpoint: ENDPOINT, audited: true, keyed: false, ...duties });
const unaudited = expect.objectContaining({
  code: 'change-unaudited',
  status: 500,
  params: { endpoint: ENDPOINT },
}) as object;
const codeOf = (work: () => void): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a command', () => {
  it('commits nothing without an entry, names itself, and completes nothing either', () => {
    const trail = trailOf();
    expect(() => trail.assertMayCommit({})).toThrow(unaudited);
    expect(() => trail.assertComplete()).toThrow(unaudited);
  });

  it('commits with an entry in the same transaction, and what comes after it', () => {
    const [trail, first, second] = [trailOf(), {}, {}];
    trail.noteEntry(first);
    expect(codeOf(() => trail.assertMayCommit(second))).toBe('change-unaudited');
    expect(codeOf(() => trail.assertMayCommit(first))).toBeUndefined();
    trail.noteCommit(first);
    expect(codeOf(() => trail.assertMayCommit(second))).toBeUndefined();
    expect(codeOf(() => trail.assertComplete())).toBeUndefined();
  });

  it('is not excused by an entry that was rolled back', () => {
    const [trail, first] = [trailOf(), {}];
    trail.noteEntry(first);
    trail.forget(first);
    expect(codeOf(() => trail.assertMayCommit({}))).toBe('change-unaudited');
    expect(codeOf(() => trail.assertComplete())).toBe('change-unaudited');
  });

  it('is complete with what is written in a statement that commits by itself', () => {
    const [trail, statement] = [trailOf({ keyed: true }), {}];
    trail.noteEntry(statement);
    trail.noteAnswer(statement);
    expect(codeOf(() => trail.assertComplete())).toBeUndefined();
  });

  it('may say that there was nothing to change, which excuses no other transaction', () => {
    const [trail, first] = [trailOf(), {}];
    trail.noteNothingChanged(first);
    expect(codeOf(() => trail.assertMayCommit(first))).toBeUndefined();
    expect(codeOf(() => trail.assertMayCommit({}))).toBe('change-unaudited');
    expect(codeOf(() => trail.assertComplete())).toBeUndefined();
  });

  it('that takes a key keeps its answer in the transaction of its effect', () => {
    const [trail, effect, answer] = [trailOf({ keyed: true }), {}, {}];
    trail.noteEntry(effect);
    trail.noteAnswer(answer);
    expect(codeOf(() => trail.assertMayCommit(effect))).toBe('answer-not-kept');
    trail.noteAnswer(effect);
    expect(codeOf(() => trail.assertMayCommit(effect))).toBeUndefined();
    trail.noteCommit(effect);
    expect(codeOf(() => trail.assertMayCommit({}))).toBeUndefined();
    expect(codeOf(() => trail.assertComplete())).toBeUndefined();
  });

  it('keeps no answer by a transaction that was rolled back, and owes none that it gave before', () => {
    const [trail, first] = [trailOf({ audited: false, keyed: true }), {}];
    trail.noteAnswer(first);
    trail.forget(first);
    expect(codeOf(() => trail.assertComplete())).toBe('answer-not-kept');
    trail.noteReplay();
    expect(codeOf(() => trail.assertComplete())).toBeUndefined();
  });

  it('asks nothing of work that goes on after its answer', () => {
    const trail = trailOf();
    trail.close();
    expect(codeOf(() => trail.assertMayCommit({}))).toBeUndefined();
  });
});

describe('what an endpoint declares', () => {
  const bare = { keyed: false, versioned: false };

  it.each([
    [RequestMethod.POST, bare, 'takes no Idempotency-Key'],
    [RequestMethod.POST, { ...bare, versioned: true }, 'takes no Idempotency-Key'],
    [RequestMethod.POST, { ...bare, unkeyed: ' ' }, 'gives no reason'],
    [RequestMethod.PATCH, bare, 'takes no If-Match'],
    [RequestMethod.DELETE, { ...bare, unaudited: '' }, 'gives no reason'],
    [RequestMethod.POST, { ...bare, keyed: true }, undefined],
    [RequestMethod.POST, { ...bare, unkeyed: 'changes nothing' }, undefined],
    [RequestMethod.PATCH, { ...bare, versioned: true }, undefined],
    [RequestMethod.PUT, bare, undefined],
    [RequestMethod.DELETE, bare, undefined],
  ])('%p with %p: %p', (method, command, problem) => {
    expect(undeclaredDuty(RequestMethod[method], command)).toBe(problem);
  });
});
