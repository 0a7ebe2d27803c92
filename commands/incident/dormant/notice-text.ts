/** What visitors of a dormant channel read: the channel's own words from its application, else the city's. */
import type { Lang } from '../../../cards/node.ts';
import { say } from '../../../cards/text.ts';
import type { Application, Channel } from '../../../db/registry/dossiers.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/**
 * @param lang of the notice, not of whoever reads the card
 * @returns the notice with the channel's name and the city's own page that the application names instead of it
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
