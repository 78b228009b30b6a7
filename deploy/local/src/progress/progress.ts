/** Where progress is shown: a terminal, or a file that is read later. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Tells how far a step is, such as `1,200 / 2,000`. */
export type Tell = (state: string) => void;

interface Step {
  readonly title: string;
  readonly began: number;
  state: string;
}

const TERMINAL_MS = 100;
const FILE_MS = 5_000;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Shows what is being done, how far and for how long. Steps that are done stay as lines; on a terminal those under way share the last
 * line, which moves; in a file they are written every five seconds.
 */
export class Progress {
  private readonly steps = new Set<Step>();
  private timer: NodeJS.Timeout | undefined;
  private shown = '';

  constructor(
    private readonly screen: Screen,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Runs one step and leaves a line with the time it took. A step that fails leaves its line too. */
  async step<T>(title: string, work: (tell: Tell) => Promise<T>): Promise<T> {
    const step: Step = { title, began: this.clock(), state: '' };
    this.steps.add(step);
    this.start();
    try {
      const result = await work((state) => (step.state = state));
      this.end(step, '✓');
      return result;
    } catch (error) {
      this.end(step, '✗');
      throw error;
    }
  }

  /** A line that stays. */
  line(text: string): void {
    this.clear();
    this.screen.write(`${text}\n`);
  }

  private end(step: Step, mark: string): void {
    this.steps.delete(step);
    this.line(`${mark} ${this.textOf(step)}`);
    if (this.steps.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private start(): void {
    const terminal = this.screen.isTTY === true;
    this.timer ??= setInterval(() => this.show(), terminal ? TERMINAL_MS : FILE_MS).unref();
    if (terminal) this.show();
  }

  private show(): void {
    const text = [...this.steps].map((step) => this.textOf(step)).join(' · ');
    if (text === '') return;
    if (this.screen.isTTY !== true) {
      this.screen.write(`… ${text}\n`);
      return;
    }
    this.shown = `… ${text}`.slice(0, Math.max(20, (this.screen.columns ?? 80) - 1));
    this.screen.write(`${CLEAR_LINE}${this.shown}`);
  }

  private clear(): void {
    if (this.shown === '') return;
    this.screen.write(CLEAR_LINE);
    this.shown = '';
  }

  private textOf({ title, state, began }: Step): string {
    const seconds = ((this.clock() - began) / 1_000).toFixed(1);
    return `${title}${state === '' ? '' : `: ${state}`} (${seconds} s)`;
  }
}
