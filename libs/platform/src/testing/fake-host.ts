import { EventEmitter } from 'node:events';

/** The operating system's process of a test: takes signals as events, and tells with which code it was to end instead of ending. */
export class FakeHost extends EventEmitter {
  exit: (code: number) => void = () => undefined;
  readonly exited = new Promise<number>((resolve) => (this.exit = resolve));
}
