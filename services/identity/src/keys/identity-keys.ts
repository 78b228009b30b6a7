import { randomBytes } from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, flushFolders, makePrivateFolder } from '@betang/platform';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

interface KeyFile {
  /** ES256 private keys, newest first: the first one signs, the others are still published for the tokens they signed. */
  readonly signing: readonly JWK[];
  /** Keys that sign cookies, newest first. */
  readonly cookies: readonly string[];
  /** Key that seals what people's second factors hang on. */
  readonly secrets: string;
}

const FILE = 'identity-keys.json';
export const SIGNING_ALGORITHM = 'ES256';

/** The keys of the region's sign-in. They lie in the keys folder and are saved with it, never in the database. */
export class IdentityKeys {
  private constructor(
    private readonly path: string,
    private file: KeyFile,
  ) {}

  /** Reads the keys of the folder, or makes them at the first start. @throws AppError `identity-keys-invalid` */
  static async open(keysDir: string): Promise<IdentityKeys> {
    const path = join(keysDir, FILE);
    const known = (await readKeys(path)) ?? (await makeKeys(path));
    return new IdentityKeys(path, known);
  }

  /** Reads the file again; true when another key signs from now on (`betang region rotate-token-keys`). */
  async refresh(): Promise<boolean> {
    const found = await readKeys(this.path);
    if (!found || found.signing[0]!.kid === this.current.kid) return false;
    this.file = found;
    return true;
  }

  /** Private keys, for the provider alone. */
  get signing(): readonly JWK[] {
    return this.file.signing;
  }

  /** The key that signs now. */
  get current(): JWK {
    return this.file.signing[0]!;
  }

  get cookies(): readonly string[] {
    return this.file.cookies;
  }

  get secretsKey(): Buffer {
    return Buffer.from(this.file.secrets, 'base64url');
  }

  /** What is published: nothing of a private key. */
  get published(): { keys: JWK[] } {
    return {
      keys: this.file.signing.map(({ kty, crv, x, y, kid, alg, use }) => ({ kty, crv, x, y, kid, alg, use }) as JWK),
    };
  }
}

async function readKeys(path: string): Promise<KeyFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const file = parse(text);
  if (!file?.signing?.[0]?.d || !file.cookies?.[0] || !file.secrets)
    throw new AppError('identity-keys-invalid', { params: { file: path } });
  return file as KeyFile;
}

function parse(text: string): Partial<KeyFile> | undefined {
  try {
    return JSON.parse(text) as Partial<KeyFile>;
  } catch {
    // The parser's error quotes what it read: keys.
    return undefined;
  }
}

async function makeKeys(path: string): Promise<KeyFile> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const signing = [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: SIGNING_ALGORITHM, use: 'sig' }];
  const file: KeyFile = {
    signing,
    cookies: [randomBytes(32).toString('base64url')],
    secrets: randomBytes(32).toString('base64url'),
  };
  await makePrivateFolder(dirname(path));
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(file, null, 2));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return publish(draft, path, file);
}

/** A link fails where a rename would overwrite: of two processes that start at once the first one's keys stand. Whoever uses them has their name on the disk. */
async function publish(draft: string, path: string, file: KeyFile): Promise<KeyFile> {
  try {
    await link(draft, path);
    await flushFolders(dirname(path));
    return file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await flushFolders(dirname(path));
    return (await readKeys(path))!;
  } finally {
    await unlink(draft);
  }
}
