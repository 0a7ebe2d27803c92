/** Files that people send in the memory chat: with their bytes, or announced and fetched through a link. */
import { type IncomingFile, SendError } from '../../bot/chat.ts';
import type { Reply } from '../../cards/reply.ts';
import type { Stage } from './stage.ts';

export const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);

type How = { by: string; text?: string; room?: string | undefined };
export type FileChat = {
  /** The content behind announced links. An error is thrown. */
  remote: Map<string, Buffer | Error>;
  /** Sends files in the DM, or in a room. */
  send: (files: IncomingFile[], how: How) => Promise<Reply>;
};

export function fileChat(city: Stage): FileChat {
  const remote: FileChat['remote'] = new Map();
  const fetchFile = async (source: string) => {
    const there = remote.get(source);
    if (there instanceof Error) throw there;
    if (!there) throw new SendError('refused', 'file_not_found');
    return there;
  };
  Object.assign(city.chats.get('local')!, { fetchFile });
  let sent = 0;
  const send: FileChat['send'] = (files, { by, text = '', room }) => {
    sent += 1;
    return city.request({
      key: `local:file:${sent}`,
      who: { chat: 'local', tenant: 'local', id: by },
      where: room ? { id: room, dm: false } : { id: `dm:${by}`, dm: true },
      lang: 'de',
      do: { kind: 'say', text, files },
    });
  };
  return { remote, send };
}
