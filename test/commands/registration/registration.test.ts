/** The form from the link to the frozen document: prefilled, kept whatever happens, checked, submitted once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Card, type Input, isInput, walk } from '../../../cards/node.ts';
import { FORM_VERSION } from '../../../cards/registration/registration-form.ts';
import { documentHash } from '../../../commands/registration/submit.ts';
import { applyChanges, insert, update } from '../../../db/changes.ts';
import type { Store, Tx } from '../../../db/connect.ts';

import { applications, people } from '../../../db/schema.ts';
import {
  allApplications,
  applicationOf,
  argOf,
  CLERK,
  cardOf,
  completeAnswers,
  DECIDERS,
  drafted,
  handIn,
  keyOf,
  newPage,
  putAnswers,
  submitted,
  trail,
} from '../../support/acts.ts';
import { freshStore } from '../../support/db.ts';
import { setGone } from '../../support/past-commands.ts';
import { ANSWERS, labels, type Person, personInputs, plain, type Stage, stageOn } from '../../support/stage.ts';

let store: Store;
let city: Stage;
beforeAll(async () => {
  store = await freshStore();
  city = await stageOn(store, ['local', 'teams', 'slack']);
});
afterAll(async () => {
  expect(city.faults).toEqual([]);
  await store.close();
});

const inputs = (card: Card): Map<string, Input> =>
  new Map([...walk(card.nodes)].filter(isInput).map((input) => [input.name, input]));
const filledIn = (card: Card, name: string) => inputs(card).get(name)?.value;
const problemOf = (card: Card, name: string) => inputs(card).get(name)?.problem;

/** The form of a new draft of this clerk, and its id. */
async function begin(clerk: Person, link = newPage().url): Promise<{ id: string; card: Card }> {
  const reply = await clerk.press('register', { link });
  return { id: argOf(reply, 'draft'), card: cardOf(reply) };
}

const fill = async (clerk: Person, draft: string, page: number, go: string, typed: Record<string, unknown> = {}) =>
  clerk.press('fill', { draft, page, go }, typed);

const PERSONS = 4;

it('a network that there is not is named as a problem, in the form and when it stands in a draft already', async () => {
  const clerk = city.as(CLERK);
  const { id } = await begin(clerk);
  const again = cardOf(await fill(clerk, id, 0, 'next', { platform: 'constructor' }));
  expect(problemOf(again, 'platform')).toBeDefined();
  expect(await applicationOf(store, id)).toMatchObject({ platform: null, answers: { platform: 'constructor' } });
  expect(labels(cardOf(await clerk.press('fill', { draft: id, page: 0, go: 'talk' })))).not.toEqual([]);
});

describe('a link', () => {
  it.each([
    ['https://www.facebook.com/Feuerwehr.Dortmund/', 'facebook', 'Feuerwehr.Dortmund'],
    ['instagram.com/stadt_dortmund', 'instagram', 'stadt_dortmund'],
    ['https://twitter.com/stadtdortmund?lang=de', 'x', 'stadtdortmund'],
    ['https://www.youtube.com/@dortmund', 'youtube', 'dortmund'],
    ['https://nrw.social/@dortmund', 'mastodon', 'dortmund@nrw.social'],
    ['https://bsky.app/profile/dortmund.de', 'bluesky', 'dortmund.de'],
    ['https://www.tiktok.com/@dortmund', 'tiktok', 'dortmund'],
    ['https://blog.dortmund.de/', 'wordpress', 'blog.dortmund.de'],
  ])('%s fills in network and handle', async (link, platform, handle) => {
    const { card } = await begin(city.as(CLERK), link);
    expect(filledIn(card, 'platform')).toBe(platform);
    expect(filledIn(card, 'handle')).toBe(handle);
    expect(String(filledIn(card, 'url'))).toMatch(/^https:\/\//);
    expect(plain({ kind: 'card', card, replace: false })).toContain('Einige Angaben habe ich aus dem Link');
  });

  it.each([
    ['Kulturseite', 'Das ist kein Link.'],
    ['https://www.facebook.com/KulturDortmund/posts/123', 'Meinten Sie https://facebook.com/KulturDortmund?'],
    ['https://x.com/KulturDortmund/neu', 'Meinten Sie https://x.com/KulturDortmund?'],
    ['https://bit.ly/kultur', 'Das ist ein Kurzlink.'],
    ['javascript:alert(1)', 'Solche Adressen nehme ich nicht an.'],
    ['https://192.168.10.4/kultur', 'Diese Adresse gehört zu einem internen Netz.'],
    ['http://localhost:3978/', 'Diese Adresse gehört zu einem internen Netz.'],
    ['https://admin:geheim@www.dortmund.de/', 'Der Link enthält Zugangsdaten.'],
  ])('%s is answered with what to do, and begins nothing', async (link, answer) => {
    const before = (await allApplications(store)).length;
    expect(plain(await city.as(CLERK).say(`/channel register ${link}`))).toContain(answer);
    expect(await allApplications(store)).toHaveLength(before);
  });

  it('takes over house rules from the last application of the office, never a declaration', async () => {
    const clerk = city.as('beratung-soziale-medien');
    await submitted(city, { clerk });
    const { id } = await begin(clerk);
    const { answers } = await applicationOf(store, id);
    expect(answers).toMatchObject({
      imprint: ANSWERS.law.imprint,
      contentSafeguards: ['four-eyes'],
      moderation: ANSWERS.operation.moderation,
    });
    for (const name of ['declarations', 'purpose', 'persons', 'secondFactor']) expect(answers).not.toHaveProperty(name);
  });
});

describe('the same channel again', () => {
  it.each([
    'facebook.com/KULTUR-doppelt',
    'HTTPS://WWW.FACEBOOK.COM/Kultur-Doppelt/',
    'https://m.facebook.com/kultur-doppelt?ref=page',
    'http://de-de.facebook.com/kultur-doppelt/about',
    'https://fb.com/kultur-doppelt',
    '<https://www.facebook.com/kultur-doppelt|Kultur>',
  ])('is found behind the spelling %s', async (link) => {
    const key = 'facebook.com/kultur-doppelt';
    const known = (await allApplications(store)).find((one) => one.key === key && one.number !== null);
    const number = known?.number ?? (await submittedAt('https://www.facebook.com/Kultur-Doppelt'));
    expect(plain(await city.as('leitung-feuerwehr').say(`/channel register ${link}`))).toBe(
      `Dieser Kanal ist schon registriert oder beantragt: ${number} (Fachbereich: FB 41). Mit „/kanal zeigen ${number}“ sehen Sie den Stand.`,
    );
  });

  it('is found when twitter.com has become x.com', async () => {
    const number = await submittedAt('https://twitter.com/kulturdo', { platform: 'x' });
    expect(plain(await city.as(CLERK).say('/channel register https://x.com/KulturDo'))).toContain(number);
  });

  it('goes on with the own draft instead of a second one', async () => {
    const clerk = city.as(CLERK);
    const { url } = newPage();
    const first = await begin(clerk, url);
    const second = await begin(clerk, `${url}/?fref=ts`);
    expect(second.id).toBe(first.id);
  });

  it('names the colleague who has begun a draft; one who has left keeps nobody out', async () => {
    const { url } = newPage();
    await begin(city.as(CLERK), url);
    const colleague = city.as('stv-leitung-kulturbetriebe');
    expect(plain(await colleague.say(`/channel register ${url}`))).toBe(
      'Dazu gibt es schon einen Entwurf von: Sachbearbeitung Öffentlichkeitsarbeit Kulturbetriebe. Bitte sprechen Sie sich ab, damit nur ein Antrag gestellt wird.',
    );
    await markGone(CLERK, true);
    const reply = await colleague.press('register', { link: url, office: 'kulturbetriebe' });
    await markGone(CLERK, false);
    expect(plain(reply)).toContain('Schritt 1 von 6');
  });

  it('gives somebody who asks for an empty form twice the same one', async () => {
    const clerk = city.as('leitung-stadtkaemmerei');
    const first = argOf(await clerk.say('/channel register'), 'draft');
    expect(argOf(await clerk.say('/kanal registrieren'), 'draft')).toBe(first);
    await fill(clerk, first, 0, 'save', { purpose: 'Haushalt erklären' });
    expect(argOf(await clerk.say('/channel register'), 'draft')).not.toBe(first);
  });

  it('is found when the link is only typed into the form, or changed there', async () => {
    const clerk = city.as(CLERK);
    const number = await submittedAt(newPage().url);
    const twin = (await allApplications(store)).find((one) => one.number === number)!;
    const { id } = await begin(clerk);
    const card = cardOf(await fill(clerk, id, 0, 'next', { ...ANSWERS.channel, url: String(twin.answers.url) }));
    expect(problemOf(card, 'url')).toContain(`Diese Adresse ist schon registriert: ${number}.`);
    // Whoever goes another way round the check meets it again before submitting.
    await putAnswers(store, id, await completeAnswers(store, { ...newPage(), url: String(twin.answers.url) }));
    const review = await clerk.press('fill', { draft: id, page: 99, go: 'open' });
    expect(plain(review)).toContain(`schon registriert: ${number}`);
    expect(plain(await clerk.press('submit', { draft: id, sure: true }))).toContain('schon registriert oder beantragt');
    expect((await applicationOf(store, id)).state).toBe('draft');
  });

  it('may be registered anew once it was closed for good', async () => {
    const { id, channel } = await submitted(city);
    const { url } = (await applicationOf(store, id)).answers;
    await city.as(CLERK).press('withdraw', { what: id });
    const again = await begin(city.as(CLERK), String(url));
    expect(again.id).not.toBe(id);
    await putAnswers(store, again.id, await completeAnswers(store, { ...newPage(), url }));
    const second = await handIn(city, again.id);
    expect(second.channel).toBe(channel);
  });
});

describe('a step', () => {
  it('keeps what was typed beside its problems', async () => {
    const clerk = city.as(CLERK);
    const { id } = await begin(clerk);
    const typed = { ...ANSWERS.channel, ...newPage(), purpose: '', contractDate: '31.2.2026', topics: 'Kultur' };
    const card = cardOf(await fill(clerk, id, 0, 'next', typed));
    expect(problemOf(card, 'purpose')).toContain('Diese Angabe fehlt noch.');
    expect(problemOf(card, 'contractDate')).toContain('Das ist kein gültiges Datum.');
    expect(filledIn(card, 'targetGroup')).toBe(ANSWERS.channel.targetGroup);
    expect(filledIn(card, 'topics')).toBe('Kultur');
    expect((await applicationOf(store, id)).answers).toMatchObject({ topics: 'Kultur', name: typed.name });
  });

  it('that has gone through drops the problem and goes on', async () => {
    const clerk = city.as(CLERK);
    const { id } = await begin(clerk);
    const next = cardOf(await fill(clerk, id, 0, 'next', { ...ANSWERS.channel, ...newPage() }));
    expect(next.summary).toContain('Schritt 2 von 6');
    expect(inputs(next).has('purpose')).toBe(false);
    expect([...inputs(next).keys()]).toContain('effects');
  });

  it.each([
    ['javascript:alert(document.cookie)', 'führt auf keine Webseite'],
    ['https://10.0.0.7/kultur', 'nur intern erreichbar'],
    ['http://[::1]/', 'nur intern erreichbar'],
    ['https://www.facebook.com/kultur/posts/1', 'ob Sie https://facebook.com/kultur meinen'],
    ['https://www.facebook.com/watch/?v=1', 'kein vollständiger Link'],
  ])('does not take %s as the address, not even past the form', async (url, problem) => {
    const clerk = city.as(CLERK);
    const { id } = await begin(clerk);
    const card = cardOf(await fill(clerk, id, 0, 'next', { ...ANSWERS.channel, url }));
    expect(problemOf(card, 'url')).toContain(problem);
    expect(filledIn(card, 'url')).toBe(url);
    await putAnswers(store, id, await completeAnswers(store, { ...newPage(), url }));
    const review = plain(await clerk.press('submit', { draft: id, sure: true }));
    expect(review).toContain('Adresse des Auftritts (Link):');
    expect((await applicationOf(store, id)).state).toBe('draft');
  });

  it('says when the link belongs to another network', async () => {
    const clerk = city.as(CLERK);
    const { id } = await begin(clerk);
    const card = cardOf(await fill(clerk, id, 0, 'next', { ...ANSWERS.channel, platform: 'youtube' }));
    expect(problemOf(card, 'platform')).toContain('Der Link gehört zu Facebook.');
  });

  it('back and saved for later keep what was typed, complete or not', async () => {
    const clerk = city.as(CLERK);
    const { id } = await begin(clerk);
    await fill(clerk, id, 0, 'next', { ...ANSWERS.channel, ...newPage() });
    const back = cardOf(await fill(clerk, id, 1, 'back', { effects: 'keine' }));
    expect(back.summary).toContain('Schritt 1 von 6');
    const saved = await fill(clerk, id, 0, 'save', { purpose: 'Ganz neu' });
    expect(plain(saved)).toContain('Ihr Entwurf ist gespeichert.');
    expect((await applicationOf(store, id)).answers).toMatchObject({ effects: 'keine', purpose: 'Ganz neu' });
  });

  it('leaves answers alone whose inputs did not come, as those of a closed fold', async () => {
    const clerk = city.as(CLERK);
    const { id } = await begin(clerk);
    await fill(clerk, id, 0, 'save', { topics: 'Kultur', shortDescription: 'Kurz' });
    await fill(clerk, id, 0, 'save', { purpose: 'Neu', shortDescription: '' });
    const { answers } = await applicationOf(store, id);
    expect(answers).toMatchObject({ topics: 'Kultur', purpose: 'Neu' });
    expect(answers).not.toHaveProperty('shortDescription');
  });

  it('takes nothing that does not stand on its page', async () => {
    const clerk = city.as(CLERK);
    const { id } = await begin(clerk);
    await fill(clerk, id, 0, 'save', { imprint: 'https://evil.example', 'persons.0.role': 'reader', hash: 'x' });
    const { answers } = await applicationOf(store, id);
    expect(answers.imprint).not.toBe('https://evil.example');
    for (const name of ['persons', 'persons.0.role', 'hash']) expect(answers).not.toHaveProperty(name);
  });

  it('asks what follows from an answer, and freezes no answer that is asked no longer', async () => {
    const clerk = city.as(CLERK);
    const { id } = await begin(clerk);
    await fill(clerk, id, 0, 'next', { ...ANSWERS.channel, ...newPage() });
    const none = { ...ANSWERS.operation, comments: 'none', moderation: undefined, agencyUsed: 'yes' };
    const card = cardOf(await fill(clerk, id, 1, 'next', none));
    expect(inputs(card).has('moderation')).toBe(false);
    expect(problemOf(card, 'agency')).toContain('fehlt noch');
    expect(problemOf(card, 'agencyEnd')).toContain('fehlt noch');
    const agency = { agency: 'Werbung GmbH', agencyEnd: '2027-06-30', agencyContract: 'yes' };
    await fill(clerk, id, 1, 'next', { ...none, ...agency });
    await fill(clerk, id, 1, 'next', { agencyUsed: 'no' });
    const draft = await applicationOf(store, id);
    expect(draft.answers).toMatchObject({ agency: 'Werbung GmbH' });
    const { name, handle, url } = draft.answers;
    const answers = await completeAnswers(store, { ...agency, name, handle, url, limitedUntil: '2026-12-31' });
    await putAnswers(store, id, answers);
    const frozen = await handIn(city, id);
    for (const hidden of ['agency', 'agencyEnd', 'agencyContract', 'limitedUntil']) {
      expect(frozen.answers).not.toHaveProperty(hidden);
    }
  });

  it('belongs to its author: a colleague can neither fill in nor submit nor discard it', async () => {
    const id = await drafted(city);
    const colleague = city.as('stv-leitung-kulturbetriebe');
    for (const reply of [
      await fill(colleague, id, 0, 'next', { purpose: 'Anders' }),
      await colleague.press('submit', { draft: id, sure: true }),
      await colleague.press('discard', { draft: id }),
      await colleague.press('edit', { what: id }),
    ]) {
      expect(plain(reply)).toBe('Das kann nur tun, wer den Antrag stellt.');
    }
    expect((await applicationOf(store, id)).answers.purpose).toBe(ANSWERS.channel.purpose);
  });

  it('is open to those who work for the city only', async () => {
    for (const who of ['gutachten-it-sicherheit', 'datenschutz']) {
      expect(plain(await city.as(who).say(`/channel register ${newPage().url}`))).toContain(
        'Dafür haben Sie keine Berechtigung.',
      );
    }
  });
});

describe('a draft', () => {
  it('goes on in another chat at the page where it was left', async () => {
    const { id } = await begin(city.as(CLERK, 'local'));
    const here = city.as(CLERK, 'local');
    await fill(here, id, 0, 'next', { ...ANSWERS.channel, ...newPage() });
    await fill(here, id, 1, 'next', ANSWERS.operation);
    const there = city.as(CLERK, 'teams');
    const { name } = (await applicationOf(store, id)).answers;
    const card = cardOf(await there.say(`/channel edit ${String(name)}`));
    expect(card.summary).toContain('2.2 Recht');
    await fill(there, id, 2, 'next', ANSWERS.law);
    const back = await city.as(CLERK, 'slack').press('edit', { what: id });
    expect(cardOf(back).summary).toContain('2.3 Sicherheit');
  });

  it('is found by its link and its handle as well, and its author is told when there is none', async () => {
    const clerk = city.as('leitung-stadtentwaesserung');
    expect(plain(await clerk.say('/channel edit'))).toContain('Sie haben gerade keinen Entwurf.');
    const { url, handle } = newPage();
    const { id } = await begin(clerk, url);
    for (const what of ['', url, `${url}/`, handle, `@${handle}`]) {
      expect(argOf(await clerk.say(`/channel edit ${what}`), 'draft')).toBe(id);
    }
    expect(plain(await clerk.say('/channel edit gibtesnicht'))).toContain('Das habe ich nicht gefunden.');
    await clerk.press('discard', { draft: id });
    expect((await applicationOf(store, id)).state).toBe('withdrawn');
    expect(plain(await clerk.say('/channel edit'))).toContain('Sie haben gerade keinen Entwurf.');
  });

  it('of an older form is fitted, and it is said what to look at, once', async () => {
    const clerk = city.as(CLERK);
    const id = await drafted(city, { answers: { rhythm: 'hourly', fax: '0231 50-0', topics: 'Kultur' } });
    await setFormVersion(id, FORM_VERSION - 1);
    const card = await clerk.press('edit', { what: id });
    expect(plain(card)).toContain(
      'Das Formular wurde geändert, seit Sie begonnen haben. Bitte prüfen Sie: fax, Wie oft',
    );
    const review = await clerk.press('submit', { draft: id, sure: true });
    expect(plain(review)).toContain('Das Formular wurde geändert');
    expect(plain(review)).toContain('Wie oft veröffentlichen Sie etwas?: Diese Angabe fehlt noch.');
    const kept = await applicationOf(store, id);
    expect(kept).toMatchObject({ formVersion: FORM_VERSION, state: 'draft' });
    expect(kept.answers).toMatchObject({ topics: 'Kultur' });
    expect(kept.answers).not.toHaveProperty('fax');
    await fill(clerk, id, 1, 'review', { rhythm: 'weekly' });
    expect((await handIn(city, id)).answers).toMatchObject({ rhythm: 'weekly' });
  });
});

describe('the persons', () => {
  it('grow and shrink without losing anybody else', async () => {
    const clerk = city.as(CLERK);
    const id = await drafted(city);
    const first = cardOf(await fill(clerk, id, PERSONS + 1, 'stay'));
    expect(labels(first)).toContain('Weitere Person');
    expect(labels(first)).not.toContain('Diese Person entfernen');
    const third = cardOf(await fill(clerk, id, PERSONS + 1, 'add', { 'persons.1.duties': 'Geändert' }));
    expect(third.summary).toContain('Person 3 von 3');
    await fill(clerk, id, PERSONS + 2, 'save', personInputs(2, 'leitung-dortmund-agentur', 'editor'));
    const left = cardOf(await fill(clerk, id, PERSONS, 'remove'));
    expect(left.summary).toContain('Person 1 von 2');
    const { persons } = (await applicationOf(store, id)).answers as { persons: Record<string, unknown>[] };
    expect(persons.map(({ person }) => person)).toEqual([
      await keyOf(store, 'leitung-bibliothek'),
      await keyOf(store, 'leitung-dortmund-agentur'),
    ]);
    expect(persons[0]).toMatchObject({ duties: 'Geändert', role: 'deputy-administrator' });
  });

  it('may be typed: a new name becomes one person, however often and in whatever order it is written', async () => {
    const clerk = city.as(CLERK);
    const id = await drafted(city);
    const type = (name: string, more = {}) => fill(clerk, id, PERSONS, 'save', { 'persons.0.person': name, ...more });
    await type('Agentur, Kontakt der', { 'persons.0.deputy': 'Kontakt der Agentur' });
    const [person] = await personsOf(id);
    expect(person?.person).toBe(person?.deputy);
    await type('Kontakt der Agentur');
    await type('kontakt der agentur');
    expect((await personsOf(id))[0]?.person).toBe(person?.person);
    const called = (await store.db.select().from(people)).filter(({ name }) => name === 'Kontakt der Agentur');
    expect(called).toHaveLength(1);
    expect(called[0]).toMatchObject({ ref: null, email: null });
  });

  it('are chosen by registry key, chat id, mention, e-mail address or full name', async () => {
    const clerk = city.as(CLERK, 'slack');
    const id = await drafted(city, { clerk });
    await city.as('leitung-bibliothek', 'slack').say('/channel help');
    const key = await keyOf(store, 'leitung-bibliothek');
    for (const said of [
      key,
      'leitung-bibliothek',
      '<@leitung-bibliothek>',
      'leitung.bibliothek@dortmund.example',
      'Leitung Stadt- und Landesbibliothek',
    ]) {
      await fill(clerk, id, PERSONS, 'save', { 'persons.0.person': '' });
      await fill(clerk, id, PERSONS, 'save', { 'persons.0.person': said });
      expect((await personsOf(id))[0]?.person).toBe(key);
    }
  });

  it('are asked for again when nobody or more than one is called so, with what was typed still there', async () => {
    const clerk = city.as(CLERK);
    const id = await drafted(city);
    await store.db.transaction((tx) =>
      applyChanges(tx as Tx, [
        insert('people', { id: 'p_twin1', name: 'Zweimal Vergeben', createdAt: city.clock.now }),
        insert('people', { id: 'p_twin2', name: 'Zweimal Vergeben', createdAt: city.clock.now }),
      ]),
    );
    const before = (await store.db.select().from(people)).length;
    for (const said of ['Zweimal Vergeben', 'Vergeben, Zweimal', 'U0UNKNOWN', 'Kultur']) {
      const card = cardOf(await fill(clerk, id, PERSONS, 'next', { 'persons.0.person': said }));
      expect(problemOf(card, 'persons.0.person')).toContain('Diese Person ist hier nicht bekannt.');
      expect(inputs(card).get('persons.0.person')).toMatchObject({ shown: said });
    }
    const forged = cardOf(await fill(clerk, id, PERSONS, 'next', { 'persons.0.person': 'p_forged' }));
    expect(problemOf(forged, 'persons.0.person')).toContain('Diese Angabe fehlt noch.');
    expect(await store.db.select().from(people)).toHaveLength(before);
  });
});

describe('the review', () => {
  it('lists what is missing, leads there, and back with one click', async () => {
    const clerk = city.as(CLERK);
    const id = await drafted(city, { answers: { imprint: undefined } });
    const review = await clerk.press('fill', { draft: id, page: 99, go: 'open' });
    expect(plain(review)).toContain('• Link zum Impressum: Diese Angabe fehlt noch.');
    const { nodes } = cardOf(review);
    const law = nodes.find((node) => node.kind === 'item' && node.title === '2.2 Recht');
    expect(law).toMatchObject({ text: expect.stringContaining('1 Angabe') });
    const change = law?.kind === 'item' ? law.buttons[0]! : undefined;
    const page = cardOf(await clerk.press(change!.do, change!.args!));
    expect(page.summary).toContain('2.2 Recht');
    expect(labels(page)).toContain('Zur Übersicht');
    const done = await clerk.click('Zur Übersicht', { imprint: ANSWERS.law.imprint });
    expect(plain(done)).toContain('Alle Angaben sind vollständig.');
  });

  it('holds on to a page with a problem on the way back', async () => {
    const clerk = city.as(CLERK);
    const id = await drafted(city);
    const card = cardOf(await fill(clerk, id, 2, 'review', { imprint: 'ftp://x' }));
    expect(problemOf(card, 'imprint')).toContain('führt auf keine Webseite');
  });

  it('names the person whose answer is missing', async () => {
    const clerk = city.as(CLERK);
    const id = await drafted(city);
    await fill(clerk, id, PERSONS + 1, 'save', { 'persons.1.role': '' });
    const review = await clerk.press('fill', { draft: id, page: 99, go: 'open' });
    expect(plain(review)).toContain('• Person 2 von 2 – Funktion: Diese Angabe fehlt noch.');
  });

  it.each<[string, { persons?: string; declarations?: string[] }, string]>([
    ['two administrators', { persons: 'one' }, 'mindestens zwei Personen in der Administration'],
    ['every declaration', { declarations: ['no-case-handling'] }, 'noch nicht alles zugesichert'],
    ['somebody to call', { persons: 'silent' }, 'Noch niemand ist Notfallkontakt.'],
  ])('wants %s before it lets anything go', async (_what, change, sentence) => {
    const clerk = city.as(CLERK);
    const id = await drafted(city);
    const { answers } = await applicationOf(store, id);
    const persons = (answers.persons as Record<string, unknown>[]).map((entry, index) => ({
      ...entry,
      ...(change.persons === 'one' && index === 1 ? { role: 'editor' } : {}),
      ...(change.persons === 'silent' ? { emergency: 'no' } : {}),
    }));
    await putAnswers(store, id, { ...answers, ...change, persons });
    for (const reply of [
      await clerk.press('fill', { draft: id, page: 99, go: 'open' }),
      await clerk.press('submit', { draft: id, sure: true }),
    ]) {
      expect(plain(reply)).toContain(sentence);
      expect(plain(reply)).not.toContain('Alle Angaben sind vollständig.');
    }
    expect((await applicationOf(store, id)).state).toBe('draft');
    expect((await trail(city, id)).map(({ action }) => action)).toContain('submission-incomplete');
  });

  it('counts one person in two functions once', async () => {
    const id = await drafted(city);
    const { answers } = await applicationOf(store, id);
    const [first] = answers.persons as Record<string, unknown>[];
    await putAnswers(store, id, { ...answers, persons: [first, { ...first, role: 'deputy-administrator' }] });
    expect(plain(await city.as(CLERK).press('submit', { draft: id, sure: true }))).toContain(
      'mindestens zwei Personen',
    );
  });
});

describe('submitting', () => {
  it('asks once, and nothing has happened before the yes', async () => {
    const clerk = city.as(CLERK);
    const id = await drafted(city);
    const asked = await clerk.press('submit', { draft: id });
    expect(plain(asked)).toContain('Soll der Beteiligungsprozess beginnen?');
    expect((await applicationOf(store, id)).state).toBe('draft');
    const back = await clerk.click('Zurück');
    expect(plain(back)).toContain('Übersicht Ihres Antrags');
    await clerk.press('submit', { draft: id });
    const receipt = plain(await clerk.click('Ja, einreichen'));
    const { number, hash } = await applicationOf(store, id);
    expect(receipt).toContain(`Ihr Antrag ${number} ist eingereicht und eingefroren.`);
    expect(receipt).toContain('Als Nächstes entscheidet: Leitung Kulturbetriebe.');
    expect(receipt).toContain(`Prüfsumme (SHA-256): ${hash}`);
  });

  it('freezes the document for ever, in the commands and in the database', async () => {
    const { id, answers, hash, number } = await submitted(city);
    const clerk = city.as(CLERK);
    for (const reply of [
      await fill(clerk, id, 0, 'next', { purpose: 'Anders' }),
      await clerk.press('submit', { draft: id, sure: true }),
      await clerk.press('discard', { draft: id }),
      await clerk.press('hear', { draft: id, path: 'purpose', value: 'Anders' }),
    ]) {
      expect(plain(reply)).toContain('Diese Karte ist überholt.');
    }
    for (const set of [{ answers: { ...answers, purpose: 'Anders' } }, { hash: 'x' }, { number: 'SN-1' }]) {
      const row = await applicationOf(store, id);
      const write = store.db.transaction((tx) => applyChanges(tx as Tx, [update('applications', row, set)]));
      await expect(write).rejects.toThrow();
    }
    expect(await applicationOf(store, id)).toMatchObject({ answers, hash, number });
  });

  it('leaves a hash that anybody can compute again from what is stored', async () => {
    const { number, kind, office, legalBody, applicant, answers, hash } = await submitted(city);
    expect(documentHash({ number, kind, office, legalBody, applicant, answers, files: [] })).toBe(hash);
    expect(documentHash({ number, kind, office, legalBody, applicant, answers: {}, files: [] })).not.toBe(hash);
  });

  it('numbers what is submitted in one row, also when two submit at once', async () => {
    const ids = [await drafted(city), await drafted(city)];
    const rows = await Promise.all(ids.map((id) => handIn(city, id)));
    const numbers = rows.map(({ number }) => Number(number?.slice(8, 12))).sort((a, b) => a - b);
    expect(numbers[1]).toBe(numbers[0]! + 1);
    const all = (await store.db.select().from(applications)).map(({ number }) => number).filter((one) => one !== null);
    expect(new Set(all).size).toBe(all.length);
  });

  it('of the same channel by two people at once takes one', async () => {
    const page = newPage();
    const colleague = city.as('stv-leitung-kulturbetriebe');
    const first = await drafted(city, { answers: page });
    const second = await drafted(city, { clerk: colleague, office: 'kulturbetriebe', answers: page });
    const replies = await Promise.all([
      city.as(CLERK).press('submit', { draft: first, sure: true }),
      colleague.press('submit', { draft: second, sure: true }),
    ]);
    const states = [(await applicationOf(store, first)).state, (await applicationOf(store, second)).state].sort();
    expect(states).toEqual(['draft', 'head']);
    expect(replies.map(plain).join('\n')).toContain('Dieser Kanal ist schon registriert oder beantragt');
  });

  it('twice with one finger submits once', async () => {
    const id = await drafted(city);
    const clerk = city.as(CLERK);
    const replies = await Promise.all([
      clerk.press('submit', { draft: id, sure: true }),
      clerk.press('submit', { draft: id, sure: true }),
    ]);
    expect(replies.map(plain).filter((text) => text.includes('ist eingereicht und eingefroren'))).toHaveLength(1);
    expect((await trail(city, id)).filter(({ action }) => action === 'submitted')).toHaveLength(1);
  });

  it('tells head and applicant, and nobody else yet', async () => {
    const { number } = await submitted(city);
    await city.drain();
    const copies = [...city.chats.values()].flatMap(({ posted }) =>
      posted.filter(({ card }) => card.title.startsWith(`Antrag ${number}`)),
    );
    expect(copies.map(({ to }) => to.user).sort()).toEqual([DECIDERS.head, CLERK].sort());
  });
});

async function submittedAt(url: string, more: Record<string, unknown> = {}): Promise<string> {
  const clerk = city.as(CLERK);
  const { id } = await begin(clerk, url);
  const { name, handle } = newPage();
  await putAnswers(store, id, await completeAnswers(store, { name, handle, url, ...more }));
  return (await handIn(city, id)).number!;
}

async function personsOf(id: string): Promise<Record<string, unknown>[]> {
  return ((await applicationOf(store, id)).answers.persons ?? []) as Record<string, unknown>[];
}

async function setFormVersion(id: string, formVersion: number): Promise<void> {
  const row = await applicationOf(store, id);
  await store.db.transaction((tx) => applyChanges(tx as Tx, [update('applications', row, { formVersion })]));
}

async function markGone(ref: string, gone: boolean): Promise<void> {
  const key = await keyOf(store, ref);
  await store.db.transaction((tx) => setGone(tx as Tx, key, gone));
}
