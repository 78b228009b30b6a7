import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { writePrivateFile } from '../disk/durable-files.js';
import { AppError } from '../errors/app-error.js';

/** Role name -> password. */
export type Passwords = Readonly<Record<string, string>>;

/** The passwords of a file; empty when there is none. Throws `passwords-file-invalid`, never with its content. */
export async function readPasswords(file: string): Promise<Passwords> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  const parsed = parse(text);
  if (parsed === undefined || !Object.values(parsed).every((value) => typeof value === 'string' && value !== ''))
    throw new AppError('passwords-file-invalid', { params: { file } });
  return parsed as Passwords;
}

/** The password of one role. Throws `password-missing`. */
export async function getPassword(file: string, role: string): Promise<string> {
  const password = (await readPasswords(file))[role];
  if (password === undefined) throw new AppError('password-missing', { params: { file, role } });
  return password;
}

export function writePasswords(file: string, passwords: Passwords): Promise<void> {
  return writePrivateFile(file, `${JSON.stringify(passwords, null, 2)}\n`);
}

export function randomPassword(): string {
  return randomBytes(24).toString('base64url');
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // The parser's error quotes what it read.
    return undefined;
  }
}
