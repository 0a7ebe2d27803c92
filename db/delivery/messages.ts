/** Every posted card and its place, so that a decision can redraw it. */
import { and, asc, eq } from 'drizzle-orm';
import type { ChatName } from '../../bot/chat.ts';
import type { Db, Tx } from '../connect.ts';
import { newId } from '../ids.ts';
import { messages } from '../schema.ts';

export type MessageRow = typeof messages.$inferSelect;

/** Stores a posted card. The same place again means the same message with new content. @returns its id */
export async function addMessage(tx: Tx, row: Omit<MessageRow, 'id'>): Promise<string> {
  const [kept] = await tx
    .insert(messages)
    .values({ id: newId('message'), ...row })
    .onConflictDoUpdate({
      target: [messages.chat, messages.room, messages.message],
      set: { view: row.view, subject: row.subject, args: row.args, drawn: row.drawn },
    })
    .returning({ id: messages.id });
  return kept!.id;
}

/** All copies of all cards about a subject, oldest first. */
export function messagesAbout(tx: Tx, subject: string): Promise<MessageRow[]> {
  return tx.select().from(messages).where(eq(messages.subject, subject)).orderBy(asc(messages.at), asc(messages.id));
}

export async function messageById(tx: Db | Tx, id: string): Promise<MessageRow | null> {
  const [row] = await tx.select().from(messages).where(eq(messages.id, id));
  return row ?? null;
}

/** The card behind a click, by the chat's own ids of room and message. */
export async function messageAt(tx: Tx, chat: ChatName, room: string, message: string): Promise<MessageRow | null> {
  const [row] = await tx
    .select()
    .from(messages)
    .where(and(eq(messages.chat, chat), eq(messages.room, room), eq(messages.message, message)));
  return row ?? null;
}

/** The thread for cards under the first one about a subject: in Teams that card's thread, elsewhere the card itself. */
export async function threadIn(tx: Tx, chat: ChatName, room: string, subject: string): Promise<string | null> {
  const [first] = await tx
    .select()
    .from(messages)
    .where(and(eq(messages.subject, subject), eq(messages.chat, chat), eq(messages.room, room)))
    .orderBy(asc(messages.at), asc(messages.id))
    .limit(1);
  return first?.reach.thread ?? (first && chat !== 'teams' ? first.message : null);
}

/** @param drawn SHA-256 of the card that the chat now shows */
export async function setDrawn(tx: Tx, id: string, drawn: string): Promise<void> {
  await tx.update(messages).set({ drawn }).where(eq(messages.id, id));
}

/** Deletes a copy that no longer exists in the chat. */
export async function forgetMessage(tx: Tx, id: string): Promise<void> {
  await tx.delete(messages).where(eq(messages.id, id));
}
