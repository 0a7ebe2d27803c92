/** The emergency pack as one printable page without external resources. */
import type { Lang } from '../../../cards/node.ts';
import { escaped, STYLE } from './formats.ts';

/** A numbered list or a table. */
export type Chapter = { title: string } & ({ steps: readonly string[] } | { columns: string[]; rows: string[][] });
type Pack = { title: string; intro: string; lang: Lang; chapters: readonly Chapter[] };

const lines = (text: string): string => escaped(text).replaceAll('\n', '<br>');

export function htmlOf({ title, intro, lang, chapters }: Pack): string {
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}
li{margin:.3rem 0}h2{break-after:avoid}</style></head>
<body><h1>${escaped(title)}</h1><p>${lines(intro)}</p>
${chapters.map(chapterOf).join('\n')}
</body></html>
`;
}

function chapterOf(chapter: Chapter): string {
  const head = `<h2>${escaped(chapter.title)}</h2>`;
  if ('steps' in chapter)
    return `${head}\n<ol>${chapter.steps.map((step) => `<li>${lines(step)}</li>`).join('\n')}</ol>`;
  if (chapter.rows.length === 0) return `${head}\n<p>–</p>`;
  const columns = chapter.columns.map((column) => `<th>${escaped(column)}</th>`).join('');
  const rows = chapter.rows.map((row) => `<tr>${row.map((cell) => `<td>${lines(cell)}</td>`).join('')}</tr>`);
  return `${head}\n<table><thead><tr>${columns}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
