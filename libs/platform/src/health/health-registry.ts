/** The answer of one check. */
export interface CheckResult {
  readonly ok: boolean;
  /** Stable code of what is wrong, for the operator's handbook. */
  readonly code?: string;
  /** Figures that help to see it: ages, counts, names of streams. Never personal data. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Looks at progress, not at a ping: has the relay's cursor moved while rows waited, did the reader take its last batch.
 * A `degraded` check (the hub is away) is shown but leaves the process ready, for writes go on; an `essential` one (the
 * service's own database, its epoch) makes it unready.
 */
export interface ReadinessCheck {
  readonly name: string;
  readonly effect: 'essential' | 'degraded';
  check(): CheckResult | Promise<CheckResult>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly state: string;
  readonly checks: readonly (CheckResult & { readonly name: string; readonly effect: string })[];
}

const CHECK_MS = 2_000;

/** All readiness checks of a process. */
export class HealthRegistry {
  private readonly checks = new Map<string, ReadinessCheck>();

  constructor(
    private readonly lifeState: () => string,
    private readonly checkMs = CHECK_MS,
  ) {}

  /** Throws when the name is taken: two parts with one name would hide each other. */
  register(check: ReadinessCheck): void {
    if (this.checks.has(check.name)) throw new Error(`readiness check ${check.name} is registered twice`);
    this.checks.set(check.name, check);
  }

  async readiness(): Promise<Readiness> {
    const checks = await Promise.all([...this.checks.values()].map((check) => this.run(check)));
    const state = this.lifeState();
    const ready = state === 'running' && checks.every((check) => check.ok || check.effect === 'degraded');
    return { ready, state, checks };
  }

  private async run(check: ReadinessCheck): Promise<Readiness['checks'][number]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<CheckResult>((resolve) => {
      timer = setTimeout(() => resolve({ ok: false, code: 'check-timed-out' }), this.checkMs);
    });
    const { name, effect } = check;
    try {
      return { name, effect, ...(await Promise.race([check.check(), late])) };
    } catch {
      return { name, effect, ok: false, code: 'check-failed' };
    } finally {
      clearTimeout(timer);
    }
  }
}
