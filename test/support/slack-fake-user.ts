/** A person in the Slack fake: types, presses and fills in what their client would show. */

import { entered, isMissing } from './slack-fake-input.ts';
import { checkView, messagePayload } from './slack-fake-methods.ts';
import type { Delivered, SlackFake, SlackUser, Where } from './slack-fake-port.ts';
import { accepted, slackSender } from './slack-fake-send.ts';
import { buttonsOf, escaped, isButton, isNamed, pressed, visibleModal } from './slack-fake-sight.ts';
import {
  addMessage,
  type FakeMessage,
  type FakeUser,
  type FakeView,
  inputsOf,
  plain,
  readable,
  replaceView,
  stateOf,
  type Typed,
  viewPayload,
  withIds,
} from './slack-fake-state.ts';
import { isJson, type Json, list } from './slack-limits-parts.ts';

export function slackUser(fake: SlackFake, user: FakeUser): SlackUser {
  const { space } = fake;
  const visible = (room: string): FakeMessage[] =>
    fake.room(room).messages.filter((message) => message.only === undefined || message.only === user.id);

  const { trigger, responseUrl, origin, interact, event } = slackSender(fake, user);
  const say = async (room: string, text: string, inner: Json): Promise<Delivered> => {
    const message = addMessage(space, fake.room(room), { from: user.id, text, blocks: [] });
    return event({
      user: user.id,
      team: user.team,
      user_team: user.team,
      source_team: user.team,
      text,
      ts: message.ts,
      event_ts: message.ts,
      channel: message.room,
      ...inner,
    });
  };

  const self: SlackUser = {
    id: user.id,
    dm: user.dm,
    email: user.email,
    async command(name, text = '', where = {}) {
      const room = fake.room(where.room ?? user.dm);
      const form = {
        token: 'deprecated',
        team_id: user.team,
        team_domain: 'stadt',
        channel_id: room.id,
        channel_name: room.name,
        user_id: user.id,
        user_name: String(user.email.split('@')[0]),
        command: name,
        text: escaped(text),
        api_app_id: space.app,
        is_enterprise_install: 'false',
        response_url: responseUrl(room.id),
        trigger_id: trigger(),
      };
      const answer = accepted(await fake.deliver(new URLSearchParams(form).toString(), 'form'), user);
      if (answer.text !== '') {
        const body = isJson(answer.body) ? answer.body : { text: answer.text };
        addMessage(space, room, {
          from: 'bot',
          text: String(body.text ?? ''),
          blocks: list(body.blocks) as Json[],
          only: user.id,
        });
      }
      return answer;
    },

    click(what, where = {}) {
      const modal = space.modals.get(user.id);
      if (modal && where.room === undefined && !where.home && where.on === undefined) {
        return press(viewPayload(space, modal), modal.body.blocks as Json[], what);
      }
      const message = where.home ? undefined : find(what, where);
      if (message) return pressMessage(message, what);
      const home = where.room === undefined && where.on === undefined ? space.homes.get(user.id) : undefined;
      if (!home) throw new Error(`${user.email} sees no button ${what}; there are: ${offered().join(', ') || 'none'}`);
      const blocks = withIds(space, home.blocks as Json[]);
      const id = `V0HOME${user.id}`;
      return press(
        { id, hash: space.next('hash.'), private_metadata: '', ...home, blocks, state: { values: {} } },
        blocks,
        what,
      );
    },

    clickOn: pressMessage,

    fill(values) {
      for (const [name, value] of Object.entries(values)) {
        const place = holderOf(name);
        const input = inputsOf(place.blocks).find((candidate) => isNamed(candidate, name));
        if (!input)
          throw new Error(`${user.email} sees no input ${name}; there are: ${place.names.join(', ') || 'none'}`);
        const chosen =
          input.element.type === 'users_select' && typeof value === 'string' && value.includes('@')
            ? fake.user(value).id
            : value;
        place.typed[input.id] = { [input.action]: entered(input.element, chosen) };
      }
      return self;
    },

    async submit() {
      const modal = space.modals.get(user.id);
      if (!modal) throw new Error(`${user.email} has no modal open`);
      if (modal.body.submit === undefined)
        throw new Error(`the modal „${plain(modal.body.title)}“ has nothing to submit`);
      const blocks = modal.body.blocks as Json[];
      const state = stateOf(blocks, modal.typed);
      const missing = inputsOf(blocks).filter(
        ({ block, id, action }) => block.optional !== true && isMissing(state[id]?.[action]),
      );
      if (missing.length > 0)
        throw new Error(
          `Slack holds the form back: ${missing.map(({ block }) => plain(block.label)).join(', ')} is required`,
        );
      const answer = await interact({
        ...origin(),
        type: 'view_submission',
        trigger_id: trigger(),
        view: viewPayload(space, modal),
        response_urls: [],
      });
      answerModal(modal, answer);
      return answer;
    },

    async closeModal() {
      space.modals.delete(user.id);
    },
    modal: () => visibleModal(space.modals.get(user.id)),

    async sendDm(text, files = []) {
      const attached = files.map((file) => {
        const { id, url } = fake.addFile(file);
        return {
          id,
          name: file.name,
          mimetype: file.type,
          size: file.bytes.length,
          url_private: url,
          url_private_download: url,
        };
      });
      const more = attached.length > 0 ? { subtype: 'file_share', files: attached } : {};
      return say(user.dm, escaped(text), { type: 'message', channel_type: 'im', ...more });
    },
    mention: (room, text) => say(room, `<@${space.bot.user}> ${escaped(text)}`, { type: 'app_mention' }),

    async openHome() {
      await event({
        type: 'app_home_opened',
        user: user.id,
        channel: user.dm,
        tab: 'home',
        event_ts: String(space.now().getTime() / 1000),
      });
      return space.homes.get(user.id);
    },
    home: () => space.homes.get(user.id),
    messages: (room = user.dm) => visible(room),
    last(room = user.dm) {
      const message = visible(room).at(-1);
      return message === undefined ? '' : readable(message.blocks) || message.text;
    },
  };

  /** Presses a button in a modal or the App Home. */
  function press(view: Json, blocks: Json[], what: string): Promise<Delivered> {
    const container = { type: 'view', view_id: view.id };
    const actions = [pressed(blocks, what)];
    return interact({ ...origin(), type: 'block_actions', trigger_id: trigger(), container, view, actions });
  }
  function pressMessage(message: FakeMessage, what: string, nth = 0): Promise<Delivered> {
    const { id, name } = fake.room(message.room);
    const ephemeral = message.only !== undefined;
    return interact({
      ...origin(),
      type: 'block_actions',
      trigger_id: trigger(),
      response_url: responseUrl(id, message.ts),
      channel: { id, name },
      container: { type: 'message', message_ts: message.ts, channel_id: id, is_ephemeral: ephemeral },
      ...(ephemeral ? {} : { message: messagePayload(space, message, false) }),
      state: { values: stateOf(message.blocks, message.typed) },
      actions: [pressed(message.blocks, what, nth)],
    });
  }
  function inSight(): FakeMessage[] {
    const mine = [...space.rooms.values()].filter((room) => room.members.has(user.id));
    return mine.flatMap((room) => visible(room.id)).sort((one, other) => other.ts.localeCompare(one.ts));
  }
  function find(what: string, where: Where): FakeMessage | undefined {
    const room = where.room === undefined ? undefined : fake.room(where.room).id;
    return inSight().find(
      (message) =>
        (room === undefined || message.room === room) &&
        (where.on === undefined || readable(message.blocks).includes(where.on)) &&
        buttonsOf(message.blocks).some((button) => isButton(button, what)),
    );
  }
  function offered(): string[] {
    return inSight().flatMap((message) => buttonsOf(message.blocks).map((button) => plain(button.text)));
  }
  function holderOf(name: string): { blocks: Json[]; typed: Typed; names: string[] } {
    const modal = space.modals.get(user.id);
    const holders = [
      ...(modal ? [{ blocks: modal.body.blocks as Json[], typed: modal.typed }] : []),
      ...inSight().map((message) => ({ blocks: message.blocks, typed: message.typed })),
    ];
    const holder = modal
      ? holders[0]
      : holders.find(({ blocks }) => inputsOf(blocks).some((input) => isNamed(input, name)));
    const { blocks, typed } = holder ?? { blocks: [], typed: {} };
    return { blocks, typed, names: inputsOf(blocks).map((input) => input.id) };
  }
  /** Acts on the response to a submission, as Slack's client does. */
  function answerModal(modal: FakeView, answer: Delivered): void {
    modal.errors = {};
    const body = isJson(answer.body) ? answer.body : undefined;
    switch (body?.response_action) {
      case undefined:
      case 'clear':
        space.modals.delete(user.id);
        return;
      case 'errors': {
        const errors = body.errors as Record<string, string>;
        const known = new Set(inputsOf(modal.body.blocks as Json[]).map((input) => input.id));
        const foreign = Object.keys(errors).filter((id) => !known.has(id));
        if (foreign.length > 0 || Object.keys(errors).length === 0) {
          throw new Error(`Slack shows „trouble connecting“: errors for ${foreign.join(', ') || 'no field'}`);
        }
        modal.errors = errors;
        return;
      }
      case 'update':
        checkView(body.view);
        replaceView(space, modal, body.view as Json);
        return;
      default:
        throw new Error(`the Slack fake knows no response_action ${String(body?.response_action)}`);
    }
  }
  return self;
}
