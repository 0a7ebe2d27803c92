/** Facts and tables in a form that a phone can show: tables with too wide columns become lists. */
import { isBlank } from '../cut.ts';
import { type Element, isInert, lines, literal, withoutListMark } from './text.ts';

type Pair = { label: string; value: string };

/** How many letters of the usual size fit into about 330 points, the width of a card on a phone. */
const ROOM = 46;
const CELL_PADDING = 2;

/**
 * A `FactSet` reads its texts as markdown. If that would change a single pair, the whole list becomes a borderless
 * table.
 */
export function drawFacts(pairs: readonly Pair[]): Element[] {
  const facts = pairs.map(({ label, value }) => ({ title: filled(label), value: filled(value) }));
  if (facts.length === 0) return [];
  if (facts.every((fact) => isInert(fact.title) && isInert(fact.value))) return [{ type: 'FactSet', facts }];
  const rows = facts.map((fact) => [lines(fact.title, { isSubtle: true }), lines(fact.value)]);
  return [grid([2, 3], rows, { header: false, showGridLines: false })];
}

export function drawTable(columns: readonly string[], rows: readonly (readonly string[])[]): Element[] {
  if (columns.length === 0 || rows.length === 0) return [];
  const widths = columns.map((_, index) => width([columns[index] ?? '', ...rows.map((row) => row[index] ?? '')]));
  if (widths.reduce((sum, one) => sum + one + CELL_PADDING, 0) <= ROOM) {
    const head = columns.map((column) => lines(filled(column), { weight: 'Bolder' }));
    const body = rows.map((row) => columns.map((_, index) => lines(filled(row[index]))));
    return [grid(widths, [head, ...body], { header: true, showGridLines: true })];
  }
  const records = rows.map((row) => columns.map((label, index): Pair => ({ label, value: row[index] ?? '' })));
  if (records.length === 1) {
    const turned = records[0]!.map(({ label, value }) => [
      lines(filled(label), { weight: 'Bolder' }),
      lines(filled(value)),
    ]);
    return [grid([1, 1], turned, { header: false, showGridLines: true })];
  }
  return records.map((record, index) => ({
    type: 'Container',
    ...(index > 0 ? { separator: true } : {}),
    spacing: 'Small',
    items: drawFacts(record),
  }));
}

function grid(
  widths: readonly number[],
  rows: Element[][][],
  look: { header: boolean; showGridLines: boolean },
): Element {
  return {
    type: 'Table',
    // The schema has the property in the singular, adaptivecards 3.0.6 reads the plural.
    firstRowAsHeader: look.header,
    firstRowAsHeaders: look.header,
    showGridLines: look.showGridLines,
    columns: widths.map((one) => ({ width: one })),
    rows: rows.map((cells) => ({ type: 'TableRow', cells: cells.map((items) => ({ type: 'TableCell', items })) })),
  };
}

/** A column must hold its longest word. Longer texts wrap, but not into a narrow strip. */
function width(cells: readonly string[]): number {
  const word = Math.max(...cells.flatMap((cell) => cell.split(/\s+/).map((part) => part.length)));
  const longest = Math.max(...cells.map((cell) => cell.length));
  return Math.max(4, word, Math.min(longest, 14));
}

/** An empty cell shows "–"; some clients refuse an empty block. */
const filled = (text: string | undefined): string =>
  text === undefined || isBlank(text) ? '–' : withoutListMark(literal(text).trim());
