import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Runs a service's program with the settings of a file, `node run-with-settings.js SETTINGS PROGRAM`: those of the process that started it
 * must not reach it.
 */
const [settings = '', program = ''] = process.argv.slice(2);
for (const name of Object.keys(process.env)) if (name.startsWith('BETANG_')) delete process.env[name];
Object.assign(process.env, JSON.parse(readFileSync(settings, 'utf8')) as Record<string, string>);
process.argv.splice(1, 3, program);
await import(pathToFileURL(program).href);
