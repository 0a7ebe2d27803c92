/** An operator's tool, and how every tool is run: help, options, exit codes. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Lang } from '../../bot/chat.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { tellFault } from './fault.ts';

/** Where a tool writes, one line at a time. */
type Output = {
  say: (line: string) => void;
  complain: (line: string) => void;
  /** Only on a terminal: overwrites the current line. */
  rewrite?: (text: string) => void;
};

export type Call = Output & {
  lang: Lang;
  options: Record<string, string | boolean | undefined>;
  /** The arguments without `--`, as many as the tool requires. */
  files: readonly string[];
};

export type Tool = {
  help: Record<Lang, string>;
  options?: NonNullable<ParseArgsConfig['options']>;
  /** How many arguments without `--` it accepts. */
  arguments: { least: number; most: number };
  run: (call: Call) => Promise<ExitCode>;
};

const COMMON = { help: { type: 'boolean', short: 'h' }, lang: { type: 'string' } } as const;

/** Runs a tool with its command-line arguments. Never throws: every error is reported and becomes an exit code. */
export async function runTool(tool: Tool, argv: readonly string[], output: Output): Promise<ExitCode> {
  const lang = langOf(argv);
  let call: Call;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { ...tool.options, ...COMMON },
      allowPositionals: true,
    });
    const options = values as Call['options'];
    if (options.help) {
      output.say(tool.help[lang]);
      return EXIT.ok;
    }
    const { least, most } = tool.arguments;
    const isWrong = positionals.length < least || positionals.length > most;
    if (isWrong || !['de', 'en', undefined].includes(options.lang as string | undefined))
      return misused(tool, lang, output);
    call = { ...output, lang, options, files: positionals };
  } catch (error) {
    // Errors of parseArgs: an unknown option, or one without its value.
    if (!String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    return misused(tool, lang, output);
  }
  try {
    return await tool.run(call);
  } catch (error) {
    const { lines, code } = tellFault(error, lang);
    for (const line of lines) output.complain(line);
    return code;
  }
}

/** Read before the other options, because a usage error is reported in this language, too. German is the default. */
export function langOf(argv: readonly string[]): Lang {
  const at = argv.indexOf('--lang');
  return argv.includes('--lang=en') || (at >= 0 && argv[at + 1] === 'en') ? 'en' : 'de';
}

const MISUSED = {
  de: 'So lässt sich das nicht aufrufen.',
  en: 'It can’t be called like that.',
} as const satisfies Record<Lang, string>;

export function misused({ help }: Pick<Tool, 'help'>, lang: Lang, { complain }: Output): ExitCode {
  complain(`${MISUSED[lang]}\n\n${help[lang]}`);
  return EXIT.usage;
}
