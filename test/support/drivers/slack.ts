/** A person in Slack: signed requests to the bot's endpoint, and what a client would show of the responses. */

import type { SlackFake } from '../slack-fake-port.ts';
import { buttonsOf } from '../slack-fake-sight.ts';
import type { FakeMessage } from '../slack-fake-state.ts';
import { plain, readable, stateOf } from '../slack-fake-state.ts';
import { isJson, type Json } from '../slack-limits-parts.ts';
import { type Answer, asList, type Hand, type SeenInput, type Sight, withButton } from './hand.ts';

const WARNING = '⚠';

export function slackHand(fake: SlackFake, who: { ref: string; name: string; email: string }): Hand {
  const { ref, name, email } = who;
  const user = fake.user(email);
  const { space } = fake;
  const modal = () => space.modals.get(user.id);

  const messages = (): FakeMessage[] =>
    [...space.rooms.values()]
      .filter((room) => room.members.has(user.id))
      .flatMap((room) => room.messages)
      .filter((message) => message.from === 'bot' && (message.only === undefined || message.only === user.id))
      .sort((one, other) => one.ts.localeCompare(other.ts));

  const sightOf = (message: FakeMessage): Sight => {
    const room = space.rooms.get(message.room)!;
    return {
      kind: message.blocks.length > 0 ? 'card' : 'text',
      room: room.dm ? '' : room.name,
      text: readable(message.blocks) || message.text,
      summary: message.text.split('\n')[0] ?? '',
      buttons: buttonsOf(message.blocks).map((button) => plain(button.text)),
      inputs: inputsOf(message.blocks, stateOf(message.blocks, message.typed), {}),
      id: `${message.ts}:${message.edits}`,
      source: { ...message },
    };
  };
  const openForm = (): Sight | undefined => {
    const view = modal();
    if (!view) return undefined;
    const blocks = view.body.blocks as Json[];
    const submit = view.body.submit === undefined ? [] : [plain(view.body.submit)];
    const inputs = inputsOf(blocks, stateOf(blocks, view.typed), view.errors);
    return {
      kind: 'form',
      room: '',
      text: [plain(view.body.title), read(blocks, inputs), ...submit.map((label) => `[${label}]`)].join('\n'),
      summary: plain(view.body.title),
      buttons: [...buttonsOf(blocks).map((button) => plain(button.text)), ...submit],
      inputs,
      id: view.hash,
      source: view.id,
    };
  };
  const sights = async (): Promise<Sight[]> => {
    const form = openForm();
    return [...messages().map(sightOf), ...(form ? [form] : [])];
  };
  const pressOn: Hand['pressOn'] = async ({ source }, label, nth) => {
    await user.clickOn(source as FakeMessage, label, nth);
  };

  return {
    ref,
    name,
    chat: 'slack',
    async arrive() {
      await user.openHome();
    },
    async say(text) {
      await user.closeModal();
      const [, command, rest = ''] = /^(\/\S+)\s*(.*)$/s.exec(text) ?? [];
      if (command) await user.command(command, rest);
      else await user.sendDm(text);
    },
    async fill(answers) {
      const form = openForm();
      const values: Record<string, string | string[]> = {};
      for (const [field, answer] of Object.entries(answers)) {
        const place = form && !canHold(modal()!.body.blocks as Json[], field, answer) ? `${field}__typed` : field;
        values[place] = typeof answer === 'string' ? answer : [...answer];
      }
      user.fill(values);
    },
    async press(label, on) {
      const form = openForm();
      if (form && on === undefined && form.buttons.includes(label)) {
        const submit = modal()?.body.submit;
        if (submit !== undefined && plain(submit) === label) await user.submit();
        else await user.click(label);
        return;
      }
      // Nothing behind a modal can be reached, so a person closes it first.
      await user.closeModal();
      await pressOn(withButton(messages().map(sightOf), label, on, name), label);
    },
    pressOn,
    async send(file) {
      await user.sendDm('', [file]);
    },
    sights,
  };
}

/** Whether a person's menu contains this name. Otherwise it is typed into the line below. */
function canHold(blocks: readonly Json[], field: string, answer: Answer): boolean {
  const block = blocks.find((candidate) => candidate.block_id === field);
  const typed = blocks.some((candidate) => candidate.block_id === `${field}__typed`);
  if (!typed || !block || !isJson(block.element)) return true;
  const groups = (block.element.option_groups ?? [{ options: block.element.options ?? [] }]) as Json[];
  const options = groups.flatMap((group) => group.options as Json[]);
  return asList(answer).every((one) => options.some((option) => option.value === one || plain(option.text) === one));
}

function inputsOf(
  blocks: readonly Json[],
  state: Record<string, Record<string, Json>>,
  errors: Record<string, string>,
): SeenInput[] {
  return blocks.flatMap((block, index): SeenInput[] => {
    if (block.type !== 'input') return [];
    const id = String(block.block_id);
    const below = blocks[index + 1];
    const line = below?.type === 'context' ? (below.elements as Json[]).map(plain).join(' ') : '';
    const problem = errors[id] ?? (line.startsWith(WARNING) ? line : undefined);
    const value = heldBy(Object.values(state[id] ?? {})[0]);
    return [{ name: id, label: plain(block.label), value, ...(problem ? { problem } : {}) }];
  });
}

function heldBy(state: Json | undefined): Answer {
  if (Array.isArray(state?.selected_options)) {
    return state.selected_options.map((option) => (isJson(option) ? String(option.value) : ''));
  }
  if (isJson(state?.selected_option)) return String(state.selected_option.value);
  return String(state?.value ?? state?.selected_date ?? state?.selected_user ?? '');
}

/** The chosen value as the client shows it. */
function wordsFor(element: Json, value: string): string {
  const groups = (element.option_groups ?? [{ options: element.options ?? [] }]) as Json[];
  const option = groups.flatMap((group) => group.options as Json[]).find((one) => one.value === value);
  return option ? plain(option.text) : value;
}

/** The blocks as text, with the inputs' values and problems. */
function read(blocks: readonly Json[], inputs: readonly SeenInput[]): string {
  return blocks
    .map((block) => {
      const input = block.type === 'input' ? inputs.find(({ name }) => name === block.block_id) : undefined;
      if (!input) return readable([block]);
      const problem = input.problem && !input.problem.startsWith(WARNING) ? `\n${WARNING} ${input.problem}` : '';
      const shown = asList(input.value).map((value) => wordsFor(block.element as Json, value));
      return `${input.label}: ${shown.join(', ')}${problem}`;
    })
    .join('\n');
}
