/** Runs an operator's tool like the command line does, and captures its output. */
import { runTool, type Tool } from '../../adapters/operation/tool.ts';

export type Called = { code: number; out: string; err: string };

export async function callTool(tool: Tool, ...argv: string[]): Promise<Called> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runTool(tool, argv, { say: (line) => out.push(line), complain: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
