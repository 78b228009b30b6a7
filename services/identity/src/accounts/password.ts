import { randomInt } from 'node:crypto';
import { AppError } from '@betang/platform';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const LEAST_LENGTH = 12;
const LONGEST = 200;
/** No letters that are mistaken for others when read out or copied by hand. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Guesses that a password must withstand, as a power of ten: out of reach for whoever guesses online, however patient. */
const LEAST_GUESSES = 8;
/** What people of an office would try first, beside their own name. */
const LOCAL_WORDS = [
  'betang',
  'bkpsdm',
  'bpsdm',
  'pegawai',
  'rahasia',
  'katasandi',
  'kalteng',
  'kaltim',
  'palangkaraya',
];

/**
 * Length counts, not a mixture of signs (NIST SP 800-63B 3.1.1.2); what is on lists of breached passwords, or near to one (endings, letters
 * as digits, rows of keys), is refused. The lists come with the program: no password ever leaves the region to be looked up.
 * @throws AppError `password-too-weak`
 */
export async function assertStrongPassword(password: string, loginName: string): Promise<void> {
  const fits = [...password].length >= LEAST_LENGTH && password.length <= LONGEST;
  if (!fits || password.toLowerCase().includes(loginName) || (await guessesOf(password, loginName)) < LEAST_GUESSES)
    throw new AppError('password-too-weak', { status: 400, field: 'password' });
}

async function guessesOf(password: string, loginName: string): Promise<number> {
  // Loaded when first needed: the lists take 18 MB, and most processes never see a new password.
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core');
  const { adjacencyGraphs: graphs, dictionary } = await import('@zxcvbn-ts/language-common');
  return new ZxcvbnFactory({ dictionary, graphs }).check(password, [...loginName.split('.'), ...LOCAL_WORDS])
    .guessesLog10;
}

/** Four groups of five letters and digits: 99 bits, and still to be typed from a slip of paper. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

/** argon2id in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

let nobody: Promise<string> | undefined;

/** Takes as long for a name that does not exist as for a wrong password. */
export async function passwordMatches(password: string, passwordHash: string | undefined): Promise<boolean> {
  const against = passwordHash ?? (await (nobody ??= hashPassword(randomPassword())));
  const matches = password.length <= LONGEST && (await verify(against, password));
  return matches && passwordHash !== undefined;
}
