import { afterEach, expect, it, jest } from '@jest/globals';
import type { UnitOfWork } from '@betang/platform';
import { VersionedBook } from './rules-version.js';

afterEach(() => void jest.restoreAllMocks());

it('asks for another version after a second, also where the clock was put back meanwhile', async () => {
  let version = 1;
  const tx = { query: () => Promise.resolve([{ version }]) };
  const unitOfWork = { run: (work: (given: typeof tx) => unknown) => work(tx) } as unknown as UnitOfWork;
  const book = new VersionedBook(unitOfWork, () => Promise.resolve(version));
  const steady = jest.spyOn(performance, 'now').mockReturnValue(1_000);
  expect(await book.current()).toBe(1);
  version = 2;
  expect(await book.current()).toBe(1);
  jest.spyOn(Date, 'now').mockReturnValue(0);
  steady.mockReturnValue(2_001);
  expect(await book.current()).toBe(2);
  version = 3;
  book.forget();
  expect(await book.current()).toBe(3);
});
