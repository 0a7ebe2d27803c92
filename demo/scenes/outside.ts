/**
 * A text for the outside: written by the press, approved by somebody else, void after an edit, co-signed, published by
 * people.
 */
import type { Person } from '../../test/support/story.ts';
import { type Incident, pass, withCrew } from './incident-crew.ts';

const titleOf = ({ stage }: Incident, number: number, kind: 'holding' | 'all-clear'): string =>
  stage.speak('text.name', { number, kind: stage.speak(`text.kind.${kind}`) });

/** Writes a text from its template and submits it. @returns the title of its cards */
export async function drafted(
  incident: Incident,
  number: number,
  kind: 'holding' | 'all-clear',
  body: string,
): Promise<string> {
  const { stage, crew, typed } = incident;
  const { speak } = stage;
  const { press } = crew;
  await press.say(typed.external);
  await press.fill({ kind, lang: 'de' });
  await press.press(speak('form.next'));
  await press.fill({ body });
  await press.press(speak('text.save'));
  const title = titleOf(incident, number, kind);
  await press.press(speak('text.submit'), title);
  return title;
}

/**
 * Approves a text and reports it as published, with the address.
 * @param coSigned set while a loss of data is not ruled out
 */
export async function published(incident: Incident, title: string, link: string, coSigned: boolean): Promise<void> {
  const { crew, stage } = incident;
  const { speak } = stage;
  await crew.approver.press(speak('text.approve'), title);
  if (coSigned) await crew.privacy.press(speak('text.co-sign'), title);
  await crew.press.press(speak('text.publish'), title);
  await crew.press.fill({ link });
  await crew.press.press(speak('text.publish-send'));
}

export const outside = withCrew(async (incident) => {
  const { stage, crew, typed, text } = incident;
  const { page, speak, city } = stage;
  const { ciso, press, approver, privacy } = crew;
  const { checks, tell } = text;
  await stage.aside(() => ciso.say(`${typed.role} ${press.name}`));
  const title = await drafted(incident, 1, 'holding', text.warning);
  const asked = await stage.look(
    approver,
    title,
    2,
    text.warning.slice(0, 20),
    `[${speak('text.approve')}]`,
    speak('text.needs-co-sign').slice(0, 20),
  );
  const own = await press.sees(title);
  page.check(checks.notOffered, own.buttons.includes(speak('text.approve')), false);

  page.tell(tell.ownText);
  await forced(incident, press, own.source, (asked.source as { card: unknown }).card);
  const refusal = speak('refusal.own-text');
  await stage.look(press, refusal, refusal);
  page.check(checks.ownText, await stage.has(press, refusal), true);

  pass(incident, 3);
  await approver.press(speak('text.approve'), title);
  page.tell(tell.edit);
  await press.press(speak('text.edit'), title);
  await press.fill({ body: `${text.warning} ${text.sentence}` });
  await press.press(speak('text.save'));
  const again = await stage.look(press, title, 2);
  page.check(
    checks.voided,
    [
      again.text.includes(speak('text.is.review', { who: approver.name, at: '' }).split('.')[0]!),
      again.buttons.includes(speak('text.publish')),
    ],
    [true, false],
  );
  await published(incident, title, text.page, true);
  const done = await stage.look(approver, title, 2, speak('text.approved-by'), speak('text.co-signed-by'), text.page);
  page.check(
    checks.published,
    [done.text.includes(text.page), done.text.includes(`${speak('text.co-signed-by')}: ${privacy.name}`)],
    [true, true],
  );
  await city.settle();
});

/** Presses somebody else's button on the person's own card, as a manipulated page would. */
async function forced({ stage }: Incident, who: Person, source: unknown, card: unknown): Promise<void> {
  const label = stage.speak('text.approve');
  stage.page.act(who, { kind: 'press', label });
  const sight = await who.sees(/./);
  await who.hand.pressOn({ ...sight, source: { ...(source as object), card } }, label);
  await stage.city.settle();
}
