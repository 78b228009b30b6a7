import {
  ConfigError,
  RegionConfig,
  describeConfig,
  readConfig,
  type ConfigClass,
  type Environment,
  type ServiceDefinition,
  type SettingDescription,
} from '@betang/platform';

/** One setting of a process as it would start with now. */
export interface ProcessSetting {
  readonly name: string;
  /** Masked for a secret; empty for one that is not given and has no default. */
  readonly value: string;
  /** `region`: follows from the region's folder; `environment`: given here; `default`. */
  readonly from: 'region' | 'environment' | 'default';
  readonly description: string;
}

export interface ProcessSettings {
  readonly settings: readonly ProcessSetting[];
  /** `BETANG_HTTP_PORT must be …`; never with a value. */
  readonly problems: readonly string[];
}

const MASK = '********';

/** What a process of a region is set to: its own folder's settings, and over them what the environment gives. Pure. */
export function settingsOf(
  definitions: readonly ServiceDefinition[],
  fromRegion: Environment,
  environment: Environment,
): ProcessSettings {
  const given = { ...fromRegion, ...ours(environment) };
  const classes = [...new Set<ConfigClass<RegionConfig>>([RegionConfig, ...definitions.map(configOf)])];
  const local = given['BETANG_MODE'] === 'local';
  const described = new Map(classes.flatMap(describeConfig).map((setting) => [setting.env, setting]));
  return {
    settings: [...described.values()].map((setting) => shown(setting, fromRegion, ours(environment), local)),
    problems: [...new Set(classes.flatMap((config) => problemsOf(config, given)))],
  };
}

function configOf({ config }: ServiceDefinition): ConfigClass<RegionConfig> {
  return config ?? RegionConfig;
}

function ours(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('BETANG_')));
}

function shown(
  setting: SettingDescription,
  fromRegion: Environment,
  environment: Environment,
  local: boolean,
): ProcessSetting {
  const { env: name, description, secret } = setting;
  const names = secret === true ? [name, `${name}_FILE`] : [name];
  const has = (source: Environment): boolean => names.some((one) => (source[one] ?? '') !== '');
  const from = has(environment) ? 'environment' : has(fromRegion) ? 'region' : 'default';
  const preset = (local ? setting.localDefault : undefined) ?? setting.default;
  const text =
    environment[name] ?? fromRegion[name] ?? (Array.isArray(preset) ? preset.join(',') : String(preset ?? ''));
  return { name, value: secret === true && from !== 'default' ? MASK : withoutPassword(text), from, description };
}

/** An address may carry a password, although none should. */
function withoutPassword(text: string): string {
  return text.replace(/(\w+:\/\/[^:/@\s]*):[^@/\s]*@/, `$1:${MASK}@`);
}

function problemsOf(config: ConfigClass<RegionConfig>, environment: Environment): string[] {
  try {
    readConfig(config, environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ name, problem }) => `${name} ${problem}`);
  }
}
