/** Small faults for a source file, one at a time. A mutation run checks whether the tests notice them. */
import ts from 'typescript';

export type Mutant = {
  file: string;
  start: number;
  end: number;
  /** The replacement text. */
  text: string;
  line: number;
  /** `old → new`, on one line. */
  change: string;
  /** The function that contains it, as marked by `probed`; `FILE#0` for code that runs on import. */
  place: string;
};

const SWAPS: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
  [ts.SyntaxKind.PlusToken]: '-',
  [ts.SyntaxKind.MinusToken]: '+',
};
const METHODS = new Map([
  ['some', 'every'],
  ['every', 'some'],
]);
const DROPPED = new Set(['filter', 'sort', 'toSorted', 'reverse', 'slice']);

/**
 * @param source a file of `checker`'s program; the types tell which other strings a literal could be
 * @param wants which functions to mutate, null for code that runs on import; default: all
 */
export function mutantsOf(
  file: string,
  source: ts.SourceFile,
  checker: ts.TypeChecker,
  wants: (inside: ts.FunctionLikeDeclaration | null) => boolean = () => true,
): Mutant[] {
  const found: Mutant[] = [];
  const visit = (node: ts.Node, inside: ts.FunctionLikeDeclaration | null) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isExportDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    const within = isFunction(node) ? node : inside;
    if (wants(within))
      for (const [at, text] of changes(node, checker)) {
        const start = at.getStart(source);
        const change = `${short(source.text.slice(start, at.end))} → ${short(text) || '(nothing)'}`;
        const line = source.getLineAndCharacterOfPosition(start).line + 1;
        found.push({ file, start, end: endOf(at, source, text), text, line, change, place: placeOf(file, within) });
      }
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(source, null);
  return found;
}

const short = (text: string): string => {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > 70 ? `${flat.slice(0, 67)}…` : flat;
};

/** A removed list item takes its comma along. */
function endOf(node: ts.Node, source: ts.SourceFile, text: string): number {
  if (text !== '' || ts.isStatement(node)) return node.end;
  return node.end + (/^\s*,/.exec(source.text.slice(node.end))?.[0].length ?? 0);
}

type Change = [at: ts.Node, text: string];

function changes(node: ts.Node, checker: ts.TypeChecker): Change[] {
  if (ts.isBinaryExpression(node)) return binary(node);
  if (ts.isIfStatement(node)) return [...negated(node.expression), ...dropped(node)];
  if (ts.isConditionalExpression(node)) return negated(node.condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [[node, node.operand.getText()]];
  if (ts.isCallExpression(node)) return call(node);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((one) => [one, '']);
  if (ts.isObjectLiteralExpression(node)) return node.properties.map((one) => [one, '']);
  if (ts.isStringLiteral(node)) return literal(node, checker);
  if (ts.isNumericLiteral(node)) return [[node, String(Number(node.text.replaceAll('_', '')) + 1)]];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [[node, 'false']];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [[node, 'true']];
  if (ts.isBlock(node) && node.statements.length > 0) return [[node, '{}']];
  return [];
}

function binary(node: ts.BinaryExpression): Change[] {
  const swap = SWAPS[node.operatorToken.kind];
  const isText = [node.left, node.right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side));
  return swap && !(swap === '-' && isText) ? [[node.operatorToken, swap]] : [];
}

/** A comparison is already inverted on its own. */
const negated = (condition: ts.Expression): Change[] =>
  ts.isBinaryExpression(condition) || ts.isPrefixUnaryExpression(condition)
    ? []
    : [[condition, `!(${condition.getText()})`]];

/** Removes an early exit. */
function dropped(node: ts.IfStatement): Change[] {
  const last = ts.isBlock(node.thenStatement) ? node.thenStatement.statements.at(-1) : node.thenStatement;
  const leaves = last && (ts.isReturnStatement(last) || ts.isContinueStatement(last) || ts.isThrowStatement(last));
  return leaves && !node.elseStatement ? [[node, ';']] : [];
}

function call(node: ts.CallExpression): Change[] {
  if (!ts.isPropertyAccessExpression(node.expression)) return [];
  const { name, expression } = node.expression;
  const other = METHODS.get(name.text);
  return [
    ...(other ? [[name, other] satisfies Change] : []),
    ...(DROPPED.has(name.text) ? [[node, expression.getText()] satisfies Change] : []),
  ];
}

/** Another member of the expected union. A free text is not a decision and is left alone. */
function literal(node: ts.StringLiteral, checker: ts.TypeChecker): Change[] {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return [];
  const compared = ts.isBinaryExpression(parent) && parent.operatorToken.kind in SWAPS;
  const other = compared ? (parent.left === node ? parent.right : parent.left) : null;
  const expected = other ? checker.getTypeAtLocation(other) : checker.getContextualType(node);
  const members = (expected?.isUnion() ? expected.types : [])
    .flatMap((type) => (type.isStringLiteral() ? [type.value] : []))
    .sort();
  const next = members[(members.indexOf(node.text) + 1) % members.length];
  return members.includes(node.text) && next !== undefined && next !== node.text ? [[node, `'${next}'`]] : [];
}

type Bodied = ts.FunctionLikeDeclaration & { body: ts.ConciseBody };
const isFunction = (node: ts.Node): node is Bodied =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

const placeOf = (file: string, inside: ts.Node | null): string => `${file}#${inside ? inside.pos : 0}`;

/** The file with a probe in each function, which records that a test was there. */
export function probed(file: string, text: string): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const mark = (node: ts.Node | null) => `globalThis.reached?.add(${JSON.stringify(placeOf(file, node))})`;
  const marks: [at: number, text: string][] = [[text.length, `\n${mark(null)};`]];
  const visit = (node: ts.Node) => {
    if (isFunction(node)) {
      if (ts.isBlock(node.body)) marks.push([node.body.getStart(source) + 1, `${mark(node)};`]);
      else marks.push([node.body.getStart(source), `(${mark(node)}, `], [node.body.end, ')']);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return marks
    .map(([at, added], index) => ({ at, added, index }))
    .sort((a, b) => b.at - a.at || (a.added === ')' ? 1 : b.added === ')' ? -1 : 0) || b.index - a.index)
    .reduce((done, { at, added }) => done.slice(0, at) + added + done.slice(at), text);
}

export const mutated = (text: string, { start, end, text: instead }: Mutant): string =>
  text.slice(0, start) + instead + text.slice(end);
