/** Shortens typed text where a card has no room for more. */

/** Cuts between characters: databases and chats reject half an emoji. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff\u200d]+$/, '')}…`;
