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

/** Reads everything of a workbook but the rows of its sheets; hidden sheets are left out. */
export async function readWorkbookParts(zip: ZipArchive): Promise<WorkbookParts> {
  const targets = await readTargets(zip);
  const { sheets, date1904 } = await readSheetList(zip, targets);
  return { sheets, date1904, sharedTexts: await readSharedTexts(zip), dateStyles: await readDateStyles(zip) };
}

async function readTargets(zip: ZipArchive): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readXml(zip.read('xl/_rels/workbook.xml.rels', MAX_LIST_BYTES), {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id && Target)
        targets.set(Id, posix.join(Target.startsWith('/') ? '' : 'xl', Target).replace(/^\//, ''));
    },
    close: () => undefined,
    text: () => undefined,
  });
  return targets;
}

async function readSheetList(zip: ZipArchive, targets: ReadonlyMap<string, string>) {
  const sheets: { name: string; part: string }[] = [];
  let date1904 = false;
  await readXml(zip.read('xl/workbook.xml', MAX_LIST_BYTES), {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet' || /^(hidden|veryHidden)$/.test(attributes['state'] ?? '')) return;
      const part = targets.get(attributes['r:id'] ?? '');
      if (part && zip.has(part)) sheets.push({ name: attributes['name'] ?? '', part });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return { sheets, date1904 };
}

async function readSharedTexts(zip: ZipArchive): Promise<string[]> {
  if (!zip.has('xl/sharedStrings.xml')) return [];
  const texts: string[] = [];
  let text = '';
  let inText = false;
  let inReading = false;
  await readXml(zip.read('xl/sharedStrings.xml', MAX_SHARED_BYTES), {
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
async function readDateStyles(zip: ZipArchive): Promise<Set<number>> {
  const dates = new Set(BUILT_IN_DATES);
  const styles: number[] = [];
  let inCellStyles = false;
  if (zip.has('xl/styles.xml')) {
    await readXml(zip.read('xl/styles.xml', MAX_LIST_BYTES), {
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
