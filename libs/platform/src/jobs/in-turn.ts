/** Asks one question after the other, whoever asks: the next begins when the one before is answered, or has failed. */
export function inTurn<A extends unknown[], R>(ask: (...question: A) => Promise<R>): (...question: A) => Promise<R> {
  let last: Promise<unknown> = Promise.resolve();
  return (...question) => {
    const answer = last.then(() => ask(...question));
    last = answer.catch(() => undefined);
    return answer;
  };
}
