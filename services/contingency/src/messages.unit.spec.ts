import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findMessage } from '@betang/platform';
import { describe, expect, it } from '@jest/globals';
import './messages.js';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
/** Codes of events that are parked: operators read the code, no person the text. */
const PARKED = [
  'aid-of-another-region',
  'aid-unknown',
  'emergency-of-another-region',
  'plan-template-of-another-region',
];
/** Tables whose rows nobody asks for by their own id. */
const WITHOUT_ENDPOINT = [
  ...['hazard_assessment', 'emergency_declaration', 'aid_message', 'plan_version', 'after_action', 'observation'],
  ...['operation_step', 'drill_objective', 'drill_inject'],
];
/** Texts of the platform. */
const SHARED = ['forbidden'];

const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .map((name) => readFileSync(join(FOLDER, name), 'utf8'));
const found = (pattern: RegExp): string[] =>
  sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]!));

describe('the texts of contingency', () => {
  it('are there for every error that people meet, in both languages', () => {
    const tables = found(/new Table<[^>]+>\('([a-z_]+)', '[a-zA-Z]+'(?:, \{(?![^}]*notFound)[^}]*\})?\)/g)
      .filter((name) => !WITHOUT_ENDPOINT.includes(name))
      .map((name) => `${name.replaceAll('_', '-')}-not-found`);
    const codes = [...found(/new AppError\(\s*'([a-z-]+)'/g), ...found(/notFound: '([a-z-]+)'/g), ...tables];
    const silent = [...new Set(codes)].filter(
      (code) => ![...PARKED, ...SHARED].includes(code) && !findMessage('id', code),
    );
    expect(codes.length).toBeGreaterThan(60);
    expect(silent).toEqual([]);
  });

  it('are there for every field and every reason of readiness', () => {
    const fields = found(/field[^,\n]*, code: '([a-z.-]+)'/g);
    const reasons = found(/code: '(readiness\.[a-z-]+)'/g);
    const silent = [...fields.map((code) => `field.${code}`), ...reasons].filter(
      (code) => !findMessage('en', code) && !findMessage('en', code.slice(6)),
    );
    expect(reasons.length).toBeGreaterThan(10);
    expect(silent).toEqual([]);
  });
});
