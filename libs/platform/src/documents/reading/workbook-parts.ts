import { posix } from 'node:path';
import { TableFileError } from './table-file.error.js';
import { readXml } from './xml-events.js';
import type { ZipArchive } from './zip-archive.js';

/** What a sheet's cells refer to: texts, which cell styles are dates, and from where days are counted. */
export interface WorkbookParts {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly sharedTexts: readonly string[];
  readonly dateStyles: ReadonlySet<number>;
  readonly date1904: boolean;
}

/** Built-in number formats that show a day (ECMA-376 part 1, 18.8.30; 27-36 and 50-58 are East Asian dates). */
const BUILT_IN_DATES = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];
const MAX_SHARED_TEXTS = 3_000_000;
/** Lists of sheets and styles, of which each entry is kept: 16 MiB are hundreds of times those of a real workbook. */
const MAX_LIST_BYTES = 16 * 1024 * 1024;
/** Texts that cells share are all kept: those of 200,000 people with twenty texts each take about a quarter. */
const MAX_SHARED_BYTES = 192 * 1024 * 1024;

/** Where programs put the workbook that do not say it. */
const USUAL_PLACE = 'xl/workbook.xml';

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly part: string;
}

/** Where the workbook of an archive stands: online editors write `xl/workbook2.xml`, and say so in the relations of the package. */
export async function findWorkbook(zip: ZipArchive): Promise<string | undefined> {
  const relations = zip.has('_rels/.rels') ? await readRelations(zip, '') : [];
  const stated = relations.find(({ type }) => type === 'officeDocument')?.part;
  return [stated, USUAL_PLACE].find((part) => part !== undefined && zip.has(part));
}

/** Reads everything of a workbook but the rows of its sheets; hidden sheets are left out. */
export async function readWorkbookParts(zip: ZipArchive, workbook: string): Promise<WorkbookParts> {
  const relations = await readRelations(zip, workbook);
  const { sheets, date1904 } = await readSheetList(zip, workbook, relations);
  const partOf = (type: string, usual: string) => relations.find((one) => one.type === type)?.part ?? usual;
  return {
    sheets,
    date1904,
    sharedTexts: await readSharedTexts(zip, partOf('sharedStrings', 'xl/sharedStrings.xml')),
    dateStyles: await readDateStyles(zip, partOf('styles', 'xl/styles.xml')),
  };
}

/** What a part refers to; the package itself is the part of no name. Types without the address of their standard, of which there are two. */
async function readRelations(zip: ZipArchive, from: string): Promise<Relation[]> {
  const { dir, base } = posix.parse(from);
  const relations: Relation[] = [];
  await readXml(zip.read(posix.join(dir, '_rels', `${base}.rels`), MAX_LIST_BYTES), {
    open: (name, { Id, Target, Type }) => {
      if (name !== 'Relationship' || !Id || !Target) return;
      const part = posix.join(Target.startsWith('/') ? '' : dir, Target).replace(/^\//, '');
      relations.push({ id: Id, type: Type?.split('/').at(-1) ?? '', part });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return relations;
}

async function readSheetList(zip: ZipArchive, workbook: string, relations: readonly Relation[]) {
  const sheets: { name: string; part: string }[] = [];
  let date1904 = false;
  await readXml(zip.read(workbook, MAX_LIST_BYTES), {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet' || /^(hidden|veryHidden)$/.test(attributes['state'] ?? '')) return;
      // Usually `r:id`, but any prefix will do.
      const id = Object.entries(attributes).find(([attribute]) => attribute.endsWith(':id'))?.[1];
      const part = relations.find((one) => one.id === id)?.part;
      if (part && zip.has(part)) sheets.push({ name: attributes['name'] ?? '', part });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return { sheets, date1904 };
}

async function readSharedTexts(zip: ZipArchive, part: string): Promise<string[]> {
  if (!zip.has(part)) return [];
  const texts: string[] = [];
  let text = '';
  let inText = false;
  let inReading = false;
  await readXml(zip.read(part, MAX_SHARED_BYTES), {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') inReading = true;
      else if (name === 't') inText = !inReading;
    },
    close: (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') inReading = false;
      else if (name === 'si') {
        // Without the rest, cells would be read as empty.
        if (texts.length === MAX_SHARED_TEXTS)
          throw new TableFileError('table-file-too-large', 'the cells share too many texts');
        texts.push(text);
      }
    },
    text: (piece) => {
      if (inText) text += piece;
    },
  });
  return texts;
}

/** Indexes of the cell styles whose number format shows a day. */
async function readDateStyles(zip: ZipArchive, part: string): Promise<Set<number>> {
  const dates = new Set(BUILT_IN_DATES);
  const styles: number[] = [];
  let inCellStyles = false;
  if (zip.has(part)) {
    await readXml(zip.read(part, MAX_LIST_BYTES), {
      open: (name, attributes) => {
        if (name === 'numFmt' && showsDay(attributes['formatCode'] ?? '')) dates.add(Number(attributes['numFmtId']));
        else if (name === 'cellXfs') inCellStyles = true;
        else if (name === 'xf' && inCellStyles) styles.push(Number(attributes['numFmtId'] ?? 0));
      },
      close: (name) => {
        if (name === 'cellXfs') inCellStyles = false;
      },
      text: () => undefined,
    });
  }
  return new Set(styles.flatMap((format, index) => (dates.has(format) ? [index] : [])));
}

/** Whether a format code has a day or a year in it, once literals, colours and conditions are taken out. */
function showsDay(code: string): boolean {
  return /[dy]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, ''));
}
