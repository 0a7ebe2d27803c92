/** What a person sees in the Slack fake: buttons and inputs of blocks, and the open modal. */
import { type FakeView, inputsOf, plain, readable, stateOf } from './slack-fake-state.ts';
import { isJson, type Json } from './slack-limits-parts.ts';

export type ShownModal = {
  id: string;
  title: string;
  /** All readable text, buttons in brackets, the submit button last. */
  text: string;
  inputs: { name: string; label: string; value: unknown; problem?: string }[];
  buttons: string[];
  submit?: string;
  view: Json;
};

/** Slack escapes typed text and puts links in brackets. Mentions come from the picker and stay as they are. */
export function escaped(text: string): string {
  return text
    .split(/(<@[UW][A-Z0-9]+(?:\|[^>]*)?>)/)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      const safe = part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      return safe.replaceAll(/https?:\/\/[^\s&]+(?:&amp;[^\s&]+)*/g, '<$&>');
    })
    .join('');
}

export function buttonsOf(blocks: readonly Json[]): Json[] {
  return blocks
    .filter((block) => block.type === 'actions')
    .flatMap((block) => (block.elements as Json[]).map((element) => ({ ...element, block_id: block.block_id })));
}

export function isButton(button: Json, what: string): boolean {
  return plain(button.text) === what || JSON.parse(String(button.value)).do === what;
}

/** @param nth among those with this label */
export function pressed(blocks: readonly Json[], what: string, nth = 0): Json {
  const button = buttonsOf(blocks).filter((candidate) => isButton(candidate, what))[nth];
  if (!button)
    throw new Error(
      `no button ${what} here; there are: ${
        buttonsOf(blocks)
          .map((one) => plain(one.text))
          .join(', ') || 'none'
      }`,
    );
  const { type, action_id, block_id, text, value } = button;
  return { type, action_id, block_id, text, value, action_ts: String(Date.now() / 1000) };
}

export function isNamed(input: { block: Json; id: string }, name: string): boolean {
  return input.id === name || plain(input.block.label) === name;
}

export function visibleModal(modal: FakeView | undefined): ShownModal | undefined {
  if (!modal) return undefined;
  const blocks = modal.body.blocks as Json[];
  const state = stateOf(blocks, modal.typed);
  const submit = modal.body.submit === undefined ? undefined : plain(modal.body.submit);
  return {
    id: modal.id,
    title: plain(modal.body.title),
    text: [readable(blocks), ...(submit ? [`[${submit}]`] : [])].join('\n'),
    inputs: inputsOf(blocks).map(({ block, id, action }) => ({
      name: id,
      label: plain(block.label),
      value: shownValue(state[id]?.[action]),
      ...(modal.errors[id] ? { problem: modal.errors[id] } : {}),
    })),
    buttons: buttonsOf(blocks).map((button) => plain(button.text)),
    ...(submit ? { submit } : {}),
    view: modal.body,
  };
}

function shownValue(state: Json | undefined): unknown {
  if (!state) return undefined;
  const option = state.selected_option;
  if (isJson(option)) return option.value;
  if (Array.isArray(state.selected_options))
    return state.selected_options.map((chosen) => (isJson(chosen) ? chosen.value : chosen));
  return state.value ?? state.selected_date ?? state.selected_user ?? null;
}
