import { randomInt } from 'node:crypto';
import { AppError } from '@betang/platform';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const LEAST_LENGTH = 12;
const LONGEST = 200;
/** No letters that are mistaken for others when read out or copied by hand. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** @throws AppError `password-too-weak` */
export function assertStrongPassword(password: string, loginName: string): void {
  const tooShort = [...password].length < LEAST_LENGTH || password.length > LONGEST;
  const tooPlain = new Set(password).size < 5 || password.toLowerCase().includes(loginName) || /^\d+$/.test(password);
  if (tooShort || tooPlain) throw new AppError('password-too-weak', { status: 400, field: 'password' });
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
