import { readFileSync } from 'node:fs';
import { validateSync } from 'class-validator';

import { ConfigError } from './config-error.js';
import type { ConfigProblem } from './config-error.js';
import { describeConfig } from './setting.js';
import type { ConfigClass, SettingDescription, SettingValue } from './setting.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and validates a class of settings from environment variables. Throws ConfigError with every problem of every
 * setting; texts name settings and rules, never values.
 */
export function readConfig<T extends object>(config: ConfigClass<T>, env: Environment = process.env): Readonly<T> {
  const settings = describeConfig(config);
  const problems: ConfigProblem[] = [];
  const values = new config();
  const local = env['BETANG_MODE'] === 'local';
  for (const setting of settings) {
    const read = readSetting(setting, env, local);
    if ('problem' in read) problems.push({ name: setting.env, problem: read.problem });
    else if (read.value !== undefined) setValue(values, setting, read.value);
  }
  const unread = new Set(problems.map((problem) => problem.name));
  problems.push(...ruleProblems(values, settings).filter((problem) => !unread.has(problem.name)));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(values);
}

/** Variables with our prefix that no given class knows: most likely a misspelt setting. */
export function unknownSettings(classes: readonly ConfigClass<object>[], env: Environment = process.env): string[] {
  const known = new Set(
    classes
      .flatMap(describeConfig)
      .flatMap((setting) => (setting.secret === true ? [setting.env, `${setting.env}_FILE`] : [setting.env])),
  );
  return Object.keys(env).filter((name) => name.startsWith('BETANG_') && !known.has(name));
}

/** A secret does not show when the object is logged or printed whole. */
function setValue(values: object, setting: SettingDescription, value: SettingValue): void {
  Object.defineProperty(values, setting.property, { value, enumerable: setting.secret !== true });
}

type Read = { readonly value: SettingValue | undefined } | { readonly problem: string };

function readSetting(setting: SettingDescription, env: Environment, local: boolean): Read {
  const text = settingText(setting, env);
  if (typeof text === 'object') return text;
  if (text !== undefined) return convert(setting, text);
  const value = (local ? setting.localDefault : undefined) ?? setting.default;
  if (value === undefined && setting.optional !== true) return { problem: 'is required' };
  return { value };
}

function settingText(setting: SettingDescription, env: Environment): string | undefined | { problem: string } {
  const direct = env[setting.env];
  const file = setting.secret === true ? env[`${setting.env}_FILE`] : undefined;
  if (file === undefined || file === '') return direct === '' ? undefined : direct;
  if (direct !== undefined && direct !== '')
    return { problem: `is given twice, as ${setting.env} and ${setting.env}_FILE` };
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    return { problem: `its file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
}

function convert({ type }: SettingDescription, text: string): Read {
  switch (type) {
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? { value: Number(text) } : { problem: 'must be an integer' };
    case 'boolean':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : { problem: 'must be true or false' };
    case 'list':
      return {
        value: text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      };
    default:
      return { value: text };
  }
}

function ruleProblems(values: object, settings: readonly SettingDescription[]): ConfigProblem[] {
  const failures = validateSync(values, {
    skipUndefinedProperties: true,
    validationError: { target: false, value: false },
  });
  return failures.flatMap((failure) => {
    const setting = settings.find(({ property }) => property === failure.property);
    const name = setting?.env ?? failure.property;
    return Object.values(failure.constraints ?? {}).map((text) => ({
      name,
      problem: text.replace(new RegExp(`^${failure.property} `), ''),
    }));
  });
}
