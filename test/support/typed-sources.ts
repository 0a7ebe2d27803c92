/** The product's sources as syntax trees, with types where needed: for rules that text alone cannot check. */
import ts from 'typescript';
import { files, ROOT, read, roomOf, target } from './sources.ts';

const PRODUCT = ['bot', 'commands', 'cards', 'adapters', 'db', 'manifest', 'demo', 'bench'];
/** Rooms loaded with types. The others bring in the SDKs, which is slow, and build no keys of their own. */
const TYPED = ['bot', 'commands', 'cards', 'manifest'];

export const isProduct = (path: string): boolean => PRODUCT.includes(roomOf(path));
export const productPaths: readonly string[] = files('.ts').filter(isProduct);
export const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);

/** Calls `see` for a node and everything below it. */
export function walk(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => walk(child, see));
}

/** All imports of our own files: the file, and the names (`*`: all). */
export function importsIn(file: ts.SourceFile): { to: string; names: string[] }[] {
  const found: { to: string; names: string[] }[] = [];
  const note = (specifier: ts.Expression | undefined, names: string[]) => {
    const to = specifier && ts.isStringLiteralLike(specifier) ? target(file.fileName, specifier.text) : null;
    if (to !== null) found.push({ to, names });
  };
  const named = (elements: ts.NodeArray<ts.ImportSpecifier | ts.ExportSpecifier>) =>
    elements.map((one) => (one.propertyName ?? one.name).text);
  walk(file, (node) => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      note(
        node.moduleSpecifier,
        bindings === undefined ? [] : ts.isNamedImports(bindings) ? named(bindings.elements) : ['*'],
      );
    } else if (ts.isExportDeclaration(node)) {
      const clause = node.exportClause;
      note(node.moduleSpecifier, clause && ts.isNamedExports(clause) ? named(clause.elements) : ['*']);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      note(node.arguments[0], ['*']);
    }
  });
  return found;
}

/** The names that a file exports by declaration. */
export function exportsIn(file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    const { name } = statement as ts.Statement & { name?: ts.Node };
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });
}

export type Typed = {
  /** Every product file. Those of the typed rooms have types. */
  sources: { path: string; file: ts.SourceFile; typed: boolean }[];
  /** The possible texts of a value. Null: any. */
  textsOf: (node: ts.Expression) => string[] | null;
  /** The texts allowed in place of this literal. Null: any. Undefined: unknown. */
  expected: (literal: ts.Expression) => string[] | null | undefined;
};

/** Loads the product with types. Takes seconds, so call it once per test file. */
export function typedSources(): Typed {
  const config = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: ['vitest.config.ts'] },
    ts.sys,
    ROOT,
  );
  const roots = productPaths.filter((path) => TYPED.includes(roomOf(path)) && path !== 'bot/main.ts');
  const program = ts.createProgram(
    roots.map((path) => ROOT + path),
    options,
  );
  const checker = program.getTypeChecker();
  const known = new Set(program.getSourceFiles());
  const texts = (type: ts.Type): string[] | null => {
    const found: string[] = [];
    for (const one of type.isUnion() ? type.types : [type]) {
      const base = checker.getBaseConstraintOfType(one);
      if (one.isStringLiteral() || one.isNumberLiteral()) found.push(String(one.value));
      else if (base && base !== one) {
        const below = texts(base);
        if (below === null) return null;
        found.push(...below);
      } else return null;
    }
    return found;
  };
  return {
    sources: productPaths.map((path) => {
      const file = program.getSourceFile(ROOT + path);
      return { path, file: file ?? parse(path), typed: file !== undefined };
    }),
    textsOf: (node) => texts(checker.getTypeAtLocation(node)),
    expected: (literal) => {
      if (!known.has(literal.getSourceFile())) return undefined;
      const type = checker.getContextualType(literal);
      if (!type) return undefined;
      const plain = checker.getNonNullableType(type);
      const kinds = plain.isUnion() ? plain.types.filter((one) => !(one.flags & ts.TypeFlags.Object)) : [plain];
      const all = kinds.map(texts);
      return all.includes(null) ? null : all.flatMap((some) => some ?? []);
    },
  };
}
