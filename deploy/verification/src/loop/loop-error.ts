/** A step of the loop that was refused. */
export class LoopError extends Error {
  constructor(
    readonly code: 'request-refused' | 'sign-in-refused',
    message: string,
  ) {
    super(message);
    this.name = 'LoopError';
  }
}
