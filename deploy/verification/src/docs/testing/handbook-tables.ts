import { SERVICES } from '@betang/all-in-one';
import { topologyMessages } from '@betang/messaging';
import { RegionConfig, describeConfig, type SettingDescription } from '@betang/platform';
import { refusalsTable } from './operator-codes.js';
import { errorTable } from './operator-tool.js';

/** The tables of the operator's handbook that follow from the code, by the name of their marks. */
const HANDBOOK_TABLES: Readonly<Record<string, () => string>> = {
  settings: settingsTable,
  topology: topologyTable,
  refusals: refusalsTable,
  errors: () => errorTable('en').replace(/\{\w+\}/g, '…'),
};

/** The page with its tables as the code has them. @throws Error where a mark is missing */
export function withTables(page: string): string {
  return Object.entries(HANDBOOK_TABLES).reduce((text, [name, table]) => {
    const marks = new RegExp(`(<!-- ${name}: begin[^>]*-->\n)[\\s\\S]*?(<!-- ${name}: end -->)`);
    if (!marks.test(text)) throw new Error(`the handbook has no marks for ${name}`);
    return text.replace(marks, (_all, begin: string, end: string) => `${begin}${table()}\n${end}`);
  }, page);
}

interface Known extends SettingDescription {
  /** Services that read it; empty: all. */
  readonly services: readonly string[];
}

function settingsTable(): string {
  const rows = knownSettings().map((setting) => {
    const { env, description, services, secret } = setting;
    const notes = [...services.map((name) => `${name} only`), ...(secret === true ? ['secret'] : [])];
    const what = notes.length === 0 ? description : `${description} (${notes.join(', ')})`;
    return `| \`${env}\` | ${what.replaceAll('<', '&lt;')} | ${defaultOf(setting)} | ${shown(setting.localDefault)} |`;
  });
  return ['| setting | what it is | default | local |', '|---|---|---|---|', ...rows].join('\n');
}

/** Each setting once: those of all services first, then what one service adds. */
function knownSettings(): Known[] {
  const found = new Map<string, Known>();
  for (const { definition } of SERVICES)
    for (const setting of describeConfig(definition.config ?? RegionConfig)) {
      const known = found.get(setting.env);
      found.set(setting.env, { ...setting, services: [...(known?.services ?? []), definition.name] });
    }
  const everywhere = (setting: Known): boolean => setting.services.length === SERVICES.length;
  const all = [...found.values()];
  return [
    ...all.filter(everywhere).map((setting) => ({ ...setting, services: [] })),
    ...all.filter((setting) => !everywhere(setting)),
  ];
}

function defaultOf(setting: SettingDescription): string {
  if (setting.default !== undefined) return shown(setting.default);
  return setting.optional === true ? '' : '**needed**';
}

function shown(value: SettingDescription['default']): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return `\`${String(value)}\``;
}

function topologyTable(): string {
  const rows = Object.entries(topologyMessages.en).map(([code, text]) => `| \`${code}\` | ${text} |`);
  return ['| code | what it means and what to do |', '|---|---|', ...rows].join('\n');
}
