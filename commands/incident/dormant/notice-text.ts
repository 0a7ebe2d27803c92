/** The notice visitors of a dormant channel see: the application's own wording, else the city's. */
import type { Lang } from '../../../cards/node.ts';
import { say } from '../../../cards/text.ts';
import type { Application, Channel } from '../../../db/registry/dossiers.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/**
 * @param lang the notice's language, not the reader's
 * @returns the notice with the channel's name and, if the application names one, a page of the city to use instead
 */
export function noticeText(
  channel: Pick<Channel, 'name'>,
  application: Pick<Application, 'answers'> | null,
  city: string,
  lang: Lang,
): string {
  const own = text(application?.answers.dormantNotice);
  if (own !== '') return own;
  const link = text(application?.answers.alternative) || text(application?.answers.imprint);
  const speak = say(lang);
  return link === ''
    ? speak('dormant.notice', { channel: channel.name, city })
    : speak('dormant.notice-link', { channel: channel.name, city, link });
}
