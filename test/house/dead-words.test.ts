import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { CONFIG_FAULTS } from '../../bot/operation/config-faults.ts';
import { FAULTS } from '../../bot/organisation/fault.ts';
import { REFUSALS } from '../../bot/refusal.ts';
import { de } from '../../cards/words/de.ts';
import { VIEWS } from '../../commands/views.ts';
import { files, roomOf } from '../support/sources.ts';
import { parse, type Typed, typedSources, walk } from '../support/typed-sources.ts';

/** A text built at run time: `*` stands for what no type tells. */
type Pattern = RegExp;
const patternOf = (text: string): Pattern =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replace(/[.\\+?^$()|[\]{}]/g, '\\$&'))
      .join('(.+)')}$`,
  );

let typed: Typed;
/** Every text that stands in the code as a value or as a key of a table, and every one that is put together from known parts. */
const written = new Set<string>();
/** Built texts with a part that no type tells, as `decided-*`. */
const built = new Set<string>();
/** Where each literal stands. */
const literals = new Map<string, { path: string; node: ts.StringLiteralLike }[]>();
beforeAll(() => {
  typed = typedSources();
  for (const { path, file, typed: known } of typed.sources) {
    if (path.startsWith('cards/words/')) continue;
    walk(file, (node) => {
      if (ts.isStringLiteralLike(node) && !ts.isLiteralTypeNode(node.parent) && !ts.isImportDeclaration(node.parent)) {
        literals.set(node.text, [...(literals.get(node.text) ?? []), { path, node }]);
        written.add(node.text);
      } else if (
        ts.isNumericLiteral(node) ||
        (ts.isIdentifier(node) && ts.isObjectLiteralElement(node.parent) && node.parent.name === node)
      )
        written.add(node.text);
      else if (ts.isTemplateExpression(node)) {
        let texts = [node.head.text];
        for (const { expression, literal } of node.templateSpans) {
          const parts = (known ? typed.textsOf(expression) : null) ?? ['*'];
          texts = texts.flatMap((text) => parts.map((part) => text + part + literal.text));
        }
        for (const text of texts) (text.includes('*') ? built : written).add(text);
      }
    });
  }
});

/** Whether the code can say this text: as it stands, or from a beginning in the code and a rest that stands there, too. */
function isSaid(text: string, depth = 2): boolean {
  if (written.has(text)) return true;
  if (depth === 0) return false;
  return [...built].some((pattern) => {
    // A pattern without a word of its own would match everything.
    if (!/[a-z]{3}/.test(pattern)) return false;
    const match = patternOf(pattern).exec(text);
    return match?.slice(1).every((part) => isSaid(part, depth - 1)) ?? false;
  });
}

describe('words', () => {
  it('are all used', () => {
    expect(Object.keys(de).filter((key) => !isSaid(key))).toEqual([]);
  });

  it.each(['de', 'en'])('stand in one file only: %s', (lang) => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const path of files('.ts').filter((file) => file.startsWith(`cards/words/${lang}/`))) {
      walk(parse(path), (node) => {
        if (!ts.isPropertyAssignment(node) || !ts.isStringLiteral(node.name)) return;
        if (seen.has(node.name.text)) twice.push(`${node.name.text}: ${seen.get(node.name.text)}, ${path}`);
        seen.set(node.name.text, path);
      });
    }
    expect(seen.size).toBeGreaterThan(1000);
    expect(twice).toEqual([]);
  });
});

/** The literals of a code outside the file that declares it. */
const usesOf = (code: string, declared: string) => (literals.get(code) ?? []).filter(({ path }) => path !== declared);
/** Whether one of these texts and nothing else may stand there. */
const isOneOf = (node: ts.StringLiteralLike, codes: readonly string[]): boolean =>
  typed.expected(node)?.every((text) => codes.includes(text)) ?? false;

describe('refusals', () => {
  it('are all refused somewhere', () => {
    const never = REFUSALS.filter(
      (code) => !usesOf(code, 'bot/refusal.ts').some(({ node }) => isOneOf(node, REFUSALS) || isMapped(node)),
    );
    expect(never).toEqual([]);
  });

  it('have words', () => {
    expect(REFUSALS.filter((code) => !(`refusal.${code}` in de))).toEqual([]);
    const named = Object.keys(de).filter((key) => key.startsWith('refusal.'));
    expect(named.filter((key) => !(REFUSALS as readonly string[]).includes(key.slice(8)))).toEqual([]);
  });
});

/** A value in a table that turns one code into another. */
const isMapped = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node.parent) &&
  node.parent.initializer === node &&
  typed.expected(node as ts.Expression) === undefined;

describe('problems of forms', () => {
  it('are all found somewhere', () => {
    const codes = Object.keys(de).flatMap((key) => (key.startsWith('problem.') ? [key.slice(8)] : []));
    const never = codes.filter(
      (code) =>
        !(literals.get(code) ?? []).some(({ path, node }) => {
          // Forms are checked in these rooms; an adapter's own word may be spelled the same.
          if (!['cards', 'commands', 'bot'].includes(roomOf(path))) return false;
          // A list declares codes, it finds none.
          if (ts.isArrayLiteralExpression(node.parent)) return false;
          const expected = typed.expected(node);
          return expected === undefined || (expected?.every((text) => codes.includes(text)) ?? false) || isFault(node);
        }),
    );
    expect(never).toEqual([]);
  });
});

/** zod takes the message of a failed check as plain text. */
const isFault = (node: ts.Node): boolean =>
  typed.expected(node as ts.Expression) === null &&
  ts.isCallExpression(node.parent) &&
  /\bz\b|refine|regex|check/.test(node.parent.expression.getText());

describe('tables of faults', () => {
  it.each([
    ['bot/organisation/fault.ts', FAULTS],
    ['bot/operation/config-faults.ts', CONFIG_FAULTS],
  ])('%s: each row is found somewhere', (declared, table) => {
    expect(Object.keys(table).filter((code) => usesOf(code, declared).length === 0)).toEqual([]);
  });

  it('of Teams: each class is decided somewhere', () => {
    const classes: string[] = [];
    const decided = new Set<string>();
    walk(parse('adapters/teams/errors.ts'), (node) => {
      if (!ts.isVariableDeclaration(node) || node.name.getText() !== 'VERDICTS') return;
      walk(node, (inner) => {
        const isRow = ts.isPropertyAssignment(inner) && ts.isObjectLiteralExpression(inner.initializer);
        if (isRow) classes.push((inner.name as ts.StringLiteral | ts.Identifier).text);
      });
    });
    walk(parse('adapters/teams/errors.ts'), (node) => {
      const isReason = ts.isPropertyAssignment(node.parent ?? node) && node.parent?.getText().startsWith('reason');
      if (ts.isStringLiteral(node) && !isReason && !(ts.isPropertyAssignment(node.parent) && node.parent.name === node))
        decided.add(node.text);
    });
    expect(classes.length).toBeGreaterThan(10);
    expect(classes.filter((name) => !decided.has(name))).toEqual([]);
  });
});

describe('what is drawn and sent', () => {
  it('has no view that nobody posts or shows', () => {
    const handed = (node: ts.Node): boolean => {
      const { parent } = node;
      if (ts.isConditionalExpression(parent) || ts.isParenthesizedExpression(parent)) return handed(parent);
      return ts.isCallExpression(parent) || (ts.isPropertyAssignment(parent) && parent.name.getText() === 'view');
    };
    const posted = (view: string) => usesOf(view, 'commands/views.ts').some(({ node }) => handed(node));
    expect(Object.keys(VIEWS).filter((view) => !posted(view))).toEqual([]);
  });

  it('has no effect that nobody wishes for', () => {
    const kinds: string[] = [];
    walk(parse('bot/delivery/effect.ts'), (node) => {
      const kind = /^do: z\.literal\('(\w+)'\)$/.exec(ts.isPropertyAssignment(node) ? node.getText() : '')?.[1];
      if (kind) kinds.push(kind);
    });
    expect(kinds).toContain('post');
    const wished = (kind: string) =>
      (literals.get(kind) ?? []).some(
        ({ node }) => ts.isPropertyAssignment(node.parent) && node.parent.name.getText() === 'do',
      );
    expect(kinds.filter((kind) => !wished(kind))).toEqual([]);
  });
});
