import { describe, expect, it } from '@jest/globals';
import { CONTRACTS } from '../catalogue.js';
import type { EventContract } from '../definition/define-event.js';
import { fixturePath, fixtureProblems, readFixtures } from './fixtures.js';
import { latestVersion, liftToLatest } from './version-ladder.js';

const fixtures = readFixtures();
const without = (path: string) => new Map([...fixtures].filter(([known]) => known !== path));

describe('the fixtures of the published versions', () => {
  it('are complete, and each is accepted by its contract', () => {
    expect(fixtureProblems(CONTRACTS, fixtures)).toEqual([]);
    expect(fixtures.size).toBe(CONTRACTS.length);
  });

  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s: is made by the contract itself',
    (_, contract) => {
      const data = fixtures.get(fixturePath(contract)) as never;
      const shared = contract.definition.sharing?.audience;
      const to = shared === 'directed' || shared === 'each' ? ('to.r6203' as const) : undefined;
      expect(contract.create({ subject: 'x', data, ...(to && { to }) }).data).toBe(data);
    },
  );

  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s: reaches the latest version',
    (_, contract) => {
      const latest = latestVersion(contract);
      const lifted = liftToLatest(contract, fixtures.get(fixturePath(contract)));
      expect(lifted.contract).toBe(latest);
      expect(() => latest.check(lifted.data)).not.toThrow();
    },
  );

  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s: losing the fixture is noticed',
    (_, contract) => {
      const path = fixturePath(contract);
      expect(fixtureProblems(CONTRACTS, without(path))).toEqual([
        `${contract.type} has no fixture: add fixtures/${path}`,
      ]);
    },
  );

  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s: losing the contract is noticed',
    (_, contract) => {
      const rest: readonly EventContract[] = CONTRACTS.filter((other) => other !== contract);
      expect(fixtureProblems(rest, fixtures)).toEqual([
        `fixtures/${fixturePath(contract)} has no contract: a published version stays for ever`,
      ]);
    },
  );

  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s: every required field is missed',
    (_, contract) => {
      const path = fixturePath(contract);
      for (const field of contract.definition.data.required) {
        const { [field]: _gone, ...rest } = fixtures.get(path) as Record<string, unknown>;
        const problems = fixtureProblems(CONTRACTS, new Map([...fixtures, [path, rest]]));
        expect(problems).toEqual([expect.stringContaining(`fixtures/${path} is refused: ${contract.type}: /${field}`)]);
      }
    },
  );
});
