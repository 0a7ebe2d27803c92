/** Versions: renewing with a diff, failing and trying again, closing, taking on an imported channel, ending before the end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../db/audit.ts';
import type { Store } from '../../../db/connect.ts';
import type { Application } from '../../../db/registry/dossiers.ts';
import {
  ALL_BODIES,
  applicationOf,
  approved,
  argOf,
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
  published,
  putAnswers,
  submitted,
  trail,
  voteOf,
  voting,
  yesOf,
} from '../../support/acts.ts';
import { freshStore } from '../../support/db.ts';
import { imported } from '../../support/imported.ts';
import { labels, type Person, plain, type Stage, stageOn } from '../../support/stage.ts';

const HEAD_NOTE =
  'Hinweis: Es handelt sich um einen erneuten Antrag! Der ursprüngliche Antrag ist unter "5. Bisherige Anträge" abgebildet.';

let store: Store;
let city: Stage;
let clerk: Person;
let head: Person;
beforeAll(async () => {
  store = await freshStore();
  city = await stageOn(store);
  clerk = city.as(CLERK);
  head = city.as(DECIDERS.head);
});
afterAll(async () => {
  expect(city.faults).toEqual([]);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  await store.close();
});

const rootOf = ({ number }: Application) => number!.replace(/-v\d+$/, '');
const shown = async (what: string, who = CLERK) => plain(await city.as(who).say(`/channel show ${what}`));

/** A draft of the next version. */
async function renewing(old: Application): Promise<string> {
  return argOf(await clerk.say(`/channel renew ${rootOf(old)}`), 'draft');
}

/** Changes answers in a draft, as the form would. */
async function change(id: string, answers: Record<string, unknown>): Promise<void> {
  const draft = await applicationOf(store, id);
  await putAnswers(store, id, { ...draft.answers, ...answers });
}

/** The next version, handed in. */
async function renewed(old: Application, answers: Record<string, unknown>): Promise<Application> {
  const id = await renewing(old);
  await change(id, answers);
  return handIn(city, id);
}

/** Where the news of an event go: rooms, and people by their id in the chat. */
async function newsTo(id: string, event: string): Promise<string[]> {
  const rows = await outboxAbout(store, `application:${id}`);
  const news = rows.filter(({ effect }) => effect.do === 'post' && effect.card.args.event === event);
  return news.map(({ address }) => address?.user ?? address?.room ?? 'nowhere');
}

describe('a renewal', () => {
  it('begins with the data of the version before, and archives nothing until it is handed in', async () => {
    const old = await published(city);
    const form = await clerk.say(`/channel renew ${rootOf(old)}`);
    expect(plain(form)).toContain('Die Angaben stammen aus dem bisherigen Antrag.');
    expect(labels(cardOf(form))).toContain('Zur Übersicht');
    const draft = await applicationOf(store, argOf(form, 'draft'));
    expect(draft).toMatchObject({ kind: 'renewal', revision: 2, predecessor: old.id, number: null, root: old.root });
    expect(draft.answers).toMatchObject({ ...old.answers, kind: 'renewal' });
    expect((await applicationOf(store, old.id)).state).toBe('published');
    // What stands is what is shown; the draft has no say yet.
    expect(await shown(rootOf(old))).toContain(`Antrag ${old.number}`);
    expect(await shown(rootOf(old))).toContain('Stand: veröffentlicht');
    const next = await handIn(city, draft.id);
    expect(next.number).toBe(`${rootOf(old)}-v2`);
    expect(await applicationOf(store, old.id)).toMatchObject({ state: 'archived', endedAt: city.clock.now });
  });

  it('goes on with the same draft when it is asked for again', async () => {
    const old = await published(city);
    const first = await renewing(old);
    expect(await renewing(old)).toBe(first);
    expect(argOf(await clerk.say(`/channel edit ${rootOf(old)}`), 'draft')).toBe(first);
    await clerk.press('discard', { draft: first });
  });

  it('shows note, differences by person and section 5 on every card', async () => {
    const old = await published(city);
    const [first, second] = old.answers.persons as Record<string, unknown>[];
    const added = { ...first, person: await keyOf(store, 'leitung-dortmund-agentur'), role: 'editor' };
    const next = await renewed(old, {
      purpose: 'Auch das Museum ankündigen',
      // The first is struck, the second changes one right: two changes, and one for the newcomer.
      persons: [{ ...second, rights: ['post'] }, added, { ...first, person: await keyOf(store, 'pressestelle') }],
    });
    await city.drain();
    const copies = postedWith(city, next.number!).filter(({ card }) => card.title.startsWith('Antrag '));
    expect(copies.length).toBeGreaterThan(1);
    for (const { card } of copies) {
      const text = plain({ kind: 'card', card, replace: false });
      expect(card.nodes[0]).toMatchObject({ kind: 'banner', text: HEAD_NOTE });
      expect(text).toContain('Änderungen gegenüber dem bisherigen Antrag (5)');
      expect(text).toContain(
        'Zweck und Inhalte: bisher: Veranstaltungen der Kulturbetriebe ankündigen → neu: Auch das Museum ankündigen',
      );
      expect(text).toContain(
        'Sachbearbeitung Öffentlichkeitsarbeit Stadt- und Landesbibliothek: bisher: Hauptadministration → neu: –',
      );
      expect(text).toContain('Leitung Dortmund-Agentur: bisher: – → neu: Redaktion');
      expect(text).toContain('Leitung Stadt- und Landesbibliothek: Rechte am Konto: bisher: Beiträge');
      expect(text).toContain('5. Bisherige Anträge');
      expect(text).toContain(`${old.number}`);
      expect(text).toContain('archiviert (ersetzt durch einen neuen Antrag), 23.11.2026');
    }
    // The old document does not list the new one among the earlier ones.
    const before = await shown(old.number!);
    expect(before).toContain('Stand: archiviert');
    expect(before).not.toContain('5. Bisherige Anträge');
  });

  it('asks every body anew; "unchanged" is one click and a new vote of its own', async () => {
    const old = await published(city);
    await voteOf(store, old.id, 'fb3');
    const next = await renewed(old, { purpose: 'Auch das Museum' });
    for (const body of ALL_BODIES) expect((await voteOf(store, next.id, body)).answer).toBe('open');
    const reply = await head.say(`/channel show ${next.number}`);
    expect(labels(cardOf(reply))).toContain('Einschätzung unverändert (Ja)');
    city.clock.now = new Date(city.clock.now.getTime() + 60_000);
    await voting(city, next.id, 'head', 'unchanged', { by: 'stv-leitung-kulturbetriebe' });
    expect(await voteOf(store, next.id, 'head')).toMatchObject({
      answer: 'yes',
      unchanged: 'yes',
      by: await keyOf(store, 'stv-leitung-kulturbetriebe'),
      at: city.clock.now,
    });
    expect(await shown(next.number!)).toContain('Einschätzung unverändert.');
    for (const body of ['fb3', 'privacy', 'security', 'fb11', 'council'] as const) {
      await voting(city, next.id, body, 'unchanged');
    }
    expect((await applicationOf(store, next.id)).state).toBe('approved');
    const votes = (await trail(city, next.id)).filter(({ action }) => action === 'voted');
    expect(votes.map(({ data }) => data.unchanged)).toEqual([true, true, true, true, true, true]);
  });

  it('carries an unchanged Nein with its reason, and wants it weighed again', async () => {
    const old = await submitted(city);
    await yesOf(city, old.id, 'head');
    await voting(city, old.id, 'privacy', 'no', { inputs: { reason: 'Die Vereinbarung fehlt.' } });
    const weighing = 'Die Vereinbarung wird nachgereicht.';
    await head.press('weigh', { application: old.id, body: 'privacy', sent: true }, { weighing });
    await yesOf(city, old.id, 'fb3', 'security', 'fb11', 'council');
    const next = await renewed(await applicationOf(store, old.id), { purpose: 'Anders' });
    await yesOf(city, next.id, 'head');
    await voting(city, next.id, 'privacy', 'unchanged');
    expect(await voteOf(store, next.id, 'privacy')).toMatchObject({
      answer: 'no',
      reason: 'Die Vereinbarung fehlt.',
      weighing: null,
    });
    await yesOf(city, next.id, 'fb3', 'security', 'fb11', 'council');
    expect((await applicationOf(store, next.id)).state).toBe('participation');
  });

  it('takes nothing from a form that "unchanged" does not have', async () => {
    const next = await renewed(await published(city), { purpose: 'Anders' });
    await voting(city, next.id, 'head', 'unchanged', { inputs: { resolution: 'x'.repeat(300), reason: 'Nebenbei' } });
    expect(await voteOf(store, next.id, 'head')).toMatchObject({ answer: 'yes', unchanged: 'yes', resolution: null });
  });

  it('has no "unchanged" for a body that had not answered', async () => {
    const old = await submitted(city);
    await yesOf(city, old.id, 'head');
    const next = await renewed(await applicationOf(store, old.id), { purpose: 'Anders' });
    await yesOf(city, next.id, 'head');
    expect(labels(cardOf(await city.as('ciso').say(`/channel show ${next.number}`)))).not.toContain(
      'Einschätzung unverändert (Ja)',
    );
    expect(plain(await voting(city, next.id, 'security', 'unchanged'))).toContain('kein Votum vor');
  });

  it('leaves the registry on the approved version until it is decided itself', async () => {
    const old = await published(city);
    const next = await renewed(old, { name: 'Neuer Name' });
    expect((await dossierOf(store, next.id)).channel).toMatchObject({
      application: old.id,
      name: old.answers.name,
      state: 'published',
    });
    await yesOf(city, next.id, ...ALL_BODIES);
    expect((await dossierOf(store, next.id)).channel).toMatchObject({
      application: next.id,
      name: 'Neuer Name',
      state: 'published',
    });
  });

  it('asks a holder again only for what is new: rules and consent hold, for a year', async () => {
    const holder = city.as('oeffentlichkeitsarbeit-bibliothek');
    const person = await keyOf(store, 'oeffentlichkeitsarbeit-bibliothek');
    const old = await published(city);
    for (const task of (await dossierOf(store, old.id)).tasks.filter(({ assignee }) => assignee === person)) {
      await holder.press('done', { task: task.id, seen: task.version, answer: 'yes' });
    }
    const kinds = async (id: string) =>
      (await dossierOf(store, id)).tasks.filter(({ assignee }) => assignee === person).map(({ kind }) => kind);
    const second = await renewed(await applicationOf(store, old.id), { purpose: 'Zwei' });
    await yesOf(city, second.id, ...ALL_BODIES);
    expect(await kinds(second.id)).toEqual([]);
    const third = await renewed(await applicationOf(store, second.id), { purpose: 'Drei' });
    await yesOf(city, third.id, ...ALL_BODIES);
    expect(await kinds(third.id)).toEqual([]);
    const now = city.clock.now;
    city.clock.now = new Date('2027-12-01T09:00:00Z');
    const fourth = await renewed(await applicationOf(store, third.id), { purpose: 'Vier' });
    await yesOf(city, fourth.id, ...ALL_BODIES);
    expect(await kinds(fourth.id)).toEqual(['consent']);
    city.clock.now = now;
  });
});

describe('a renewal that fails', () => {
  it('by the head’s Nein leaves the channel running on the approved version', async () => {
    const old = await published(city);
    const next = await renewed(old, { purpose: 'Zu viel' });
    await voting(city, next.id, 'head', 'no', { inputs: { reason: 'Das ist zu viel.' } });
    expect((await applicationOf(store, next.id)).state).toBe('rejected');
    expect((await dossierOf(store, next.id)).channel).toMatchObject({ application: old.id, state: 'published' });
    // It can be tried again, from what was written last.
    const again = await applicationOf(store, await renewing(old));
    expect(again).toMatchObject({ revision: 3, predecessor: next.id });
    expect(again.answers.purpose).toBe('Zu viel');
    await clerk.press('discard', { draft: again.id });
    // And nobody can register the same page a second time meanwhile.
    expect(plain(await city.as('leitung-feuerwehr').say(`/channel register ${String(old.answers.url)}`))).toContain(
      `schon registriert oder beantragt: ${old.number}`,
    );
  });

  it('does not keep the channel from being closed', async () => {
    const old = await published(city);
    const next = await renewed(old, { purpose: 'Nie gewollt' });
    await clerk.press('withdraw', { what: next.id });
    const card = await clerk.say(`/channel show ${rootOf(old)}`);
    expect(labels(cardOf(card))).toContain('Kanal abmelden');
    const draft = await applicationOf(store, argOf(await clerk.click('Kanal abmelden'), 'draft'));
    // What is closed is what is registered, not what somebody once wanted.
    expect(draft.answers.purpose).toBe(old.answers.purpose);
    const closure = await handIn(city, draft.id);
    await yesOf(city, closure.id, 'head', 'fb3');
    expect((await applicationOf(store, closure.id)).state).toBe('approved');
  });

  it('as a draft is thrown away without a trace, and can be begun anew', async () => {
    const old = await published(city);
    const first = await renewing(old);
    expect(plain(await clerk.press('discard', { draft: first }))).toBe('Der Entwurf ist verworfen.');
    expect(await shown(rootOf(old))).toContain(`Antrag ${old.number}`);
    expect(labels(cardOf(await clerk.say(`/channel show ${rootOf(old)}`)))).toContain('Antrag erneut stellen');
    const next = await renewed(old, { purpose: 'Zweiter Anlauf' });
    expect(next.number).toBe(`${rootOf(old)}-v3`);
    expect(next.predecessor).toBe(old.id);
    expect(await shown(next.number!)).toContain(`• ${old.number}`);
  });
});

describe('two people at once', () => {
  it('who press "apply again" get one draft, and one of them is told whose it is', async () => {
    const old = await published(city);
    const colleague = city.as('stv-leitung-kulturbetriebe');
    const replies = await Promise.all([
      clerk.say(`/channel renew ${rootOf(old)}`),
      colleague.say(`/channel renew ${rootOf(old)}`),
    ]);
    expect(replies.map((reply) => reply.kind).sort()).toEqual(['card', 'notice']);
    const told = replies.find((reply) => reply.kind === 'notice')!;
    expect(plain(told)).toContain('Dazu gibt es schon einen Entwurf von: ');
    const drafts = (await trail(city, argOf(replies.find((reply) => reply.kind === 'card')!, 'draft'))).length;
    expect(drafts).toBe(1);
  });

  it('who renew and close can not both hand in: the second learns of the first', async () => {
    const old = await published(city);
    const renewal = await renewing(old);
    const closure = argOf(await clerk.say(`/channel close ${rootOf(old)}`), 'draft');
    expect(closure).not.toBe(renewal);
    const sent = await handIn(city, closure);
    expect(plain(await clerk.press('submit', { draft: renewal, sure: true }))).toBe(
      `Es gibt schon einen neueren Antrag: ${sent.number}. Bitte gehen Sie von diesem aus.`,
    );
    await clerk.press('discard', { draft: renewal });
  });

  it('of another office may not renew; a registrar may', async () => {
    const old = await published(city);
    expect(plain(await city.as('leitung-feuerwehr').say(`/channel renew ${rootOf(old)}`))).toBe(
      'Das ist nicht Ihre Aufgabe und nicht Ihr Fachbereich.',
    );
    expect(plain(await city.as('berechtigungen').say(`/channel renew ${rootOf(old)}`))).toContain('Schritt 1 von 6');
  });

  it('an archived version is no ground to go on from', async () => {
    const old = await published(city);
    const next = await renewed(old, { purpose: 'Anders' });
    for (const word of ['renew', 'close']) {
      expect(plain(await clerk.say(`/channel ${word} ${old.number}`))).toBe(
        `Es gibt schon einen neueren Antrag: ${next.number}. Bitte gehen Sie von diesem aus.`,
      );
    }
  });
});

describe('a closure', () => {
  it('is decided by head and FB 3, the others are informed, and the channel is closed by the clerk', async () => {
    const old = await published(city);
    const review = await clerk.say(`/kanal abmelden ${rootOf(old)}`);
    expect(plain(review)).toContain('Alle Angaben sind vollständig.');
    expect(labels(cardOf(review))).not.toContain('Ändern');
    await clerk.click('Antrag einreichen');
    await clerk.click('Ja, einreichen');
    const closure = await applicationOf(store, argOf(review, 'draft'));
    expect(closure).toMatchObject({ kind: 'closure', state: 'head', number: `${rootOf(old)}-v2` });
    const card = await shown(closure.number!, DECIDERS.head);
    expect(card).toContain('Antragsart: Abmeldung');
    expect(card).not.toContain('erneuten Antrag');
    expect(card).not.toContain('nichts geändert');
    expect(card).not.toContain('Einschätzung unverändert');
    expect((await dossierOf(store, closure.id)).votes.map(({ body }) => body).sort()).toEqual(['fb3', 'head']);
    // A body that is not asked has no say in it.
    expect(plain(await city.as('ciso').press('ask', { application: closure.id, body: 'security' }))).toContain(
      'noch nicht an der Reihe',
    );
    expect(plain(await voting(city, closure.id, 'head', 'unchanged'))).toContain('kein Votum vor');
    await yesOf(city, closure.id, 'head', 'fb3');
    const file = await dossierOf(store, closure.id);
    expect(file.application.state).toBe('approved');
    expect(file.tasks.map(({ kind, assignee }) => [kind, assignee])).toEqual([
      ['close-down', await keyOf(store, CLERK)],
    ]);
    expect((await newsTo(closure.id, 'informed')).sort()).toEqual([
      'raum-datenschutz',
      'raum-fb11',
      'raum-it-sicherheit',
      'raum-personalrat-kulturbetriebe',
    ]);
    expect(await shown(closure.number!, 'datenschutz')).toContain('Antragsart: Abmeldung');

    const task = file.tasks[0]!;
    await clerk.press('done', { task: task.id, seen: task.version });
    expect((await dossierOf(store, closure.id)).channel?.state).toBe('closed');
    const after = await clerk.say(`/channel show ${rootOf(old)}`);
    expect(plain(after)).toContain('Stand: abgeschaltet');
    expect(labels(cardOf(after))).not.toContain('Kanal abmelden');
    expect(plain(await clerk.say(`/channel list ${String(old.answers.handle)}`))).toContain('abgeschaltet · FB 41');
  });

  it('frees the address: the channel can be applied for again', async () => {
    const old = await published(city);
    const closure = await handIn(city, argOf(await clerk.say(`/channel close ${rootOf(old)}`), 'draft'));
    await yesOf(city, closure.id, 'head', 'fb3');
    const [task] = (await dossierOf(store, closure.id)).tasks;
    await clerk.press('done', { task: task!.id, seen: task!.version });
    const { url } = old.answers;
    const fresh = argOf(await city.as('leitung-feuerwehr').press('register', { link: url }), 'draft');
    await putAnswers(store, fresh, await completeAnswers(store, { ...newPage(), url }));
    const again = await handIn(city, fresh, city.as('leitung-feuerwehr'));
    expect(again).toMatchObject({ channel: old.channel, office: 'fb-37' });
    expect((await dossierOf(store, again.id)).channel).toMatchObject({ state: 'planned', application: again.id });
  });

  it('is not for a channel that does not exist yet', async () => {
    const { number } = await submitted(city);
    expect(plain(await clerk.say(`/channel close ${number}`))).toBe(
      'Das geht jetzt nicht mehr oder noch nicht. Stand des Antrags: bei der Leitung.',
    );
  });
});

describe('an imported channel', () => {
  it('becomes a late application of its office, and is registered by the same votes', async () => {
    const { url, handle, name } = newPage();
    const [row] = await imported(
      store,
      [
        {
          line: 2,
          platform: 'facebook',
          kind: 'page',
          name,
          handle,
          url,
          key: `facebook.com/${handle.toLowerCase()}`,
          office: 'FB 41',
          contentSafeguards: [],
          leaverSafeguards: [],
          state: 'published',
        },
      ] as never,
      { now: city.clock.now, source: 'list.csv' },
    );
    // Somebody of another office is told, a clerk of the office gets its form.
    expect(plain(await city.as('leitung-feuerwehr').say(`/channel register ${url}`))).toContain(row!.number);
    const form = await clerk.say(`/channel register ${url}`);
    const id = argOf(form, 'draft');
    expect(await applicationOf(store, id)).toMatchObject({ kind: 'late', number: row!.number, applicant: 'system' });
    await clerk.press('fill', { draft: id, page: 0, go: 'save' }, { purpose: 'Ankündigungen' });
    expect((await applicationOf(store, id)).applicant).toBe(await keyOf(store, CLERK));
    // Given back, anybody of the office can go on, and what was typed stays.
    expect(plain(await clerk.press('discard', { draft: id }))).toContain('liegt wieder bei Ihrem Fachbereich');
    const colleague = city.as('stv-leitung-kulturbetriebe');
    expect(plain(await colleague.say(`/channel renew ${row!.number}`))).toContain('Ankündigungen');
    await clerk.press('fill', { draft: id, page: 0, go: 'save' });
    await putAnswers(store, id, await completeAnswers(store, { kind: 'late', name, handle, url }));
    const late = await handIn(city, id);
    expect(late.number).toBe(row!.number);
    expect((await dossierOf(store, id)).channel?.state).toBe('unapproved');
    await yesOf(city, id, ...ALL_BODIES);
    expect((await dossierOf(store, id)).channel).toMatchObject({ state: 'published', application: id });
  });

  it('needs its link: a late application is about something that can be seen', async () => {
    const id = await drafted(city);
    const draft = await applicationOf(store, id);
    const { changes } = { changes: { ...draft.answers, kind: 'late', url: undefined } };
    await putAnswers(store, id, changes);
    const review = plain(await clerk.press('fill', { draft: id, page: 99, go: 'open' }));
    expect(review).toContain('• Adresse des Auftritts (Link): Diese Angabe fehlt noch.');
  });
});

describe('ending it before it is decided', () => {
  it.each([
    ['with the head', async () => submitted(city)],
    [
      'in participation',
      async () => {
        const { id } = await submitted(city);
        await yesOf(city, id, 'head', 'fb3');
        return applicationOf(store, id);
      },
    ],
    [
      'with a question open',
      async () => {
        const { id } = await submitted(city);
        const ask = { application: id, body: 'head', sent: true };
        await head.press('ask', ask, { question: 'Wozu das Ganze?' });
        return applicationOf(store, id);
      },
    ],
  ] as const)('the applicant withdraws it %s', async (_where, make) => {
    const { id, number, channel } = await make();
    const card = await clerk.say(`/channel withdraw ${number}`);
    // Typed, it is asked for once more: the button does it.
    expect((await applicationOf(store, id)).state).not.toBe('withdrawn');
    expect(labels(cardOf(card))).toContain('Zurückziehen');
    expect(plain(await clerk.click('Zurückziehen'))).toBe(`Der Antrag ${number} ist zurückgezogen.`);
    expect(await applicationOf(store, id)).toMatchObject({ state: 'withdrawn', endedAt: city.clock.now });
    expect((await dossierOf(store, id)).channel).toMatchObject({ id: channel, state: 'closed' });
    const voters = (await dossierOf(store, id)).votes.filter((vote) => vote.by).length;
    expect(await newsTo(id, 'withdrawn')).toHaveLength(voters);
    for (const { body } of (await dossierOf(store, id)).votes.filter(({ answer }) => answer === 'open')) {
      expect(plain(await voting(city, id, body, 'yes'))).toContain('zurückgezogen');
    }
    expect(plain(await city.as('ciso').say('/channel tasks'))).not.toContain(number);
    expect(plain(await clerk.say('/channel tasks'))).not.toContain(number);
  });

  it('nobody else withdraws it, and what is decided or a draft can not be withdrawn', async () => {
    const { id, number } = await submitted(city);
    expect(plain(await head.press('withdraw', { what: id }))).toBe('Das kann nur tun, wer den Antrag stellt.');
    const done = await approved(city);
    expect(plain(await clerk.press('withdraw', { what: done.id }))).toContain('Stand des Antrags: genehmigt');
    const draft = await drafted(city);
    expect(plain(await clerk.press('withdraw', { what: draft }))).toContain('Stand des Antrags: Entwurf');
    expect(plain(await clerk.say('/channel withdraw SN-2026-9999'))).toContain('Das habe ich nicht gefunden.');
    expect(number).toMatch(/^SN-/);
  });

  it('the head gives it up after a Nein, the department hears it', async () => {
    const { id, number } = await submitted(city);
    await yesOf(city, id, 'head');
    await voting(city, id, 'fb3', 'no', { inputs: { reason: 'Das Netzwerk passt nicht.' } });
    expect(plain(await clerk.press('give-up', { application: id }))).toContain('keine Berechtigung');
    expect(plain(await city.as('leitung-feuerwehr').press('give-up', { application: id }))).toContain(
      'Sie können hier nicht für „Leitung“ entscheiden.',
    );
    await head.say(`/channel show ${number}`);
    expect(plain(await head.click('Antrag aufgeben'))).toBe(`Der Antrag ${number} ist beendet (abgelehnt).`);
    expect((await applicationOf(store, id)).state).toBe('rejected');
    expect(plain(await head.press('give-up', { application: id }))).toContain('Stand des Antrags: abgelehnt');
    expect(await newsTo(id, 'given-up')).toEqual([CLERK]);
    expect((await trail(city, id)).map(({ action }) => action)).toContain('given-up');
    // The department may try again.
    const again = await renewed(await applicationOf(store, id), { purpose: 'Besser begründet' });
    expect(again.number).toBe(`${number!.replace(/v1$/, 'v2')}`);
  });
});

describe('questions and supplements', () => {
  it('are asked, answered by the office, and stand beside the frozen document for good', async () => {
    const { id, hash, number } = await submitted(city);
    await yesOf(city, id, 'head', 'fb3');
    const privacy = city.as('datenschutz');
    await privacy.say(`/channel show ${number}`);
    await privacy.click('Rückfrage …');
    await privacy.click('Rückfrage senden', { question: 'Wo liegt die Vereinbarung?' });
    expect((await applicationOf(store, id)).state).toBe('query');
    // The others may vote meanwhile; it is not approved while a question is open.
    await yesOf(city, id, 'security', 'fb11', 'council', 'privacy');
    expect((await applicationOf(store, id)).state).toBe('query');
    city.clock.now = new Date(city.clock.now.getTime() + 60_000);
    const [question] = (await dossierOf(store, id)).notes;
    const reply = (text: string, who = CLERK) =>
      city.as(who).press('reply', { note: question!.id, sent: true }, { answer: text });
    expect(plain(await reply('', CLERK))).toContain('Diese Angabe fehlt noch.');
    expect(plain(await reply('Von mir', 'leitung-feuerwehr'))).toBe('Das kann nur tun, wer den Antrag stellt.');
    // A colleague of the office may answer: a question must not wait for one person's holiday.
    await reply('In der Ablage des Fachbereichs.', 'stv-leitung-kulturbetriebe');
    expect(plain(await reply('Noch einmal'))).toBe('Diese Rückfrage ist schon beantwortet.');
    expect(await applicationOf(store, id)).toMatchObject({ state: 'approved', hash });
    await clerk.press('supplement', { application: id, sent: true }, { supplement: 'Der Vertrag liegt nun vor.' });
    const card = await shown(number!, 'datenschutz');
    expect(card).toContain('Wo liegt die Vereinbarung?');
    expect(card).toContain('Antwort von Stellvertretung Leitung Kulturbetriebe');
    expect(card).toContain('Ergänzung von Sachbearbeitung Öffentlichkeitsarbeit Kulturbetriebe, 23.11.2026');
    expect((await applicationOf(store, id)).hash).toBe(hash);
    expect(await newsTo(id, 'query')).toEqual([CLERK]);
    expect(await newsTo(id, 'answer')).toEqual(['datenschutz']);
  });
});
