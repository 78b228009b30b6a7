import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium of this machine: `CHROMIUM`, else the first on PATH. Undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && existsSync(named)) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((file) => existsSync(file));
}

/** A visit in a browser of its own cookies, which notes what a person would not see. */
export interface Visit {
  readonly page: Page;
  /** Errors and warnings in the console, and scripts that threw. */
  readonly complaints: readonly string[];
  /** Every address that was asked for. */
  readonly requested: readonly string[];
  close(): Promise<void>;
}

/** A real Chromium without a window. Its profile lies in the repository's work folder. */
export class RealBrowser {
  private constructor(
    private readonly folders: readonly string[],
    private readonly home: BrowserContext,
    private readonly browser: Browser,
  ) {}

  static async start(executablePath: string): Promise<RealBrowser> {
    const folder = createWorkFolder('browser');
    const temporary = makeSocketFolder(folder);
    const home = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath,
      artifactsDir: join(folder, 'artifacts'),
      // In a container it may neither make a sandbox nor use much shared memory.
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      env: { ...environment(), HOME: folder, TMPDIR: temporary },
    });
    const browser = home.browser();
    if (!browser) throw new Error('this Chromium opens no second context');
    return new RealBrowser([folder, temporary], home, browser);
  }

  async visit(options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.browser.newContext({ viewport: { width: 1024, height: 768 }, ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    const requested: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    context.on('request', (request) => requested.push(request.url()));
    return { page, complaints, requested, close: () => context.close() };
  }

  async stop(): Promise<void> {
    await this.home.close();
    for (const folder of this.folders) removeWorkFolder(folder);
  }
}

/** Chromium's socket adds 45 characters to its folder, and a socket's path has at most 107. */
const LONGEST_SOCKET_FOLDER = 60;

/** Inside the work folder, unless the checkout's own path is too long for a socket. */
function makeSocketFolder(folder: string): string {
  const inside = join(folder, 't');
  if (inside.length > LONGEST_SOCKET_FOLDER) return mkdtempSync(join(tmpdir(), 'betang-'));
  mkdirSync(inside);
  return inside;
}

function environment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]));
}
