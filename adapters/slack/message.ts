/** Cards and notices as Slack messages, and the id that makes a message findable. */
import { createHash } from 'node:crypto';
import type { Lang } from '../../bot/chat.ts';
import { type Card, isInput, type Tone, walk } from '../../cards/node.ts';
import { sayTone } from '../../cards/render/render-words.ts';
import { escapeText, sections } from '../../cards/render/slack/parts.ts';
import { cardToBlockKit, type SlackBlock } from '../../cards/render/slack.ts';
import { WORDS } from './slack-words.ts';

export type Message = { text: string; blocks: SlackBlock[]; mrkdwn: false };

/** A card as a message. A form with inputs becomes a button that opens it, because a modal needs a fresh click. */
export function messageOf(card: Card, open?: ReadonlySet<string>): Message {
  const shown = needsModal(card) ? launcherOf(card) : card;
  return { ...cardToBlockKit(shown, open ? { open } : {}), mrkdwn: false };
}

/** One sentence as a message, without a card title. */
export function noticeMessage(tone: Tone, text: string): Message {
  const said = sayTone(tone, text);
  return { text: escapeText(said), blocks: sections(said), mrkdwn: false };
}

/** The same sentence as a card, for the modal and the App Home. */
export function noticeCard(lang: Lang, tone: Tone, text: string): Card {
  return { title: WORDS[lang].title, nodes: [{ kind: 'banner', tone, text }], summary: text, lang };
}

/** True for a form with inputs. A form that only confirms works as a message with buttons. */
export function needsModal(card: Card): card is Card & { form: NonNullable<Card['form']> } {
  return card.form !== undefined && [...walk(card.nodes)].some(isInput);
}

function launcherOf(card: Card & { form: NonNullable<Card['form']> }): Card {
  const { submit } = card.form;
  const kept = card.nodes.filter((node) => ['heading', 'text', 'note', 'banner', 'facts', 'link'].includes(node.kind));
  return {
    title: card.title,
    summary: card.summary,
    lang: card.lang,
    nodes: [
      ...kept,
      {
        kind: 'actions',
        buttons: [
          {
            label: WORDS[card.lang].openForm,
            do: submit.do,
            args: { ...submit.args, go: 'open' },
            style: 'primary',
          },
        ],
      },
    ],
  };
}

/** Metadata event types of our messages: sent by the outbox, and answers to what somebody typed. */
export type MessageSource = 'kanalwacht_outbox' | 'kanalwacht_answer';

/** Metadata by which `find` recognises a message. The id is opaque, because every workspace member can read it. */
export function marksOf(source: MessageSource, id: string): Record<string, unknown> {
  return { metadata: { event_type: source, event_payload: { id } }, client_msg_id: uuidOf(id) };
}

/** UUID version 5 (RFC 9562: SHA-1, DNS namespace). The same id gives the same UUID in every process. */
export function uuidOf(id: string): string {
  const hash = createHash('sha1').update('6ba7b8109dad11d180b400c04fd430c8', 'hex').update(id).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex').slice(0, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
