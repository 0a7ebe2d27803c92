/** Turns what was typed or clicked into an Inbound for the shell, and the reply into messages. */
import type { Inbound } from '../../bot/chat.ts';
import type { Tone } from '../../cards/node.ts';
import { TONE_SIGNS } from '../../cards/render/render-words.ts';
import { valuesFromData } from '../../cards/render/teams.ts';
import type { Reply } from '../../cards/reply.ts';
import { BOT, type LocalDeps, type LocalPerson, type LocalRoom } from './deps.ts';
import { LocalFault } from './local-words.ts';
import { type Once, once } from './once.ts';
import { CALL, filesOf, type Pressed, type SayRequest, textOf } from './requests.ts';

/** What the page shows after a click. `again`: nothing was stored, so the same click may be repeated. */
export type ShownReply =
  | { kind: 'card'; message: string; replaced: boolean }
  | { kind: 'notice'; text: string; tone: Tone; again: boolean }
  | { kind: 'none' };

type Talk = { say(said: SayRequest): Promise<ShownReply>; press(pressed: Pressed): Promise<ShownReply> };

export function talk(deps: LocalDeps): Talk {
  const answers = once<ShownReply>();
  const posts = once<string>();
  return {
    say: (said) => answers(`${said.person} ${said.key}`, () => say(deps, posts, said), isFinal),
    press: (pressed) => answers(`${pressed.person} ${pressed.key}`, () => press(deps, pressed), isFinal),
  };
}

const isFinal = (shown: ShownReply): boolean => shown.kind !== 'notice' || !shown.again;

async function say(deps: LocalDeps, posts: Once<string>, said: SayRequest): Promise<ShownReply> {
  const { person, room } = await place(deps, said.person, said.room);
  const text = textOf(said);
  const files = filesOf(said);
  const called = room.dm || CALL.test(text);
  const lines = [...(text === '' ? [] : [text]), ...files.map((file) => `📎 ${file.name} (${sayBytes(file.size)})`)];
  // A command in a room stays between the person and Kanalwacht, as in Slack.
  const onlyFor = !room.dm && called ? { onlyFor: person.id } : {};
  await posts(said.key, () =>
    deps.addMessage({ room: room.id, author: person.id, text: lines.join('\n'), ...onlyFor }),
  );
  if (!called) return { kind: 'none' };
  const words = text.replace(/^@?kanalwacht\b[\s,:]*/i, '');
  const asked = { kind: 'say', text: words, ...(files.length > 0 ? { files } : {}) } as const;
  return show(deps, person, room, await deps.handle(inbound(said, person, room, asked)));
}

async function press(deps: LocalDeps, pressed: Pressed): Promise<ShownReply> {
  const { person, room } = await place(deps, pressed.person, pressed.room);
  const message = (await deps.messages(person.id, room.id)).find((one) => one.id === pressed.message);
  if (!message?.card) throw new LocalFault(404, 'noMessage');
  const asked = {
    kind: 'press',
    name: pressed.do,
    args: pressed.args,
    inputs: valuesFromData(pressed.inputs),
  } as const;
  const reply = await deps.handle({ ...inbound(pressed, person, room, asked), message: message.id });
  // Replace the card with a private step only where nobody else reads it. In a room it would overwrite everybody's
  // card.
  const alone = room.dm || message.private === true;
  const inPlace = alone || (reply.kind === 'card' && reply.shared) ? message.id : undefined;
  return show(deps, person, room, reply, inPlace);
}

function inbound(from: SayRequest | Pressed, person: LocalPerson, room: LocalRoom, asked: Inbound['do']): Inbound {
  return {
    // The page creates the key. Including the person prevents a response meant for somebody else.
    key: `local:${person.id}:${from.key}`,
    who: { chat: 'local', tenant: 'local', id: person.id, name: person.name },
    where: { id: room.id, dm: room.dm },
    lang: from.lang,
    do: asked,
  };
}

async function show(
  deps: LocalDeps,
  person: LocalPerson,
  room: LocalRoom,
  reply: Reply,
  inPlace?: string,
): Promise<ShownReply> {
  const post = { room: room.id, author: BOT, ...(room.dm ? {} : { onlyFor: person.id }) };
  switch (reply.kind) {
    case 'card': {
      if (reply.replace && inPlace !== undefined) {
        await deps.replaceMessage(inPlace, reply.card);
        return { kind: 'card', message: inPlace, replaced: true };
      }
      return { kind: 'card', message: await deps.addMessage({ ...post, card: reply.card }), replaced: false };
    }
    case 'notice': {
      const again = reply.again !== undefined && reply.again !== false;
      // A final notice stays readable in the room. A repeatable one is shown next to the typed text instead.
      if (!again) await deps.addMessage({ ...post, text: `${TONE_SIGNS[reply.tone]} ${reply.text}` });
      return { kind: 'notice', text: reply.text, tone: reply.tone, again };
    }
    case 'none':
      return { kind: 'none' };
  }
}

/** The acting person and their room. Throws LocalFault. */
async function place(deps: LocalDeps, id: string, roomId: string): Promise<{ person: LocalPerson; room: LocalRoom }> {
  const person = (await deps.people()).find((one) => one.id === id);
  if (!person) throw new LocalFault(404, 'noPerson');
  if (person.gone) throw new LocalFault(403, 'gone');
  const room = (await deps.rooms(id)).find((one) => one.id === roomId);
  if (!room) throw new LocalFault(404, 'noRoom');
  return { person, room };
}

function sayBytes(size: number): string {
  return size < 1_000_000 ? `${Math.max(1, Math.round(size / 1000))} KB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
