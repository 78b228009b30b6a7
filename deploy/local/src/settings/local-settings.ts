import { AppError, type Environment } from '@betang/platform';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_PEOPLE, DEFAULT_PORT_BASE } from '../../usage.mjs';

/** What whoever starts the local federation may decide. */
export interface LocalSettings {
  /** Folder of all data of the federation. */
  readonly dir: string;
  /** First of the ports that it listens on. */
  readonly portBase: number;
  /** `split`: one process a service. */
  readonly mode: 'all' | 'split';
  /** People that are invented for each region at the first start; 0 leaves the regions empty. */
  readonly people: number;
  readonly seed: string;
  /** Ends after the proof. */
  readonly once: boolean;
  /** Deletes the data first. */
  readonly reset: boolean;
  readonly help: boolean;
}

export const LOWEST_PORT_BASE = 1_024;
/** Room for every port of every region. */
export const HIGHEST_PORT_BASE = 65_400;

/**
 * Reads the settings from the command line, else from `BETANG_PORT_BASE` and `BETANG_LOCAL_DIR`. Without a folder, each port base has one of
 * its own, so that a second federation needs nothing but other ports.
 * @throws AppError `local.setting-unknown`, `local.setting-invalid`
 */
export function readSettings(args: readonly string[], env: Environment, root: string): LocalSettings {
  const given = parse(args);
  const portBase = port(given['port-base'] ?? env['BETANG_PORT_BASE']);
  const mode = given.split ? 'split' : 'all';
  const folder = given.dir ?? env['BETANG_LOCAL_DIR'];
  return {
    dir: folder === undefined || folder === '' ? defaultFolder(root, portBase) : resolve(folder),
    portBase,
    mode,
    people: whole('--people', given.people ?? String(DEFAULT_PEOPLE), 0, 1_000_000),
    seed: given.seed ?? '1',
    once: given.once ?? false,
    reset: given.reset ?? false,
    help: given.help ?? false,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        dir: text,
        'port-base': text,
        people: text,
        seed: text,
        split: flag,
        once: flag,
        reset: flag,
        help: flag,
      },
    });
    return values;
  } catch (cause) {
    throw new AppError('local.setting-unknown', { params: { text: (cause as Error).message }, cause });
  }
}

function port(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT_BASE;
  return whole('--port-base (BETANG_PORT_BASE)', text, LOWEST_PORT_BASE, HIGHEST_PORT_BASE);
}

function whole(setting: string, text: string, lowest: number, highest: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= lowest && value <= highest) return value;
  throw new AppError('local.setting-invalid', { params: { setting, lowest, highest } });
}

function defaultFolder(root: string, portBase: number): string {
  return join(root, '.betang', portBase === DEFAULT_PORT_BASE ? 'local' : `local-${portBase}`);
}
