/** A second channel takes the same steps; only the end is told. */
import { answersFor, consentWith, entryOf, fillPages, submit } from '../../test/support/script.ts';
import type { Scene } from '../stage.ts';

const LINK = 'https://www.flickr.com/people/kulturdortmund';

export const second: Scene = async (stage) => {
  const { page, words, cast, speak, lang } = stage;
  const { clerk, manager, head, fb3, privacy, security, fb11, councilDeputy, systemhaus } = cast;
  await stage.aside(async () => {
    await clerk.say(`/channel register ${LINK}`);
    const { channel, operation, law, security: safe, persons, reasons } = answersFor(lang, [clerk.name, manager.name]);
    // Moderation is prefilled from the first channel.
    await fillPages(clerk, [channel, operation, law, safe, ...persons.map(entryOf), reasons], lang);
    const number = await submit(clerk, lang);
    for (const people of [[head], [fb3, privacy, security], [fb11]])
      await stage.allPress(people, speak('vote.yes'), number);
    await consentWith(councilDeputy, number, undefined, lang);
    await systemhaus.press(speak('task.unblock.done'));
    for (const label of [speak('task.conduct.done'), speak('task.consent.give')])
      await stage.allPress([clerk, manager], label, number);
    await clerk.press(speak('task.publish.done'));
  });
  await fb3.say('/channel list kultur');
  const list = await stage.look(
    fb3,
    speak('list.title', { total: 2 }),
    /^(Facebook|Flickr) – /,
    speak('channel.published'),
  );
  page.check(words.checks.secondListed, list.text.split(`${speak('channel.published')} · `).length - 1, 2);
};
