import { AppError, type SqlClient, type Transaction } from '@betang/platform';

export interface TableOptions {
  /** Columns of jsonb, written as JSON also where they hold a list. */
  readonly json?: readonly string[];
  /** Columns of bigint, read as numbers: no quantity comes near 2^53. */
  readonly numbers?: readonly string[];
  /** Code of the error of {@link Table.get}; default `<name>-not-found`. */
  readonly notFound?: string;
}

/** A table with one id column, whose rows are read and written as objects: `leadUnitId` is the column `lead_unit_id`. */
export class Table<Row extends object> {
  constructor(
    readonly name: string,
    private readonly key: keyof Row & string,
    private readonly options: TableOptions = {},
  ) {}

  async insert(tx: Transaction, row: Partial<Row>): Promise<Row> {
    const [inserted] = await this.insertAll(tx, [row]);
    return inserted!;
  }

  /** All rows name the same columns. One statement. */
  async insertAll(tx: Transaction, rows: readonly Partial<Row>[]): Promise<Row[]> {
    const [first] = rows;
    if (first === undefined) return [];
    const names = Object.keys(first);
    const values: unknown[] = [];
    const tuples = rows.map((row) => {
      const slots = names.map((name) => `$${values.push(this.valueOf(name, row[name as keyof Row]))}`);
      return `(${slots.join(', ')})`;
    });
    const columns = names.map(columnOf).join(', ');
    const text = `INSERT INTO ${this.name} (${columns}) VALUES ${tuples.join(', ')} RETURNING *`;
    return (await tx.query(text, values)).map((row) => this.read(row));
  }

  async find(db: SqlClient, id: string): Promise<Row | undefined> {
    return (await this.where(db, `${columnOf(this.key)} = $1`, [id]))[0];
  }

  /** Throws `its own not-found error (404). */
  async get(db: SqlClient, id: string): Promise<Row> {
    return (await this.find(db, id)) ?? this.missing();
  }

  /** The row, held until the transaction ends. Throws `its own not-found error (404). */
  async lock(tx: Transaction, id: string): Promise<Row> {
    const text = `SELECT * FROM ${this.name} WHERE ${columnOf(this.key)} = $1 FOR UPDATE`;
    const [row] = await tx.query(text, [id]);
    return row === undefined ? this.missing() : this.read(row);
  }

  /** Condition in terms of columns; its values are `$1` and on. */
  async where(db: SqlClient, condition: string, values: readonly unknown[] = []): Promise<Row[]> {
    const rows = await db.query(`SELECT * FROM ${this.name} WHERE ${condition}`, values);
    return rows.map((row) => this.read(row));
  }

  update(tx: Transaction, id: string, changes: Partial<Row>): Promise<Row> {
    return this.updateWhere(tx, `${columnOf(this.key)} = $1`, [id], changes);
  }

  /** The one row that a condition names. Throws `its own not-found error (404). */
  async updateWhere(
    tx: Transaction,
    condition: string,
    values: readonly unknown[],
    changes: Partial<Row>,
  ): Promise<Row> {
    const names = Object.keys(changes);
    const sets = names.map((name, index) => `${columnOf(name)} = $${values.length + index + 1}`).join(', ');
    const cells = names.map((name) => this.valueOf(name, changes[name as keyof Row]));
    const [row] = await tx.query(`UPDATE ${this.name} SET ${sets} WHERE ${condition} RETURNING *`, [
      ...values,
      ...cells,
    ]);
    return row === undefined ? this.missing() : this.read(row);
  }

  private read(row: Record<string, unknown>): Row {
    const named = toRow<Record<string, unknown>>(row);
    for (const name of this.options.numbers ?? []) if (named[name] !== null) named[name] = Number(named[name]);
    return named as Row;
  }

  private valueOf(name: string, value: unknown): unknown {
    if (value === undefined || value === null) return null;
    return this.options.json?.includes(name) ? JSON.stringify(value) : value;
  }

  private missing(): never {
    throw new AppError(this.options.notFound ?? `${this.name.replaceAll('_', '-')}-not-found`, { status: 404 });
  }
}

/** `leadUnitId` -> `lead_unit_id` */
function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A row as it comes from the database, with its columns named as in code. */
export function toRow<Row extends object>(row: Record<string, unknown>): Row {
  const named = Object.entries(row).map(([column, value]) => [
    column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(named) as Row;
}
