/** Reads what Slack returns from drawn cards: a button's command, a view's metadata, the values of inputs. */
import { z } from 'zod';
import { isBlank } from '../cut.ts';
import { TYPED } from './input.ts';

const carried = z.object({ do: z.string(), args: z.record(z.string(), z.unknown()) });

/** A command row and its arguments, as a button or a modal's submit carries them. */
export type Pressed = { do: string; args: Record<string, unknown> };

/**
 * Reads a button's `value`. A foreign or damaged one gives the empty name, which the shell answers as an unknown
 * command.
 */
export function buttonFromValue(value: string): Pressed {
  return carried.safeParse(json(value)).data ?? { do: '', args: {} };
}

/**
 * Reads a modal's `private_metadata`: the adapter's own `meta`, and the submit button (absent: the modal is not a
 * form).
 */
export function metaFromView(privateMetadata: string): { meta: Record<string, unknown>; submit?: Pressed } {
  const read = json(privateMetadata);
  const meta = z.object({ meta: z.record(z.string(), z.unknown()) }).safeParse(read).data?.meta ?? {};
  const submit = carried.safeParse(read).data;
  return submit ? { meta, submit } : { meta };
}

const option = z.object({ value: z.string() });
const action = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_user: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
});

/**
 * The inputs of a card by field name, from `view.state.values` or `state.values` of a click. An input that was shown
 * but left empty is undefined (a list: empty); one that was not shown is absent. A typed person overrides a chosen one.
 */
export function valuesFromState(values: unknown): Record<string, string | string[] | undefined> {
  const found: Record<string, string | string[] | undefined> = {};
  const typed: Record<string, string> = {};
  const blocks = z.record(z.string(), z.record(z.string(), z.unknown())).safeParse(values ?? {}).data ?? {};
  for (const [id, actions] of Object.entries(blocks)) {
    const read = action.safeParse(Object.values(actions)[0]).data;
    if (id.includes('#') || !read) continue;
    const value = readValue(read);
    if (!id.endsWith(TYPED)) found[id] = value;
    else if (typeof value === 'string' && !isBlank(value)) typed[id.slice(0, -TYPED.length)] = value;
  }
  return { ...found, ...typed };
}

function readValue(read: z.infer<typeof action>): string | string[] | undefined {
  if (read.selected_options) return read.selected_options.map((chosen) => chosen.value);
  return read.selected_option?.value ?? read.selected_date ?? read.selected_user ?? read.value ?? undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
