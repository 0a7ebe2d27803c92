/**
 * Whether the compiler would have noticed a mutant. Such a mutant never reaches the tests in CI, so it is not counted.
 */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { ROOT } from '../support/sources.ts';
import { type Mutant, mutated } from './mutants.ts';

/** The project as seen by the compiler, with one file that can be changed in memory. */
export function openTypes() {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  let mutant: Mutant | null = null;
  let version = 0;
  const isMutant = (path: string) => mutant !== null && path === ROOT + mutant.file;
  const host: ts.LanguageServiceHost = {
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: (path) => path,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => ROOT,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => fileNames,
    getScriptVersion: (path) => (isMutant(path) ? `${version}` : ''),
    getScriptSnapshot: (path) => {
      const text = ts.sys.readFile(path);
      if (text === undefined) return undefined;
      return ts.ScriptSnapshot.fromString(isMutant(path) ? mutated(readFileSync(path, 'utf8'), mutant!) : text);
    },
  };
  const service = ts.createLanguageService(host);
  const program = service.getProgram()!;
  return {
    checker: program.getTypeChecker(),
    source: (file: string): ts.SourceFile => program.getSourceFile(ROOT + file)!,
    /** Compiles the file and its importers, including tests. */
    compiles(one: Mutant, importers: readonly string[]): boolean {
      mutant = one;
      version++;
      return [one.file, ...importers].every(
        (file) =>
          service.getSyntacticDiagnostics(ROOT + file).length + service.getSemanticDiagnostics(ROOT + file).length ===
          0,
      );
    },
  };
}
