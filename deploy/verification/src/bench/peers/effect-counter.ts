const PATIENCE_MS = 300_000;

/** Counts effects as their commits are acknowledged, so that waiting for them costs the database nothing. */
export class EffectCounter {
  private committed = 0;
  private wanted = Infinity;
  private reached: () => void = () => undefined;

  readonly add = (effects: number): void => {
    this.committed += effects;
    if (this.committed >= this.wanted) this.reached();
  };

  /** Resolves when so many have been committed since the last call. @throws Error when that takes longer than five minutes */
  async next(effects: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const late = () => reject(new Error(`${this.committed} of ${effects} effects after ${PATIENCE_MS / 1_000} s`));
      const timer = setTimeout(late, PATIENCE_MS);
      this.reached = () => {
        clearTimeout(timer);
        resolve();
      };
      this.wanted = effects;
      this.add(0);
    });
    this.committed -= effects;
    this.wanted = Infinity;
  }
}
