import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';

type Record_ = Record<string, unknown>;

const STRUCTURAL_NAMES: Readonly<Record<number, string>> = {
  2: 'SEPALA/ADUM/DIKLAT PIM TK.IV',
  3: 'SEPADYA/SPAMA/DIKLAT PIM TK. III',
};

/**
 * A server of ours that speaks SIASN's contract as far as public sources tell it: paths, two tokens, dates as dd-mm-yyyy, and names that differ
 * between reading and saving. It is no proof that the real one does.
 */
export class FakeSiasn {
  readonly requests: string[] = [];
  readonly people = new Map<string, Record_>();
  readonly courses = new Map<string, Record_[]>();
  readonly structural = new Map<string, Record_[]>();
  /** Answers of the next requests that are not about tokens, instead of the true ones. */
  readonly failures: (
    | { readonly status: number; readonly retryAfter?: number; readonly location?: string }
    | 'save-then-hang-up'
    | 'hang-up'
  )[] = [];
  tokenLifeSeconds = 3_600;
  /** What the places of tokens answer instead: 401, as for a wrong password, or that they are away. */
  tokenFailure: number | undefined;
  private readonly gatewayTokens = new Set<string>();
  private readonly officerTokens = new Set<string>();
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** All tokens given so far are worth nothing from now on. */
  expireTokens(): void {
    this.gatewayTokens.clear();
    this.officerTokens.clear();
  }

  addPerson(employeeNumber: string, name: string): string {
    const pnsId = randomUUID();
    this.people.set(employeeNumber, {
      pnsId,
      nipBaru: employeeNumber,
      nama: name,
      statusPegawai: 'PNS',
      unorNama: 'Unor Rekaan',
      jabatanNama: 'Analis',
    });
    return pnsId;
  }

  addCourse(employeeNumber: string, course: Record_): string {
    const id = randomUUID();
    const record = {
      id,
      nipBaru: employeeNumber,
      institusiPenyelenggara: 'Balai Rekaan',
      jumlahJam: 10,
      jenisDiklatId: '3',
      ...course,
    };
    this.courses.set(employeeNumber, [...(this.courses.get(employeeNumber) ?? []), record]);
    return id;
  }

  addStructural(employeeNumber: string, training: Record_): string {
    const id = randomUUID();
    const record = { id, nipBaru: employeeNumber, institusiPenyelenggara: 'Balai Rekaan', jumlahJam: 900, ...training };
    this.structural.set(employeeNumber, [...(this.structural.get(employeeNumber) ?? []), record]);
    return id;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const body = await bodyOf(request);
    this.requests.push(`${request.method} ${path.replace(/\d{18}/, '<nip>')}`);
    if (path === '/gateway/token')
      return this.token(
        response,
        this.gatewayTokens,
        /^Basic /.test(request.headers.authorization ?? '') && /client_credentials/.test(body),
      );
    if (path === '/sso/token')
      return this.token(
        response,
        this.officerTokens,
        /grant_type=password/.test(body) && /username=petugas/.test(body),
      );
    const failure = this.failures.shift();
    if (failure === 'hang-up') return void response.destroy();
    if (failure === 'save-then-hang-up') {
      this.save(path, JSON.parse(body) as Record_);
      return void response.destroy();
    }
    if (failure !== undefined) {
      if (failure.location !== undefined) response.setHeader('location', failure.location);
      if (failure.retryAfter !== undefined) response.setHeader('retry-after', String(failure.retryAfter));
      return send(response, failure.status, { code: 0, message: 'failed' });
    }
    if (!this.isSignedIn(request)) return send(response, 401, { message: 'invalid token' });
    this.serve(request.method ?? '', path, body, response);
  }

  private serve(method: string, path: string, body: string, response: ServerResponse): void {
    const number = /\/(\d{18})$/.exec(path)?.[1] ?? '';
    if (method === 'GET' && path.startsWith('/pns/rw-kursus/'))
      return send(response, 200, { code: 1, data: this.courses.get(number) ?? 'Data tidak ditemukan' });
    if (method === 'GET' && path.startsWith('/pns/rw-diklat/'))
      return send(response, 200, { code: 1, data: this.structural.get(number) ?? 'Data tidak ditemukan' });
    if (method === 'GET' && path.startsWith('/pns/data-utama/')) {
      const person = this.people.get(number);
      return person ? send(response, 200, { code: 1, data: person }) : send(response, 404, { code: 0, data: null });
    }
    if (method === 'POST' && (path === '/kursus/save' || path === '/diklat/save')) {
      const id = this.save(path, JSON.parse(body) as Record_);
      const mapData = path === '/kursus/save' ? { rwKursusId: id } : { rwDiklatId: id };
      return send(response, 200, { code: 1, success: true, mapData });
    }
    send(response, 404, { code: 0 });
  }

  /** What is saved under the names of saving is read under the names of reading; a record with an id replaces the one of that id. */
  private save(path: string, saved: Record_): string {
    const [number] = [...this.people].find(([, person]) => person['pnsId'] === saved['pnsOrangId']) ?? [];
    if (number === undefined) throw new Error('pnsOrangId unknown');
    const { nomorSertipikat, tanggalSelesaiKursus, pnsOrangId: _person, ...rest } = saved;
    const id = typeof saved['id'] === 'string' ? saved['id'] : randomUUID();
    const records = path === '/kursus/save' ? this.courses : this.structural;
    records.set(
      number,
      (records.get(number) ?? []).filter((record) => record['id'] !== id),
    );
    if (path === '/kursus/save')
      this.addCourse(number, { ...rest, id, noSertipikat: nomorSertipikat, tglSelesaiKursus: tanggalSelesaiKursus });
    else
      this.addStructural(number, {
        ...rest,
        id,
        latihanStrukturalNama: STRUCTURAL_NAMES[Number(saved['latihanStrukturalId'])] ?? 'Diklat Struktural Lainnya',
      });
    return id;
  }

  private isSignedIn(request: IncomingMessage): boolean {
    const gateway = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const officer = /^bearer (.+)$/.exec(String(request.headers['auth'] ?? ''))?.[1] ?? '';
    return this.gatewayTokens.has(gateway) && this.officerTokens.has(officer);
  }

  private token(response: ServerResponse, tokens: Set<string>, good: boolean): void {
    if (this.tokenFailure !== undefined) return send(response, this.tokenFailure, { error: 'failed' });
    if (!good) return send(response, 401, { error: 'invalid_grant' });
    const token = randomUUID();
    tokens.add(token);
    send(response, 200, { access_token: token, expires_in: this.tokenLifeSeconds });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
