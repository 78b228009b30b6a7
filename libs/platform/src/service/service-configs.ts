import { ConfigError } from '../config/config-error.js';
import type { ConfigProblem } from '../config/config-error.js';
import { readConfig, unknownSettings } from '../config/read-config.js';
import type { Environment } from '../config/read-config.js';
import { RegionConfig } from '../config/region-config.js';
import type { ConfigClass } from '../config/setting.js';
import type { ServiceDefinition } from './service-definition.js';

/** Read by the operator's tool and the local run, which share an environment with the services. */
const OF_TOOLS =
  /^BETANG_(LOCAL_DIR|PORT_BASE|CACHE_DIR|LANGUAGE|TOKEN_FILE|OWNER_URL(_FILE)?|BACKUP_KEY_FILE|IMPORT_TOKEN(_FILE)?|TEST_\w+)$/;

/** The settings of all services of a process, read once. */
export class ServiceConfigs {
  private constructor(
    readonly region: RegionConfig,
    private readonly configs: Map<ConfigClass<RegionConfig>, RegionConfig>,
    private readonly env: Environment,
  ) {}

  /** Throws one ConfigError with the problems of all services. */
  static read(definitions: readonly ServiceDefinition[], env: Environment = process.env): ServiceConfigs {
    const problems = new Map<string, ConfigProblem>();
    const configs = new Map<ConfigClass<RegionConfig>, RegionConfig>();
    for (const config of new Set([
      RegionConfig,
      ...definitions.map((definition) => definition.config ?? RegionConfig),
    ])) {
      try {
        configs.set(config, readConfig(config, env));
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        for (const problem of error.problems) problems.set(`${problem.name} ${problem.problem}`, problem);
      }
    }
    const region = configs.get(RegionConfig);
    if (region === undefined || problems.size > 0) throw new ConfigError([...problems.values()]);
    return new ServiceConfigs(region, configs, env);
  }

  /** Variables with our prefix that nothing in this process has read: most likely misspelt. Asked once all modules are there. */
  unknown(): readonly string[] {
    return unknownSettings([...this.configs.keys()], this.env).filter((name) => !OF_TOOLS.test(name));
  }

  /** Settings of a service, or of a part that several services share. Throws ConfigError for the latter's problems. */
  getConfig<T extends RegionConfig>(config: ConfigClass<T>): T {
    const found = this.configs.get(config) ?? readConfig(config, this.env);
    this.configs.set(config, found);
    return found as T;
  }
}
