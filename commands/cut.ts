/** The beginning of something that people have typed, where the card has room for no more. */

/** Cut between signs: half an emoji is no text that a database or a chat takes. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff\u200d]+$/, '')}…`;
