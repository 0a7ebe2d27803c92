/** Turns a Teams activity into the shell's Inbound. Pure: contacts.ts adds name and e-mail. */
import { z } from 'zod';
import type { Inbound, IncomingFile, Lang, Room } from '../../bot/chat.ts';
import { buttonFromData, valuesFromData } from '../../cards/render/teams.ts';
import { filesOf } from './files.ts';
import { tenantOf } from './guard.ts';

const account = z.object({ id: z.string(), name: z.string().nullish(), aadObjectId: z.string().nullish() });

/**
 * The parsed fields of an activity. Optional ones fall back to null, so that a change at Microsoft does not lose a
 * message.
 */
export const activitySchema = z.object({
  type: z.string(),
  id: z.string().min(1),
  name: z.string().nullish().catch(null),
  action: z.string().nullish().catch(null),
  serviceUrl: z.string(),
  text: z.string().nullish().catch(null),
  locale: z.string().nullish().catch(null),
  replyToId: z.string().nullish().catch(null),
  value: z.unknown().optional(),
  from: account,
  recipient: account,
  conversation: z.object({
    id: z.string(),
    conversationType: z.string().nullish(),
    isGroup: z.boolean().nullish(),
    tenantId: z.string().nullish(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).nullish().catch(null),
      channel: z.object({ id: z.string() }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  entities: z
    .array(z.looseObject({ type: z.string() }))
    .nullish()
    .catch(null),
  attachments: z
    .array(z.looseObject({ contentType: z.string() }))
    .nullish()
    .catch(null),
});
export type TeamsActivity = z.infer<typeof activitySchema>;

const actionValue = z.object({ action: z.object({ data: z.unknown().optional() }), trigger: z.string().nullish() });
const mention = z.object({ type: z.literal('mention'), text: z.string(), mentioned: z.object({ id: z.string() }) });

/** `en` for any English locale, else `de`. */
export const langOf = (locale: string | null | undefined): Lang => (/^en\b/i.test(locale ?? '') ? 'en' : 'de');

/**
 * The text as the person meant it. Mentions of the bot are removed, other people's become plain names. No-break spaces
 * become spaces, and one leading slash is removed. Line breaks stay, because a form may be answered in several lines.
 */
function plainText(activity: Pick<TeamsActivity, 'text' | 'entities' | 'recipient'>): string {
  let text = activity.text ?? '';
  for (const entity of activity.entities ?? []) {
    const found = mention.safeParse(entity);
    if (found.success && found.data.text !== '' && found.data.mentioned.id === activity.recipient.id) {
      text = text.replaceAll(found.data.text, ' ');
    }
  }
  return text
    .replace(/<\/?at(\s[^<>]*)?>/gi, '')
    .replace(/&nbsp;/gi, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
    .replace(/^\/\s*(?=\S)/, '');
}

/** The room of an activity. A thread is not a room: it is in `reach`, so that answers go to it. */
export function roomOf(activity: TeamsActivity): Room {
  const [id, thread] = splitConversation(activity.conversation.id);
  const dm = activity.conversation.conversationType === 'personal' && activity.conversation.isGroup !== true;
  return {
    id,
    dm,
    reach: {
      serviceUrl: activity.serviceUrl,
      bot: activity.recipient.id,
      user: activity.from.id,
      of: personId(activity),
      ...(thread === undefined ? {} : { thread }),
    },
  };
}

/** Splits `19:…@thread.tacv2;messageid=17…` into the channel and the first message of a thread. */
export function splitConversation(id: string): [room: string, thread: string | undefined] {
  const found = /^(.*?);messageid=(\d+)$/.exec(id);
  return found ? [found[1]!, found[2]] : [id, undefined];
}

/**
 * The directory's object id identifies a person. The `29:…` id differs per bot, so a re-registered bot would know
 * nobody. People without an object id (anonymous in a meeting) keep the `29:…` id and rightly match nobody.
 */
export const personId = (activity: Pick<TeamsActivity, 'from'>): string =>
  activity.from.aadObjectId || activity.from.id;

function base(activity: TeamsActivity): Omit<Inbound, 'do'> {
  const name = activity.from.name;
  return {
    key: `teams:${activity.conversation.id}:${activity.id}`,
    who: { chat: 'teams', tenant: tenantOf(activity) ?? '', id: personId(activity), ...(name ? { name } : {}) },
    where: roomOf(activity),
    lang: langOf(activity.locale ?? localeOf(activity)),
    ...(activity.replyToId ? { message: activity.replyToId } : {}),
  };
}

/** In invokes the language is sometimes only in the client's description of itself. */
function localeOf(activity: TeamsActivity): string | undefined {
  const info = activity.entities?.find((entity) => entity.type === 'clientInfo');
  return typeof info?.locale === 'string' ? info.locale : undefined;
}

function press(activity: TeamsActivity, data: unknown): Inbound | null {
  const button = buttonFromData(data);
  if (!button) return null;
  return {
    ...base(activity),
    do: { kind: 'press', name: button.do, args: button.args, inputs: valuesFromData(data) },
  };
}

/** A message: text, or a click in a client too old for Action.Execute (`value`). Null if the button is not ours. */
export function fromMessage(activity: TeamsActivity): Inbound | null {
  if (activity.value !== undefined && activity.value !== null) return press(activity, activity.value);
  const files: IncomingFile[] = filesOf(activity.attachments ?? []);
  const { message: _, ...rest } = base(activity);
  return { ...rest, do: { kind: 'say', text: plainText(activity), ...(files.length > 0 ? { files } : {}) } };
}

/**
 * A button that waits for a response. `automatic` means a client redraws a card, at any time and any number of times:
 * nobody has clicked.
 */
export function fromInvoke(activity: TeamsActivity): Inbound | 'automatic' | null {
  const read = actionValue.safeParse(activity.value);
  if (!read.success) return null;
  if (read.data.trigger === 'automatic') return 'automatic';
  return press(activity, read.data.action.data);
}

/** Greets a person with the help when they install the bot, as if they had asked for it. */
export function fromInstallation(activity: TeamsActivity): Inbound | null {
  const room = roomOf(activity);
  if (activity.action !== 'add' || !room.dm) return null;
  const { message: _, ...rest } = base(activity);
  return { ...rest, do: { kind: 'say', text: 'help' } };
}
