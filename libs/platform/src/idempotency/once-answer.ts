/** The answer to a command that takes effect once, and whether it had been given before. */
export class OnceAnswer<T> {
  constructor(
    readonly status: number,
    readonly body: T,
    readonly replayed: boolean,
  ) {}
}
