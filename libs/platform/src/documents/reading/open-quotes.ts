/** More than a cell has of lines, and of signs in any spreadsheet: a quotation mark that is open for longer was never closed. */
const MOST_LINES = 30;
const LONGEST_CELL = 32_767;

/**
 * The lines of a .csv, where a quotation mark that nobody closed costs its own line alone: read by the rules it would take the lines below into its
 * cell up to the next mark, hundreds of people without a word. Such a line comes with its mark as a sign of the text (`unreadableCell`).
 * `separators`: how many delimiters a line of this file has.
 */
export function* withQuotesClosed(text: string, delimiter: string, separators: number): Generator<string> {
  // Old Macs end a line with a carriage return alone.
  const file = { text, delimiter, separators, lineEnd: text.includes('\n') ? '\n' : '\r' };
  for (let at = 0; at < text.length;) {
    const line = lineAt(file, at);
    const end = line.includes('"') ? endOfRecord(file, at) : at + line.length;
    yield end === undefined ? asPlainCells(line, delimiter) : text.slice(at, end);
    at = end ?? at + line.length;
  }
}

interface DelimitedText {
  readonly text: string;
  readonly delimiter: string;
  readonly separators: number;
  readonly lineEnd: string;
}

/** Where the record ends that begins here; undefined when a mark is opened in its first line and never closed. */
function endOfRecord(file: DelimitedText, start: number): number | undefined {
  const { delimiter, separators } = file;
  let line = lineAt(file, start);
  let open = isOpenAfter(line, delimiter, false);
  const isWhole = separators > 0 && count(line, delimiter) >= separators;
  let end = start + line.length;
  for (let lines = 1; open; lines += 1) {
    line = lineAt(file, end);
    // A line that is whole by itself, below one that is whole too, is no part of a cell.
    const isSwallowed = isWhole && count(line, delimiter) >= separators;
    if (open === 'BROKEN' || line === '' || isSwallowed || lines > MOST_LINES || end - start > LONGEST_CELL)
      return undefined;
    open = isOpenAfter(line, delimiter, true);
    end += line.length;
  }
  return end;
}

/**
 * Whether a quoted cell goes on below this line; broken where another one begins in it. A mark within a cell that does not begin with one is a sign like
 * others.
 */
function isOpenAfter(line: string, delimiter: string, wasOpen: boolean): boolean | 'BROKEN' {
  if (!line.includes('"')) return wasOpen;
  let open = wasOpen;
  let begins = !wasOpen;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at]!;
    const next = line[at + 1] ?? '\n';
    if (!open) {
      if (sign === '"' && begins) open = true;
      begins = sign === delimiter;
    } else if (sign === '"') {
      if (next === '"') at += 1;
      else if (next === delimiter || next === '\r' || next === '\n') open = false;
      else if (line[at - 1] === delimiter) return 'BROKEN';
    }
  }
  return open;
}

/** The line with each of its cells quoted as the rules have it: those that were, and that of the open mark up to the next delimiter. */
function asPlainCells(line: string, delimiter: string): string {
  const content = line.replace(/\r?\n$|\r$/, '');
  const cells: string[] = [];
  for (let at = 0; at <= content.length; at += 1) {
    QUOTED.lastIndex = at;
    const quoted = QUOTED.exec(content)?.[0];
    const isWhole = quoted !== undefined && [delimiter, undefined].includes(content[at + quoted.length]);
    const end = content.indexOf(delimiter, at);
    const plain = content.slice(at, end < 0 ? content.length : end);
    cells.push(isWhole ? quoted : `"${plain.replaceAll('"', '""')}"`);
    at += (isWhole ? quoted : plain).length;
  }
  return cells.join(delimiter) + line.slice(content.length);
}

const QUOTED = /"[^"]*(?:""[^"]*)*"/y;

/** A line with its end. */
function lineAt({ text, lineEnd }: DelimitedText, start: number): string {
  const end = text.indexOf(lineEnd, start);
  return text.slice(start, end < 0 ? text.length : end + 1);
}

function count(line: string, delimiter: string): number {
  return line.split(delimiter).length - 1;
}
