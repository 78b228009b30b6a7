import { v7 } from 'uuid';

/** A new id (UUIDv7): sorts by the time it was made, so that an index on it stays compact. */
export function newId(): string {
  return v7();
}
