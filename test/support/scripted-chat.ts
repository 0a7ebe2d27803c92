/** A chat that answers as scripted by the test, and records its calls. */
import type { Chat } from '../../adapters/chat.ts';
import { type Address, type ChatName, type MessageRef, SendError } from '../../bot/chat.ts';
import type { Card } from '../../cards/node.ts';

/** `lost`: the message arrives, but its response does not. */
export type Answer = SendError | 'ok' | 'lost' | (() => Promise<void>);

export const unknown = () => new SendError('unknown', 'timeout');
export const refused = (reason = 'is_archived') => new SendError('refused', reason);
export const later = (after?: number, scope: 'room' | 'chat' = 'room') =>
  new SendError('later', 'ratelimited', { scope, ...(after === undefined ? {} : { after }) });

export type Posted = { to: Address; card: Card; id: string; ref: MessageRef };
export type ScriptedChat = Chat & {
  /** The next answers, in order. After them everything succeeds. */
  readonly script: { post: Answer[]; update: Answer[]; find: SendError[] };
  /** Every attempt, including failed ones. */
  readonly tries: { to: Address; card: Card; id: string }[];
  /** The messages in the chat. */
  readonly posted: Posted[];
  readonly updates: { ref: MessageRef; card: Card }[];
};

/** @param more `canFind`: the chat has a searchable history; any other member replaces the default */
export function scriptedChat(name: ChatName, more: Partial<Chat> & { canFind?: boolean } = {}): ScriptedChat {
  const { canFind = false, ...port } = more;
  const script: ScriptedChat['script'] = { post: [], update: [], find: [] };
  const tries: ScriptedChat['tries'] = [];
  const posted: Posted[] = [];
  const updates: ScriptedChat['updates'] = [];
  const answer = async (next: Answer | undefined): Promise<'ok' | 'lost'> => {
    if (next instanceof SendError) throw next;
    if (typeof next === 'function') await next();
    return next === 'lost' ? 'lost' : 'ok';
  };
  return {
    name,
    pace: { room: 0, chat: 0 },
    script,
    tries,
    posted,
    updates,
    async post(to, card, id) {
      tries.push({ to, card, id });
      const how = await answer(script.post.shift());
      const ref = { room: to.room ?? `dm-${to.user ?? to.email}`, message: `${name}-${tries.length}` };
      posted.push({ to, card, id, ref });
      if (how === 'lost') throw unknown();
      return ref;
    },
    async update(ref, card) {
      await answer(script.update.shift());
      updates.push({ ref, card });
    },
    ...(canFind
      ? {
          find: async (_to: Address, id: string) => {
            const fault = script.find.shift();
            if (fault) throw fault;
            return posted.find((message) => message.id === id)?.ref ?? null;
          },
        }
      : {}),
    ...port,
  };
}
