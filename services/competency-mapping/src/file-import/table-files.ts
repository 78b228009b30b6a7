import {
  AppError,
  Audit,
  FileImports,
  Idempotency,
  RegionConfig,
  assertMayActOn,
  cellText,
  withFileDigest,
  type BatchResult,
  type Columns,
  type FileImport,
  type FileImportKind,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type ReadCell,
  type ReadRow,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { createHash } from 'node:crypto';
import type { ImportAcceptedView } from './file-import.dto.js';
import type { ImportRow, TableKind } from './table-kind.js';

const ACCEPTED = 202;

/** The kinds of table files that this service takes in, and the way in: stored, read in the background, good rows recorded at once. */
@Injectable()
export class TableFiles {
  private readonly kinds = new Map<string, TableKind>();

  constructor(
    private readonly imports: FileImports,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  /** Each concept adds its own when the module starts. */
  add(...kinds: readonly TableKind<never>[]): void {
    for (const given of kinds) {
      const kind = given as unknown as TableKind;
      this.kinds.set(kind.name, kind);
      this.imports.register(importKindOf(kind));
    }
  }

  /** Throws `import-not-found` (404). */
  get(name: string): TableKind {
    const kind = this.kinds.get(name);
    if (!kind) throw new AppError('import-not-found', { status: 404 });
    return kind;
  }

  all(): readonly TableKind[] {
    return [...this.kinds.values()];
  }

  /** A file may name people of every unit, so the kind's right must hold in the whole region. Throws `table-file-empty` (422) and the like. */
  accept(
    kind: string,
    file: UploadedMultipartFile | undefined,
    parameters: Readonly<Record<string, unknown>>,
    principal: Principal,
    request: IdempotentRequest,
  ): Promise<OnceAnswer<ImportAcceptedView>> {
    assertMayActOn(principal, this.get(kind).scope, { region: this.config.region });
    const content = file?.buffer ?? Buffer.alloc(0);
    const digest = createHash('sha256').update(content).digest();
    const uploadedBy = principal.subject;
    return this.idempotency.run(
      withFileDigest(request, digest),
      async (tx) => {
        const fileName = file?.originalname ?? 'berkas';
        const { importId, state } = await this.imports.begin(tx, { kind, fileName, content, parameters, uploadedBy });
        await this.audit.record(tx, {
          actor: uploadedBy,
          action: 'upload-file',
          object: { type: 'file-import', id: importId },
          after: { kind, contentHash: digest.toString('hex') },
        });
        return { importId, kind, state };
      },
      ACCEPTED,
    );
  }
}

/** The platform's form of a kind: columns by place, rows by column. */
function importKindOf(kind: TableKind): FileImportKind {
  return {
    name: kind.name,
    findColumns: (cells) => findColumns(kind, cells),
    missingHeadings: (cells) => {
      const keys = cells.map((cell) => keyOf(cellText(cell)));
      const missing = kind.columns.filter(
        ({ headings, required }) => required && !headings.some((name) => keys.includes(keyOf(name))),
      );
      return missing.map(({ headings }) => headings[0]!);
    },
    take: async (
      tx: Transaction,
      rows: readonly ReadRow[],
      columns: Columns,
      job: FileImport,
    ): Promise<BatchResult> => {
      const { importId, uploadedBy, parameters } = job;
      const byNumber = new Map(rows.map((row) => [row.rowNumber, row]));
      const fields = Object.entries(columns);
      const read = rows.map((row) => importRow(row, fields));
      const { repeated, refused } = await kind.record(tx, read, { importId, uploadedBy, parameters });
      return {
        repeated,
        refused: refused.map(({ rowNumber, problems }) => ({ row: byNumber.get(rowNumber)!, problems })),
      };
    },
  };
}

/** Fields by their headings, those of further columns too; undefined while a required one is missing. */
export function findColumns({ columns, fieldOf }: TableKind, cells: readonly ReadCell[]): Columns | undefined {
  const found: Record<string, number> = {};
  cells.forEach((cell, index) => {
    const heading = cellText(cell);
    if (heading === '') return;
    const key = keyOf(heading);
    const column = columns.find(({ headings }) => headings.some((name) => keyOf(name) === key));
    const field = column?.field ?? fieldOf?.(heading);
    if (field !== undefined) found[field] ??= index;
  });
  return columns.some(({ field, required }) => required && found[field] === undefined) ? undefined : found;
}

function importRow({ rowNumber, cells }: ReadRow, fields: readonly (readonly [string, number])[]): ImportRow {
  return { rowNumber, cells: Object.fromEntries(fields.map(([field, index]) => [field, cells[index] ?? null])) };
}

function keyOf(heading: string): string {
  return heading.toLowerCase().replace(/[^a-z0-9]/g, '');
}
