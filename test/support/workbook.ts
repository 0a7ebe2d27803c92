/** A small Excel workbook with the parts that every program writes. */
import { strToU8, type Zippable, zipSync } from 'fflate';

type Cell = string | number | Date | null;
export type SheetGiven = { rows: Cell[][]; merged?: string[] };

const DAY = 86_400_000;
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function cellXml(value: Cell, place: string): string {
  if (value === null) return '';
  if (value instanceof Date) return `<c r="${place}" s="1"><v>${value.getTime() / DAY + 25_569}</v></c>`;
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
}

function sheetXml({ rows, merged = [] }: SheetGiven): string {
  const body = rows.map((cells, row) => {
    const inside = cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${row + 1}`));
    return `<row r="${row + 1}">${inside.join('')}</row>`;
  });
  const merges = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
  const tail = merges === '' ? '' : `<mergeCells>${merges}</mergeCells>`;
  return `<worksheet xmlns="${MAIN}"><sheetData>${body.join('')}</sheetData>${tail}</worksheet>`;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const STYLES = `<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/** @param more additional files of the archive, or replacements */
export function workbook(sheets: readonly SheetGiven[], more: Zippable = {}): Uint8Array {
  const numbers = sheets.map((_sheet, index) => index + 1);
  const tabs = numbers.map((id) => `<sheet name="Blatt ${id}" sheetId="${id}" r:id="rId${id}"/>`).join('');
  const targets = numbers.map(
    (id) => `<Relationship Id="rId${id}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${id}.xml"/>`,
  );
  const styles = `<Relationship Id="rId99" Type="${RELATIONS}/styles" Target="styles.xml"/>`;
  return zipSync({
    '[Content_Types].xml': strToU8(`<Types xmlns="${PACKAGE}/content-types"/>`),
    'xl/workbook.xml': strToU8(`<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${tabs}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="${PACKAGE}/relationships">${targets.join('')}${styles}</Relationships>`,
    ),
    'xl/styles.xml': strToU8(STYLES),
    ...Object.fromEntries(
      sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, strToU8(sheetXml(sheet))]),
    ),
    ...more,
  });
}
