/** What a setting is, enough to read it, to print a table of all settings and to check a compose file against it. */
export interface SettingOptions {
  /** Name of the environment variable, `BETANG_…`. A secret is also read from the file that `<name>_FILE` names. */
  readonly env: string;
  readonly description: string;
  readonly type?: 'string' | 'integer' | 'boolean' | 'list';
  readonly default?: SettingValue;
  /** Holds only with `BETANG_MODE=local`. Never a secret. */
  readonly localDefault?: SettingValue;
  readonly secret?: boolean;
  /** May be missing although it has no default. */
  readonly optional?: boolean;
}

export type SettingValue = string | number | boolean | readonly string[];

export interface SettingDescription extends SettingOptions {
  readonly property: string;
}

/** A class of settings: typed properties, each with `@Setting` and class-validator rules. */
export type ConfigClass<T extends object> = new () => T;

const SETTINGS = new WeakMap<object, SettingDescription[]>();

/** Declares a property of a config class as an environment variable. */
export function Setting(options: SettingOptions): PropertyDecorator {
  return (prototype, property) => {
    const own = SETTINGS.get(prototype) ?? [];
    SETTINGS.set(prototype, [...own, { ...options, property: String(property) }]);
  };
}

/** All settings of a class and of those it extends, base first. */
export function describeConfig(config: ConfigClass<object>): readonly SettingDescription[] {
  const found: SettingDescription[] = [];
  for (
    let prototype = config.prototype as object | null;
    prototype !== null;
    prototype = Object.getPrototypeOf(prototype)
  )
    found.unshift(...(SETTINGS.get(prototype) ?? []));
  return found;
}
