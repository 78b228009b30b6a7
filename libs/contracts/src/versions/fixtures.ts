import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EventContract } from '../definition/define-event.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** `learning-hours/hours-recorded.v1.json`, below `fixtures/`. */
export function fixturePath(contract: EventContract): string {
  const { service, name, version } = contract.definition;
  return `${service}/${name}.v${version}.json`;
}

/** Every fixture by its path below `fixtures/`: one example of the data of each published version, kept for ever. */
export function readFixtures(): ReadonlyMap<string, unknown> {
  return new Map(
    readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .sort()
      .map((path): [string, unknown] => [
        path.split(/[\\/]/).slice(-2).join('/'),
        JSON.parse(readFileSync(path, 'utf8')),
      ]),
  );
}

/** What stands between fixtures and contracts, one line each; none when every contract has a fixture that it accepts, and no other is there. */
export function fixtureProblems(
  contracts: readonly EventContract[],
  fixtures: ReadonlyMap<string, unknown>,
): readonly string[] {
  const expected = new Set(contracts.map(fixturePath));
  const orphans = [...fixtures.keys()].filter((path) => !expected.has(path));
  return [
    ...orphans.map((path) => `fixtures/${path} has no contract: a published version stays for ever`),
    ...contracts.flatMap((contract) => contractProblems(contract, fixtures)),
  ];
}

function contractProblems(contract: EventContract, fixtures: ReadonlyMap<string, unknown>): readonly string[] {
  const path = fixturePath(contract);
  if (!fixtures.has(path)) return [`${contract.type} has no fixture: add fixtures/${path}`];
  try {
    contract.check(fixtures.get(path));
    return [];
  } catch (error) {
    return [`fixtures/${path} is refused: ${(error as Error).message}`];
  }
}
