import { AppError } from '../errors/app-error.js';

/** One setting at fault. `problem` never contains the value. */
export interface ConfigProblem {
  readonly name: string;
  readonly problem: string;
}

/** Everything that is wrong with a configuration, at once. Code `config-invalid`. */
export class ConfigError extends AppError {
  constructor(readonly problems: readonly ConfigProblem[]) {
    super('config-invalid');
    this.name = 'ConfigError';
    this.message = problems.map(({ name, problem }) => `${name}: ${problem}`).join('\n');
  }
}
