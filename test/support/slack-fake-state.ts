/** The Slack fake's state: one small workspace as plain data, and the payload parts built from it. */
import type { Json } from './slack-limits-parts.ts';

export type FakeUser = {
  id: string;
  email: string;
  name: string;
  locale: string;
  team: string;
  deleted: boolean;
  dm: string;
};
export type FakeMessage = {
  ts: string;
  room: string;
  /** `bot` or a user id. */
  from: string;
  text: string;
  blocks: Json[];
  /** Visible to this user only. chat.update does not find it. */
  only?: string;
  metadata?: Json;
  thread?: string;
  edits: number;
  typed: Typed;
};
export type FakeRoom = {
  id: string;
  name: string;
  dm: boolean;
  members: Set<string>;
  hasBot: boolean;
  archived: boolean;
  messages: FakeMessage[];
  /** Absent: created by a person of the workspace. */
  creator?: string;
};
export type FakeView = {
  id: string;
  user: string;
  hash: string;
  externalId: string;
  body: Json;
  typed: Typed;
  errors: Record<string, string>;
};
/** What a person has entered: block_id → action_id → the value that Slack would send. */
export type Typed = Record<string, Record<string, Json>>;

export type Workspace = {
  team: string;
  app: string;
  bot: { id: string; user: string };
  users: Map<string, FakeUser>;
  rooms: Map<string, FakeRoom>;
  /** Each user's open modal (the bot replaces views, so there is no stack). A closed one is `not_found`. */
  modals: Map<string, FakeView>;
  homes: Map<string, Json>;
  triggers: Map<string, { user: string; at: number; used: boolean }>;
  responses: Map<string, { user: string; room: string; message?: string; uses: number; at: number }>;
  files: Map<string, { name: string; type: string; bytes: Uint8Array }>;
  now: () => Date;
  /** Real milliseconds that a trigger is valid. */
  triggerLife: number;
  next: (prefix: string) => string;
};

const MOST = 1_000;

export function workspace(now: () => Date, triggerLife: number): Workspace {
  let count = 0;
  return {
    team: 'T0STADT01',
    app: 'A0KANAL01',
    bot: { id: 'B0KANAL01', user: 'U0KANALBOT' },
    users: new Map(),
    rooms: new Map(),
    modals: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responses: new Map(),
    files: new Map(),
    now,
    triggerLife,
    next: (prefix) => `${prefix}${String(++count).padStart(8, '0')}`,
  };
}

export function addUser(
  space: Workspace,
  person: { email: string; name: string; locale?: string; team?: string },
): FakeUser {
  const id = space.next('U');
  const dm = space.next('D');
  const user = { id, dm, deleted: false, locale: 'de-DE', team: space.team, ...person };
  space.users.set(id, user);
  space.rooms.set(dm, {
    id: dm,
    name: 'directmessage',
    dm: true,
    members: new Set([id]),
    hasBot: true,
    archived: false,
    messages: [],
  });
  return user;
}

export function addRoom(space: Workspace, name: string, hasBot = true): FakeRoom {
  const id = space.next('C');
  const room = {
    id,
    name,
    dm: false,
    members: new Set<string>(space.users.keys()),
    hasBot,
    archived: false,
    messages: [],
  };
  space.rooms.set(id, room);
  return room;
}

/** A unique timestamp: seconds, a point, six increasing digits. */
export function newTs(space: Workspace): string {
  return `${Math.floor(space.now().getTime() / 1000)}.${space.next('').slice(-6)}`;
}

export function addMessage(
  space: Workspace,
  room: FakeRoom,
  message: Omit<FakeMessage, 'ts' | 'room' | 'edits' | 'typed'>,
): FakeMessage {
  const blocks = withIds(space, message.blocks);
  const added = { ...message, blocks, ts: newTs(space), room: room.id, edits: 0, typed: {} };
  room.messages.push(added);
  if (room.messages.length > MOST) room.messages.shift();
  return added;
}

export function editMessage(
  space: Workspace,
  message: FakeMessage,
  content: Pick<FakeMessage, 'text' | 'blocks' | 'metadata'>,
): void {
  Object.assign(message, content, { blocks: withIds(space, content.blocks), edits: message.edits + 1 });
}

/** Adds ids, as Slack does, to blocks and elements without one. */
export function withIds(space: Workspace, blocks: Json[]): Json[] {
  return blocks.map((block) => ({ block_id: space.next('b'), ...block }));
}

export function inputsOf(blocks: readonly Json[]): { block: Json; element: Json; id: string; action: string }[] {
  return blocks
    .filter((block) => block.type === 'input')
    .map((block) => {
      const element = block.element as Json;
      return { block, element, id: String(block.block_id), action: String(element.action_id) };
    });
}

/** `state.values`: typed values, else the initial ones. Empty inputs are null. */
export function stateOf(blocks: readonly Json[], typed: Typed): Typed {
  const values: Typed = {};
  for (const { id, action, element } of inputsOf(blocks)) {
    values[id] = { [action]: typed[id]?.[action] ?? initial(element) };
  }
  return values;
}

function initial(element: Json): Json {
  const type = String(element.type);
  switch (type) {
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'radio_buttons':
    case 'static_select':
      return { type, selected_option: element.initial_option ?? null };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'plain_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null };
    default:
      throw new Error(`the Slack fake knows no input ${type}`);
  }
}

/** A view as Slack sends it, with Slack's own fields added. */
export function viewPayload(space: Workspace, view: FakeView): Json {
  return {
    id: view.id,
    team_id: space.team,
    app_id: space.app,
    bot_id: space.bot.id,
    hash: view.hash,
    root_view_id: view.id,
    previous_view_id: null,
    app_installed_team_id: space.team,
    external_id: view.externalId,
    clear_on_close: false,
    notify_on_close: false,
    ...view.body,
    state: { values: stateOf(view.body.blocks as Json[], view.typed) },
  };
}

/** Replaces the body of an open view. Typed values stay if block_id and action_id stay. */
export function replaceView(space: Workspace, view: FakeView, body: Json): void {
  const { external_id, ...rest } = body;
  view.body = { ...rest, blocks: withIds(space, rest.blocks as Json[]) };
  view.externalId = typeof external_id === 'string' ? external_id : view.externalId;
  view.hash = space.next('hash.');
  view.errors = {};
  const kept: Typed = {};
  for (const { id, action } of inputsOf(view.body.blocks as Json[])) {
    const value = view.typed[id]?.[action];
    if (value) kept[id] = { [action]: value };
  }
  view.typed = kept;
}

/** All readable text of blocks, line by line; buttons in square brackets. */
export function readable(blocks: readonly Json[]): string {
  return blocks.map(readBlock).join('\n');
}

function readBlock(block: Json): string {
  if (block.type === 'divider') return '---';
  if (block.type === 'actions') return (block.elements as Json[]).map((button) => `[${plain(button.text)}]`).join(' ');
  if (block.type === 'input') return `${plain(block.label)}: ____`;
  if (block.type === 'context') return (block.elements as Json[]).map(plain).join(' ');
  if (block.type === 'rich_text') {
    const sections = (block.elements as Json[]).map((section) =>
      (section.elements as Json[]).map((part) => String(part.text)).join(''),
    );
    return sections.join('\n');
  }
  return plain(block.text);
}

export function plain(text: unknown): string {
  return typeof text === 'object' && text !== null && 'text' in text ? String(text.text) : '';
}
