/** Tells the registrars that somebody unknown to the registry has written. */
import { CHATS } from '../../../bot/chat.ts';
import type { View } from '../../view.ts';
import { idOf } from '../../view.ts';

export const visitorView: View = async (_tx, ref, { say, lang }) => {
  const [chat = '', , id = ''] = idOf(ref.subject).split(':');
  const who = [ref.args.name, ref.args.email].filter((part) => part).join(', ') || id;
  const isForeign = ref.args.foreign === 'yes';
  const known = CHATS.find((name) => name === chat);
  const text = say(isForeign ? 'visitor.foreign' : 'visitor.text', { who, chat: known ? say(`chat.${known}`) : chat });
  return {
    title: say('visitor.title'),
    summary: text,
    lang,
    nodes: [
      { kind: 'banner', tone: 'info', text },
      { kind: 'note', text: say(isForeign ? 'visitor.foreign-todo' : 'visitor.todo') },
    ],
  };
};
