/**
 * The texts on buttons and windows and in their confirmation questions, read from the code, because no story reaches
 * them all.
 */
import ts from 'typescript';
import { files, read } from './sources.ts';

/**
 * `submit`: the button that sends a form. `window`: the title of a form. `question`, `warning`, `yes`, `no`: the
 * confirmation before a button acts.
 */
export type Slot = 'submit' | 'window' | 'button' | 'question' | 'warning' | 'yes' | 'no';
/** `keys`: `*` stands for a part known only at run time. Null: data, or a text from elsewhere. */
export type CardLabel = { slot: Slot; at: string; keys: string[] | null };

/** The labels in all code that draws cards. */
export const cardLabels = (): CardLabel[] =>
  files('.ts')
    .filter((path) => /^(?:commands|cards)\/(?!words\/)/.test(path))
    .flatMap(inFile);

function inFile(path: string): CardLabel[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
  const found: CardLabel[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      for (const [slot, name] of slotsOf(node)) {
        const value = partOf(node, name);
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        if (value) found.push({ slot, at: `${path}:${line}`, keys: keysOf(value) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The slots in an object, determined by its properties. */
function slotsOf(node: ts.ObjectLiteralExpression): [Slot, string][] {
  const has = (...names: string[]) => names.every((name) => partOf(node, name) !== undefined);
  if (has('title', 'text', 'yes', 'no')) {
    return [
      ['question', 'title'],
      ['warning', 'text'],
      ['yes', 'yes'],
      ['no', 'no'],
    ];
  }
  if (has('title', 'submit') || has('title', 'form')) return [['window', 'title']];
  if (!has('label') || has('value')) return [];
  if (nameOf(node.parent) === 'submit') return [['submit', 'label']];
  const isButton = has('do') || node.properties.some(ts.isSpreadAssignment);
  // A label without a command is passed to code that makes a button of it, which may send a form.
  return [[isButton ? 'button' : 'submit', 'label']];
}

const nameOf = (node: ts.Node): string | undefined =>
  ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node) ? node.name.getText() : undefined;

function partOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const one of node.properties) {
    if (ts.isPropertyAssignment(one) && one.name.getText() === name) return one.initializer;
    if (ts.isShorthandPropertyAssignment(one) && one.name.text === name) return one.name;
  }
  return undefined;
}

/** Texts are looked up with `say(key)`, `x.say(key)` and `keyed(lang, key)`. */
const SAYS = /(?:^|\.)(?:say|speak|keyed)$/;

function keysOf(value: ts.Expression): string[] | null {
  if (ts.isConditionalExpression(value)) return both(keysOf(value.whenTrue), keysOf(value.whenFalse));
  if (ts.isParenthesizedExpression(value)) return keysOf(value.expression);
  if (ts.isIdentifier(value)) {
    const declared = declarationOf(value);
    return declared ? keysOf(declared) : null;
  }
  if (!ts.isCallExpression(value) || !SAYS.test(value.expression.getText())) return null;
  return patterns(value.arguments[value.expression.getText().endsWith('keyed') ? 1 : 0]);
}

const both = (one: string[] | null, other: string[] | null): string[] | null =>
  one && other ? [...one, ...other] : null;

function patterns(key: ts.Expression | undefined): string[] | null {
  if (key === undefined) return null;
  if (ts.isStringLiteralLike(key)) return [key.text];
  if (ts.isConditionalExpression(key)) return both(patterns(key.whenTrue), patterns(key.whenFalse));
  if (!ts.isTemplateExpression(key)) return null;
  const [first] = key.templateSpans;
  // A key that could be any in the catalogue tells nothing.
  if (key.head.text === '' && first && wordsFor(first.expression) === null) return null;
  return key.templateSpans.reduce(
    (begun, { expression, literal }) =>
      begun.flatMap((one) => (wordsFor(expression) ?? ['*']).map((word) => one + word + literal.text)),
    [key.head.text],
  );
}

/** The possible values of a parameter, if its type lists them in the same file. */
function wordsFor(value: ts.Expression): string[] | null {
  if (!ts.isIdentifier(value)) return null;
  for (let scope: ts.Node = value.parent; scope; scope = scope.parent) {
    if (!ts.isFunctionLike(scope)) continue;
    for (const { name, type } of scope.parameters) {
      if (name.getText() === value.text) return type ? literals(type) : null;
      if (ts.isObjectBindingPattern(name) && name.elements.some((one) => one.name.getText() === value.text))
        return type ? literals(memberOf(type, value.text)) : null;
    }
  }
  return null;
}

/** The type of an object's property, if declared in the same file. */
function memberOf(type: ts.TypeNode, name: string): ts.TypeNode | undefined {
  const whole = aliasOf(type) ?? type;
  const member = ts.isTypeLiteralNode(whole) ? whole.members.find((one) => one.name?.getText() === name) : undefined;
  return member && ts.isPropertySignature(member) ? member.type : undefined;
}

function aliasOf(type: ts.TypeNode): ts.TypeNode | undefined {
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const { statements } = type.getSourceFile();
  return statements.filter(ts.isTypeAliasDeclaration).find(({ name }) => name.text === type.typeName.getText())?.type;
}

function literals(type: ts.TypeNode | undefined): string[] | null {
  if (type === undefined) return null;
  if (ts.isUnionTypeNode(type)) {
    const parts = type.types.map(literals);
    return parts.every((part) => part !== null) ? parts.flat() : null;
  }
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return [type.literal.text];
  return literals(aliasOf(type));
}

/** The value of a constant in the same function or file. */
function declarationOf({ text, parent }: ts.Identifier): ts.Expression | undefined {
  for (let scope: ts.Node = parent; scope; scope = scope.parent) {
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
    for (const statement of scope.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find(({ name }) => name.getText() === text);
      if (found?.initializer) return found.initializer;
    }
  }
  return undefined;
}
