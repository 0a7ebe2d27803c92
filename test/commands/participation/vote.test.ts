/** Votes: who may, when, how often; a Nein and its weighing; two who decide at once; what hostile text does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Body } from '../../../bot/participation/body.ts';
import { verifyAudit } from '../../../db/audit.ts';
import type { Store, Tx } from '../../../db/connect.ts';

import { audit } from '../../../db/schema.ts';
import {
  ALL_BODIES,
  applicationOf,
  CLERK,
  cardOf,
  completeAnswers,
  DECIDERS,
  dossierOf,
  drafted,
  handIn,
  keyOf,
  newPage,
  outboxAbout,
  postedWith,
  pressOn,
  putAnswers,
  submitted,
  trail,
  twoPersons,
  voteOf,
  voting,
  yesOf,
} from '../../support/acts.ts';
import { freshStore } from '../../support/db.ts';
import { setGone } from '../../support/past-commands.ts';
import { labels, plain, type Stage, stageOn } from '../../support/stage.ts';

let store: Store;
let city: Stage;
beforeAll(async () => {
  store = await freshStore();
  city = await stageOn(store, ['slack', 'teams', 'local']);
});
afterAll(async () => {
  expect(city.faults).toEqual([]);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  await store.close();
});

const votesIn = async (id: string) => (await trail(city, id)).filter(({ action }) => action === 'voted');
const later = (minutes: number) => {
  city.clock.now = new Date(city.clock.now.getTime() + minutes * 60_000);
};

/** With everybody's Ja but this body's, and this body asked. */
async function allBut(body: Body, id: string): Promise<void> {
  await yesOf(city, id, ...ALL_BODIES.filter((other) => other !== body));
}

describe('two who decide in the same millisecond', () => {
  it('lets one decide, and tells the other who did and when', async () => {
    const { id } = await submitted(city);
    await yesOf(city, id, 'head');
    later(1);
    const answers = await Promise.all([
      voting(city, id, 'security', 'yes', { by: 'ciso', chat: 'slack', seen: 1 }),
      voting(city, id, 'security', 'yes', { by: 'it-sicherheit', chat: 'teams', seen: 1 }),
    ]);
    const vote = await voteOf(store, id, 'security');
    const first = vote.by === (await keyOf(store, 'ciso')) ? 0 : 1;
    expect(answers[first]).toMatchObject({ kind: 'card' });
    const name = ['Leitung IT-Sicherheit (CISO)', 'Sachbearbeitung IT-Sicherheit'][first];
    expect(plain(answers[1 - first]!)).toBe(
      `Schon entschieden: Ja – ${name}, 23.11.2026, 10:01 Uhr. Ihr Klick hat nichts geändert.`,
    );
    expect((await votesIn(id)).filter(({ data }) => data.body === 'security')).toHaveLength(1);
    expect(vote.version).toBe(2);
  });

  it('takes the first of a Ja and a Nein, whichever it is', async () => {
    const { id } = await submitted(city);
    await yesOf(city, id, 'head');
    const inputs = { reason: 'Die Netzwerksegmentierung fehlt.' };
    const answers = await Promise.all([
      voting(city, id, 'fb3', 'no', { by: 'beratung-soziale-medien', chat: 'teams', seen: 1, inputs }),
      voting(city, id, 'fb3', 'yes', { chat: 'slack', seen: 1 }),
    ]);
    const texts = answers.map(plain);
    expect(texts.filter((text) => text.startsWith('Schon entschieden: '))).toHaveLength(1);
    expect((await votesIn(id)).filter(({ data }) => data.body === 'fb3')).toHaveLength(1);
  });

  it('tells the loser of the last vote too, although the application is decided by then', async () => {
    const { id } = await submitted(city);
    await allBut('security', id);
    const { version: seen } = await voteOf(store, id, 'security');
    await voting(city, id, 'security', 'yes', { seen });
    expect((await applicationOf(store, id)).state).toBe('approved');
    const late = await voting(city, id, 'security', 'yes', { by: 'it-sicherheit', seen });
    expect(plain(late)).toContain('Schon entschieden: Ja – Leitung IT-Sicherheit (CISO)');
  });
});

describe('a delivery that comes twice', () => {
  it('is answered twice and done once', async () => {
    const { id } = await submitted(city);
    const args = { application: id, body: 'head', seen: 1, answer: 'yes' };
    const head = city.as(DECIDERS.head, 'slack');
    const key = `slack:twice:${id}`;
    const answers = await Promise.all([
      head.press('vote', { ...args, seen: 0 }, {}, { key }),
      head.press('vote', { ...args, seen: 0 }, {}, { key }),
    ]);
    const [first, second] = [...answers].sort((a, b) => Number('repeat' in a!) - Number('repeat' in b!));
    expect(second).toEqual({ ...first, repeat: 'theirs' });
    expect(plain(first!)).toContain('Leitung: ✅ Ja');
    expect(await votesIn(id)).toHaveLength(1);
    expect((await voteOf(store, id, 'head')).version).toBe(1);
  });

  it('gets the stored answer even when the world has moved on', async () => {
    const { id } = await submitted(city);
    const key = `slack:late:${id}`;
    const head = city.as(DECIDERS.head, 'slack');
    const args = { application: id, body: 'head', seen: 0, answer: 'yes' };
    const first = await head.press('vote', args, {}, { key });
    await city.as(CLERK).press('withdraw', { what: id });
    expect(await head.press('vote', args, {}, { key })).toEqual({ ...first, repeat: 'theirs' });
  });
});

describe('an old card', () => {
  it('is answered, draws itself anew, and changes nothing', async () => {
    const { id, number } = await submitted(city);
    await city.drain();
    const card = postedWith(city, number!).find(({ to }) => to.user === DECIDERS.head)!;
    const before = { ...card };
    await voting(city, id, 'head', 'yes', { by: 'stv-leitung-kulturbetriebe' });
    later(7 * 24 * 60);
    const answer = await pressOn(city.as(DECIDERS.head), before, 'Ja');
    expect(plain(answer)).toContain(
      'Schon entschieden: Ja – Stellvertretung Leitung Kulturbetriebe, i. V. für Leitung Kulturbetriebe',
    );
    expect(labels(card.card)).toContain('Nein …');
    await city.drain();
    expect(labels(card.card)).not.toContain('Nein …');
    expect(labels(card.card)).toContain('Votum ändern');
    expect(await votesIn(id)).toHaveLength(1);
  });

  it('of an application that is over says what it is now', async () => {
    const { id } = await submitted(city);
    await city.as(CLERK).press('withdraw', { what: id });
    expect(plain(await voting(city, id, 'head', 'yes'))).toBe(
      'Das geht jetzt nicht mehr oder noch nicht. Stand des Antrags: zurückgezogen.',
    );
  });
});

describe('a Nein', () => {
  it('needs a reason: without one the form comes back and nothing is written', async () => {
    const { id } = await submitted(city);
    const form = await voting(city, id, 'head', 'no');
    expect(cardOf(form)).toMatchObject({ title: 'Nein begründen' });
    for (const inputs of [{}, { reason: '' }, { reason: '   ' }]) {
      const again = await voting(city, id, 'head', 'no', { inputs });
      expect(plain(again)).toContain('Diese Angabe fehlt noch.');
    }
    expect(plain(await voting(city, id, 'head', 'no', { inputs: { reason: 'nö' } }))).toContain('mindestens 5 Zeichen');
    expect((await voteOf(store, id, 'head')).answer).toBe('open');
    expect(await votesIn(id)).toEqual([]);
  });

  it('of the head ends it: nobody else is asked, the channel will not come, the department hears why', async () => {
    const { id, channel, number } = await submitted(city);
    await voting(city, id, 'head', 'no', { inputs: { reason: 'Dafür fehlt das Personal.' } });
    expect(await applicationOf(store, id)).toMatchObject({ state: 'rejected', endedAt: city.clock.now });
    const file = await dossierOf(store, id);
    expect(file.channel).toMatchObject({ id: channel, state: 'closed' });
    expect(file.votes.filter(({ openedAt }) => openedAt)).toHaveLength(1);
    await city.drain();
    const [news] = postedWith(city, `Die Leitung hat den Antrag ${number}`);
    expect(news?.to.user).toBe(CLERK);
    const text = plain({ kind: 'card', card: news!.card, replace: false });
    expect(text).toContain('„Dafür fehlt das Personal.“');
  });

  it.each(['fb3', 'privacy', 'security'] as const)('of %s stops it until the head has weighed it', async (body) => {
    const { id } = await submitted(city);
    await yesOf(city, id, 'head');
    await voting(city, id, body, 'no', { inputs: { reason: 'Die Rechtslage ist ungeklärt.' } });
    const others = ALL_BODIES.filter((other) => other !== body && other !== 'head');
    // Consent is asked for once FB 3 has answered, and a Nein that nobody has weighed is no answer to go on with.
    const asked = body === 'fb3' ? others.filter((other) => other !== 'fb11' && other !== 'council') : others;
    await yesOf(city, id, ...asked);
    expect((await applicationOf(store, id)).state).toBe('participation');
    const fb11 = await voteOf(store, id, 'fb11');
    expect(fb11.openedAt === null).toBe(body === 'fb3');

    const head = city.as(DECIDERS.head);
    expect(plain(await head.say('/channel tasks'))).toContain('Nein abwägen');
    const empty = await head.press('weigh', { application: id, body, sent: true }, {});
    expect(plain(empty)).toContain('Diese Angabe fehlt noch.');
    const weighing = 'Der Nutzen überwiegt; die Bedenken werden halbjährlich geprüft.';
    const done = await head.press('weigh', { application: id, body, sent: true }, { weighing });
    expect(plain(done)).toContain('Ihre Abwägung ist festgehalten.');
    if (body === 'fb3') await yesOf(city, id, 'fb11', 'council');
    expect((await applicationOf(store, id)).state).toBe('approved');
    const card = plain(await city.as(CLERK).say(`/channel show ${id}`));
    expect(card).toContain(`durch Leitung Kulturbetriebe, `);
    expect(card).toContain(weighing);
    expect(card).toContain('⛔ Nein');
    expect(await voteOf(store, id, body)).toMatchObject({ answer: 'no', weighing });
  });

  it.each(['fb11', 'council'] as const)('of %s can not be weighed: it is settled, or given up', async (body) => {
    const { id, number } = await submitted(city);
    await allBut(body, id);
    await voting(city, id, body, 'no', { inputs: { reason: 'Die Mitbestimmung ist offen.' } });
    expect((await applicationOf(store, id)).state).toBe('participation');
    const head = city.as(DECIDERS.head);
    const weighing = 'Wir machen es trotzdem, weil es wichtig ist.';
    expect(plain(await head.press('weigh', { application: id, body, sent: true }, { weighing }))).toContain(
      'gibt es kein offenes Nein abzuwägen',
    );
    expect(plain(await head.say(`/channel show ${number}`))).not.toContain('abwägen');
    await city.drain();
    const news = postedWith(city, 'Nein gesagt').filter(({ card }) => card.summary.includes(number!));
    expect(news.map(({ to }) => to.user).sort()).toEqual([DECIDERS.head, CLERK].sort());
    expect(plain({ kind: 'card', card: news[0]!.card, replace: false })).toContain(
      'Ohne ein Ja dieser Stelle kann der Antrag nicht genehmigt werden.',
    );
    await head.click('Antrag aufgeben');
    expect((await applicationOf(store, id)).state).toBe('rejected');
  });

  it('may become a Ja, and what the news said is put right', async () => {
    const { id, number } = await submitted(city);
    await yesOf(city, id, 'head');
    await voting(city, id, 'privacy', 'no', { inputs: { reason: 'Das Impressum fehlt.' } });
    await city.drain();
    const news = postedWith(city, 'Nein gesagt').find(({ card }) => card.summary.includes(number!))!;
    const text = () => plain({ kind: 'card', card: news.card, replace: false });
    expect(text()).toContain('Die Leitung kann das Nein mit einer Begründung abwägen');
    await voting(city, id, 'privacy', 'change', { inputs: { answer: 'yes' } });
    await city.drain();
    expect(text()).not.toContain('abwägen');
    expect(text()).toContain('Datenschutz: Ja – Datenschutzbeauftragte*r');
  });
});

describe('a vote that is changed', () => {
  it('clears what was weighed before, for it is a new assessment', async () => {
    const { id } = await submitted(city);
    await allBut('security', id);
    await voting(city, id, 'security', 'no', { inputs: { reason: 'Der zweite Faktor fehlt.' } });
    await voting(city, id, 'privacy', 'change', { inputs: { answer: 'no', reason: 'Eine Frage ist offen.' } });
    const weighing = 'Der zweite Faktor wird bis Januar eingerichtet.';
    const args = { application: id, body: 'security', sent: true };
    await city.as(DECIDERS.head).press('weigh', args, { weighing });
    await voting(city, id, 'security', 'change', { inputs: { answer: 'no', reason: 'Auch das Postfach ist privat.' } });
    expect(await voteOf(store, id, 'security')).toMatchObject({
      reason: 'Auch das Postfach ist privat.',
      weighing: null,
      weighedBy: null,
      weighedAt: null,
    });
    await voting(city, id, 'privacy', 'change', { inputs: { answer: 'yes' } });
    expect((await applicationOf(store, id)).state).toBe('participation');
    await voting(city, id, 'security', 'change', { inputs: { answer: 'yes' } });
    expect((await applicationOf(store, id)).state).toBe('approved');
  });

  it('needs a reason when it becomes a Nein, and can not be changed once it is decided', async () => {
    const { id } = await submitted(city);
    await yesOf(city, id, 'head', 'privacy');
    const form = await voting(city, id, 'privacy', 'change');
    expect(plain(form)).toContain('Bisher: Ja.');
    const without = await voting(city, id, 'privacy', 'change', { inputs: { answer: 'no' } });
    expect(plain(without)).toContain('Diese Angabe fehlt noch.');
    await yesOf(city, id, 'fb3', 'security', 'fb11', 'council');
    const tooLate = await voting(city, id, 'privacy', 'change', { inputs: { answer: 'no', reason: 'Doch nicht.' } });
    expect(plain(tooLate)).toContain('Stand des Antrags: genehmigt');
    expect((await voteOf(store, id, 'privacy')).answer).toBe('yes');
  });

  it('of the head to Nein ends it, whatever the others have said', async () => {
    const { id } = await submitted(city);
    await allBut('council', id);
    await voting(city, id, 'head', 'change', { inputs: { answer: 'no', reason: 'Der Auftrag ist entfallen.' } });
    expect((await applicationOf(store, id)).state).toBe('rejected');
  });
});

describe('who may', () => {
  it('lets a deputy act i. V., with both names', async () => {
    const { id, number } = await submitted(city);
    await voting(city, id, 'head', 'yes', { by: 'stv-leitung-kulturbetriebe' });
    expect(await voteOf(store, id, 'head')).toMatchObject({
      by: await keyOf(store, 'stv-leitung-kulturbetriebe'),
      onBehalfOf: await keyOf(store, DECIDERS.head),
    });
    expect(plain(await city.as(CLERK).say(`/channel show ${number}`))).toContain(
      'Leitung: Ja – Stellvertretung Leitung Kulturbetriebe, i. V. für Leitung Kulturbetriebe, ',
    );
    const [row] = await votesIn(id);
    expect(row?.data).toMatchObject({ onBehalfOf: await keyOf(store, DECIDERS.head) });
    await voting(city, id, 'council', 'yes', { by: 'stv-vorsitz-personalrat-kulturbetriebe' }).then((early) =>
      expect(plain(early)).toContain('noch nicht an der Reihe'),
    );
  });

  it('keeps out applicant, holder, outsider and stranger, each with the reason, each in the audit', async () => {
    const clerk = city.as('leitung-dortmund-agentur');
    const persons = await twoPersons(store, 'ciso', 'pressestelle');
    const { id } = await submitted(city, { clerk, office: 'fb-3', answers: { persons } });
    expect(plain(await voting(city, id, 'head', 'yes', { by: 'leitung-dortmund-agentur' }))).toContain(
      'Über den eigenen Antrag entscheidet niemand selbst.',
    );
    await voting(city, id, 'head', 'yes', { by: 'stv-leitung-dortmund-agentur' });
    // The same person leads FB 3 as an office and as a body: barred in both.
    expect(plain(await voting(city, id, 'fb3', 'yes', { by: 'leitung-dortmund-agentur' }))).toContain('niemand selbst');
    expect(plain(await voting(city, id, 'security', 'yes', { by: 'ciso' }))).toContain(
      'Sie sind in diesem Antrag als Person mit Rechten am Kanal genannt.',
    );
    expect(plain(await voting(city, id, 'security', 'yes', { by: 'leitung-feuerwehr' }))).toBe(
      'Sie können hier nicht für „IT-Sicherheit“ entscheiden. Das können nur deren Mitglieder und Vertretungen.',
    );
    expect(plain(await voting(city, id, 'security', 'yes', { by: 'fremd' }))).toContain('Ich kenne Sie noch nicht.');
    expect((await voteOf(store, id, 'security')).answer).toBe('open');
    const refused = (await store.db.select().from(audit).orderBy(audit.seq))
      .filter(({ action }) => action === 'refused')
      .slice(-5);
    expect(refused.map(({ data }) => data.code)).toEqual([
      'own-application',
      'own-application',
      'holder',
      'not-a-member',
      'unknown-person',
    ]);
    expect(refused.at(-1)?.actor).toBe('unknown');
    await voting(city, id, 'security', 'yes', { by: 'it-sicherheit' });
    expect((await voteOf(store, id, 'security')).answer).toBe('yes');
  });

  it('lets nobody decide before their turn', async () => {
    const { id } = await submitted(city);
    for (const body of ['fb3', 'fb11', 'council'] as const) {
      expect(plain(await voting(city, id, body, 'yes'))).toContain('ist noch nicht an der Reihe');
      expect(plain(await city.as(DECIDERS[body]).press('ask', { application: id, body }))).toContain('an der Reihe');
    }
    expect(await votesIn(id)).toEqual([]);
  });

  it("asks the Eigenbetrieb's own staff council, not the city's", async () => {
    const { id, number } = await submitted(city);
    await yesOf(city, id, 'head', 'fb3');
    await city.drain();
    const rooms = postedWith(city, number!).map(({ to }) => to.room);
    expect(rooms).toContain('raum-personalrat-kulturbetriebe');
    expect(rooms).not.toContain('raum-personalrat');
    expect(plain(await voting(city, id, 'council', 'yes', { by: 'vorsitz-personalrat' }))).toContain(
      'Sie können hier nicht für „Personalrat“ entscheiden.',
    );
    await voting(city, id, 'council', 'yes');
    expect((await voteOf(store, id, 'council')).answer).toBe('yes');
  });

  it("asks the city's bodies where the legal body has none of its own", async () => {
    const clerk = city.as('oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt');
    const { id } = await submitted(city, { clerk, office: 'fb-37' });
    await voting(city, id, 'head', 'yes', { by: 'leitung-feuerwehr' });
    await yesOf(city, id, 'fb3');
    expect(plain(await voting(city, id, 'council', 'yes'))).toContain('Sie können hier nicht');
    await voting(city, id, 'council', 'yes', { by: 'vorsitz-personalrat' });
    expect((await voteOf(store, id, 'council')).answer).toBe('yes');
  });

  it('sends what a head applies for to the deputy, and where there is none to the next level', async () => {
    const head = city.as(DECIDERS.head);
    const own = await submitted(city, { clerk: head });
    expect(await toldHeads(own.id)).toEqual(['stv-leitung-kulturbetriebe']);
    expect(plain(await voting(city, own.id, 'head', 'yes', { by: 'oberbuergermeisterin' }))).toContain('nicht für');
    await voting(city, own.id, 'head', 'yes', { by: 'stv-leitung-kulturbetriebe' });

    const alone = await submitted(city, { clerk: city.as('leitung-gesundheitsamt') });
    expect(await toldHeads(alone.id)).toContain('oberbuergermeisterin');
    await voting(city, alone.id, 'head', 'yes', { by: 'oberbuergermeisterin' });
    expect((await applicationOf(store, alone.id)).state).toBe('participation');
  });

  it('refuses an application on which nobody could decide, says where it fails, and keeps the draft', async () => {
    const id = await drafted(city);
    const all = ['leitung-personalamt', 'organisation-personalamt', 'stv-leitung-personalamt'];
    await goneFrom(all, true);
    const reply = await city.as(CLERK).press('submit', { draft: id, sure: true });
    expect(plain(reply)).toContain('Für FB11 gibt es niemanden, der entscheiden darf.');
    expect(plain(reply)).toContain('Ihr Entwurf bleibt erhalten.');
    expect((await applicationOf(store, id)).state).toBe('draft');
    await goneFrom(all, false);
    expect((await handIn(city, id)).state).toBe('head');
  });

  it('does not let somebody decide who has left since the card was sent', async () => {
    const { id } = await submitted(city);
    await goneFrom([DECIDERS.head], true);
    expect(plain(await voting(city, id, 'head', 'yes'))).toContain('Ich kenne Sie noch nicht.');
    expect((await voteOf(store, id, 'head')).answer).toBe('open');
    await goneFrom([DECIDERS.head], false);
  });

  it('asks somebody in two offices for which of them they apply', async () => {
    const clerk = city.as('oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt');
    const { url } = newPage();
    const choice = await clerk.say(`/channel register ${url}`);
    expect(plain(choice)).toContain('Für welchen Fachbereich möchten Sie den Kanal beantragen?');
    expect(labels(cardOf(choice))).toEqual(['FB 37', 'FB 53']);
    const form = await clerk.click('FB 53');
    const draft = await applicationOf(store, String(cardOf(form).form?.submit.args?.draft));
    expect(draft).toMatchObject({ office: 'fb-53', legalBody: 'stadt' });
    expect(draft.answers).toMatchObject({ url: expect.stringContaining('facebook.com') });
    expect(plain(await clerk.press('register', { office: 'kulturbetriebe' }))).toBe(
      'Dafür haben Sie keine Berechtigung. Die Berechtigungen pflegt: Berechtigungssteuerung StA 11, Sachbearbeitung Organisation Personal- und Organisationsamt.',
    );
  });
});

describe('text that wants to be more than text', () => {
  const NASTY = 'Kultur <!channel> @everyone [Klick](https://evil.example) \u202Eabc\u202C 😀 *fett* <at>alle</at>';

  it('keeps 5,000 characters in the form with the problem, and writes nothing', async () => {
    const { id } = await submitted(city);
    const reason = 'Zu lang. '.repeat(556).slice(0, 5000).trim();
    const form = await voting(city, id, 'head', 'no', { inputs: { reason } });
    expect(cardOf(form).nodes).toContainEqual(
      expect.objectContaining({ kind: 'area', value: reason, problem: expect.stringContaining('2000 Zeichen') }),
    );
    expect((await voteOf(store, id, 'head')).answer).toBe('open');
  });

  it('is stored letter by letter and shown as letters in every chat', async () => {
    const id = await drafted(city);
    await putAnswers(store, id, await completeAnswers(store, { ...newPage(), name: NASTY }));
    await handIn(city, id);
    await yesOf(city, id, 'head');
    await voting(city, id, 'fb3', 'no', { inputs: { reason: NASTY } });
    expect((await applicationOf(store, id)).answers.name).toBe(NASTY);
    expect((await voteOf(store, id, 'fb3')).reason).toBe(NASTY);
    const { cardToBlockKit } = await import('../../../cards/render/slack.ts');
    const { cardToAdaptiveCard } = await import('../../../cards/render/teams.ts');
    const { slackFaults } = await import('../../support/slack-limits.ts');
    const card = cardOf(await city.as(CLERK).say(`/channel show ${id}`));
    const slack = cardToBlockKit(card);
    expect(slackFaults(slack)).toEqual([]);
    expect(slack.text).not.toContain('<!channel>');
    expect(markdownIn(slack)).not.toMatch(/<!channel>|@everyone/);
    const teams = cardToAdaptiveCard(card);
    expect(markdownIn(teams)).not.toMatch(/\]\(https:\/\/evil|<at>/);
    expect(JSON.stringify(teams)).toContain('😀');
  });
});

/** All texts of a drawn card that its chat reads as markup: Slack's `mrkdwn`, Teams' TextBlocks and facts. */
function markdownIn(part: unknown): string {
  if (Array.isArray(part)) return part.map(markdownIn).join('\n');
  if (typeof part !== 'object' || part === null) return '';
  const node = part as Record<string, unknown>;
  const own = node.type === 'mrkdwn' || node.type === 'TextBlock' ? String(node.text) : '';
  return [own, ...Object.values(node).map(markdownIn)].join('\n');
}

/** The people whose copy of the card asks them as the head. */
async function toldHeads(id: string): Promise<string[]> {
  const rows = await outboxAbout(store, `application:${id}`);
  const { people } = await import('../../../db/schema.ts');
  const all = await store.db.select().from(people);
  return rows
    .flatMap(({ effect }) => (effect.do === 'post' && effect.card.args.as === 'head' ? [effect.to] : []))
    .flatMap((to) => (to.to === 'person' ? [all.find(({ id }) => id === to.person)?.ref ?? ''] : []));
}

async function goneFrom(refs: readonly string[], gone: boolean): Promise<void> {
  for (const ref of refs) {
    const key = await keyOf(store, ref);
    await store.db.transaction((tx) => setGone(tx as Tx, key, gone));
  }
}
