import { nameKey } from '../organisation/name-key.js';

/** Academic and other titles: two strangers may both be `Drs.`. */
const TITLES = new Set([
  'drs',
  'dra',
  'drg',
  'hj',
  'amd',
  'skm',
  'sos',
  'kom',
  'kes',
  'kep',
  'hum',
  'sip',
  'stp',
  'ssi',
  'mpd',
  'spd',
  'mkes',
  'skep',
  'ners',
  'prof',
  'apt',
]);

/**
 * Whether two names may be of one person: one word of theirs is the same or nearly so. A title, an initial or a married name more or less says nothing;
 * two names without a word in common are two people.
 */
export function maybeSamePerson(name: string, other: string): boolean {
  const words = tellingWords(name);
  const others = tellingWords(other);
  return words.some((word) => others.some((candidate) => similar(word, candidate)));
}

function tellingWords(name: string): string[] {
  const words = nameKey(name.split(',')[0]!).split(' ');
  const telling = words.filter((word) => word.length >= 3 && !TITLES.has(word));
  return telling.length > 0 ? telling : words;
}

function similar(a: string, b: string): boolean {
  if (a === b) return true;
  const length = Math.min(a.length, b.length);
  return length >= 5 && distance(a, b) <= (length >= 8 ? 2 : 1);
}

/** Letters to change, add or drop to make one word of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(before[j]! + 1, row[j - 1]! + 1, replaced));
    }
    before = row;
  }
  return before[b.length]!;
}
