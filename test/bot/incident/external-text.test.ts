/** The life of a text for the outside, and what keeps it inside. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leadsTo, linkProblem } from '../../../bot/incident/channel-link.ts';
import { check, LONGEST, pagesOf } from '../../../bot/incident/external-check.ts';
import {
  approvalLine,
  approvesFor,
  awaitsCoSign,
  coSignLine,
  coSignsFor,
  isWaiting,
  needsCoSign,
  nextOn,
  releaseBlocker,
  TEXT_EVENTS,
  TEXT_KINDS,
  TEXT_STATES,
  type TextEvent,
  type TextState,
  textAfter,
  uncleared,
} from '../../../bot/incident/external-text.ts';
import { OUTSIDE, outsideText } from '../../../cards/incident/outside-templates.ts';
import { hardText } from '../../support/longest.ts';

describe('the table', () => {
  const expected: Record<TextState, Partial<Record<TextEvent, TextState>>> = {
    draft: { edit: 'draft', submit: 'review', withdraw: 'withdrawn' },
    review: { edit: 'review', return: 'draft', approve: 'approved', 'co-sign': 'review', withdraw: 'withdrawn' },
    approved: { edit: 'review', return: 'draft', 'co-sign': 'approved', publish: 'published', withdraw: 'withdrawn' },
    published: { withdraw: 'withdrawn' },
    withdrawn: {},
  };
  const pairs = TEXT_STATES.flatMap((state) => TEXT_EVENTS.map((event) => [state, event] as const));
  it.each(pairs)('%s × %s', (state, event) => expect(textAfter(state, event)).toBe(expected[state][event]));

  it('lets nothing be published that was not approved after its last edit, whatever is done', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TEXT_EVENTS), { maxLength: 30 }), (events) => {
        let state: TextState = 'draft';
        let isApproved = false;
        for (const event of events) {
          const next = textAfter(state, event);
          if (!next) continue;
          if (event === 'publish') expect(isApproved).toBe(true);
          if (event === 'approve') isApproved = true;
          if (event === 'edit' || event === 'return') isApproved = false;
          state = next;
        }
      }),
    );
  });

  it('waits until it is published or withdrawn', () => {
    expect(TEXT_STATES.filter(isWaiting)).toEqual(['draft', 'review', 'approved']);
  });
});

describe('the release', () => {
  const ready = { state: 'approved', hash: 'a', approvedHash: 'a', coSignedHash: 'a' } as const;
  it.each([
    [ready, true, undefined],
    [{ ...ready, coSignedHash: null }, false, undefined],
    [{ ...ready, coSignedHash: null }, true, 'no-co-sign'],
    [{ ...ready, coSignedHash: 'b' }, true, 'no-co-sign'],
    [{ ...ready, approvedHash: 'b' }, false, 'hash-differs'],
    [{ ...ready, state: 'review' as const }, false, 'not-approved'],
    [{ ...ready, state: 'published' as const }, false, 'not-approved'],
  ])('%j, co-signature needed: %s', (text, coSign, expected) => expect(releaseBlocker(text, coSign)).toBe(expected));

  it('needs data protection until a loss of data is excluded', () => {
    expect([needsCoSign('open'), needsCoSign('possible'), needsCoSign('excluded')]).toEqual([true, true, false]);
  });

  const organisation = {
    incident: { approvers: ['a', 'b', 'c'], legal: [], rooms: [], phones: [], contacts: [] },
  };
  const line = (more: { gone?: string[]; authors?: string[]; approvers?: string[] } = {}) =>
    approvalLine({
      organisation,
      gone: new Set(more.gone),
      authors: more.authors ?? [],
      approvers: more.approvers ?? [],
    });

  it('asks in the order of the organisation, without the authors and without those who have gone', () => {
    expect(line()).toEqual(['a', 'b', 'c']);
    expect(line({ gone: ['a'], authors: ['b'] })).toEqual(['c']);
    expect(line({ approvers: ['d', 'a'] })).toEqual(['a', 'b', 'c', 'd']);
    expect(line({ authors: ['a', 'b', 'c'] })).toEqual([]);
    expect(nextOn(['a', 'b'], [])).toBe('a');
    expect(nextOn(['a', 'b'], ['a'])).toBe('b');
    expect(nextOn(['a', 'b'], ['a', 'b'])).toBeUndefined();
  });

  it('is given in one’s own name by the first on the line, i. V. by the others', () => {
    expect(approvesFor('a', ['a', 'b'])).toBeNull();
    expect(approvesFor('b', ['a', 'b'])).toBe('a');
  });
});

describe('the co-signature', () => {
  const LOSS = ['open', 'possible', 'excluded'] as const;
  const cases = TEXT_STATES.flatMap((state) =>
    LOSS.flatMap((dataLoss) =>
      [true, false].flatMap((drill) =>
        [null, 'a', 'b'].map((coSignedHash) => ({ state, dataLoss, drill, coSignedHash })),
      ),
    ),
  );
  it.each(cases)('%j', ({ state, dataLoss, drill, coSignedHash }) => {
    const isOn = state === 'review' || (state === 'approved' && !drill);
    const expected = isOn && dataLoss !== 'excluded' && coSignedHash !== 'a';
    expect(awaitsCoSign({ state, hash: 'a', coSignedHash }, { dataLoss, drill })).toBe(expected);
  });

  const set = (lead: string, more: { legalBody?: string; members?: string[]; deputies?: string[] } = {}) => ({
    body: 'privacy' as const,
    name: lead,
    lead,
    members: [],
    deputies: [],
    rooms: [],
    ...more,
  });
  const organisation = {
    bodies: [
      set('city', { members: ['m1', 'm2'], deputies: ['d1'] }),
      set('own', { legalBody: 'stadtentwaesserung', deputies: ['d1', 'd2'] }),
      { ...set('it'), body: 'security' as const },
    ],
  };
  const line = (more: Partial<Parameters<typeof coSignLine>[0]> = {}) =>
    coSignLine({ organisation, gone: new Set(), privacy: [], legalBodies: ['stadt'], authors: [], ...more });

  it('is asked of data protection in the incident, then of the body for each legal body concerned, each once', () => {
    expect(line()).toEqual(['city', 'm1', 'm2', 'd1']);
    expect(line({ privacy: ['m2', 'x'] })).toEqual(['m2', 'x', 'city', 'm1', 'd1']);
    expect(line({ legalBodies: ['stadtentwaesserung'] })).toEqual(['own', 'd1', 'd2']);
    expect(line({ legalBodies: ['stadtentwaesserung', 'theater'] })).toEqual(['own', 'd1', 'd2', 'city', 'm1', 'm2']);
    expect(line({ organisation: { bodies: [] } })).toEqual([]);
  });

  it('is asked of nobody who has gone or has written on the text', () => {
    expect(line({ privacy: ['x'], gone: new Set(['x', 'm1']), authors: ['city'] })).toEqual(['m2', 'd1']);
  });

  it('is given in one’s own name with the role in the incident, i. V. by all others', () => {
    expect(coSignsFor('a', ['a', 'b', 'c'], ['a', 'b'])).toBeNull();
    expect(coSignsFor('b', ['a', 'b', 'c'], ['a', 'b'])).toBeNull();
    expect(coSignsFor('c', ['a', 'b', 'c'], ['a', 'b'])).toBe('a');
    expect(coSignsFor('a', ['a', 'b'], [])).toBeNull();
  });
});

describe('the all clear', () => {
  const text = (kind: (typeof TEXT_KINDS)[number], state: TextState, minute: number | null) => ({
    kind,
    state,
    publishedAt: minute === null ? null : new Date(minute * 60_000),
  });
  it('is missing after a published text until one was published later', () => {
    const holding = text('holding', 'published', 10);
    expect(uncleared([holding, text('faq', 'draft', null)])).toEqual([holding]);
    expect(uncleared([holding, text('all-clear', 'approved', null)])).toEqual([holding]);
    expect(uncleared([holding, text('all-clear', 'published', 20)])).toEqual([]);
    const again = text('update', 'published', 30);
    expect(uncleared([holding, text('all-clear', 'published', 20), again])).toEqual([again]);
    expect(uncleared([text('holding', 'withdrawn', 10)])).toEqual([]);
  });
});

describe('the check', () => {
  const codes = (body: string, dataLossExcluded = false) => check(body, { dataLossExcluded }).map(({ code }) => code);

  it.each([
    ['Wir haben den Zugang gesperrt und klären, was geschehen ist.', []],
    ['Bitte klicken Sie auf keine Links. Wir melden uns um 15 Uhr.', []],
    ['Mehr hier: [bitte ergänzen: Adresse]', ['gap']],
    ['Betroffen ist {channels}.', ['gap']],
    ['Vermutlich war es ein Hacker.', ['culprit']],
    ['Dahinter stehen offenbar ehemalige Beschäftigte.', ['culprit']],
    ['Russische Hacker haben den Kanal übernommen.', ['culprit']],
    ['Probably an attacker from abroad did it.', ['culprit']],
    ['Schuld ist die Agentur.', ['guilt']],
    ['Der Dienstleister hat fahrlässig gehandelt.', ['guilt']],
    ['The agency was at fault.', ['guilt']],
    ['Es sind keine Daten abgeflossen.', ['no-data-lost']],
    ['Keine personenbezogenen Daten sind betroffen.', ['no-data-lost']],
    ['Ihre Daten waren zu keinem Zeitpunkt in Gefahr.', ['no-data-lost']],
    ['No personal data was stolen.', ['no-data-lost']],
    ['Das wird nie wieder geschehen.', ['promise']],
    ['Das Passwort war zu einfach.', ['how']],
  ])('%s', (body, expected) => expect(codes(body)).toEqual(expected));

  it('lets it be said that no data was lost once data protection has said so', () => {
    expect(codes('Es sind keine Daten abgeflossen.', true)).toEqual([]);
  });

  it('names what it found, and every gap', () => {
    const found = check('[bitte ergänzen: Ort] und [bitte ergänzen: Zeit]', { dataLossExcluded: true });
    expect(found.map(({ phrase }) => phrase)).toEqual(['[bitte ergänzen: Ort]', '[bitte ergänzen: Zeit]']);
    expect(codes('a'.repeat(LONGEST))).toEqual([]);
    expect(codes('a'.repeat(LONGEST + 1))).toEqual(['too-long']);
  });

  const facts = { city: 'Stadt Dortmund', channels: 'Kultur (facebook)', time: '23.11.2026, 10:00 Uhr' };
  it.each(TEXT_KINDS.flatMap((kind) => (['de', 'en'] as const).map((lang) => [kind, lang] as const)))(
    'of the template %s in %s finds its gaps and nothing else',
    (kind, lang) => {
      const body = outsideText(kind, lang, facts);
      expect(new Set(codes(body))).toEqual(new Set(['gap']));
      expect(body).not.toMatch(/\{\w+\}/);
      expect(codes(body.replaceAll(/\[[^\]]+\]/g, 'www.dortmund.de'))).toEqual([]);
      const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      expect(new Set(names(OUTSIDE[kind].de))).toEqual(new Set(names(OUTSIDE[kind].en)));
    },
  );
});

describe('pages', () => {
  it('keep every word, in order, and a usual text stays one', () => {
    const usual = `${'Ein Satz mit Umlauten, äöüß, und einem Punkt. '.repeat(108)}Ende`.slice(0, LONGEST);
    expect(pagesOf(usual)).toEqual([usual]);
    fc.assert(
      fc.property(fc.string({ maxLength: LONGEST, unit: 'grapheme' }), (text) => {
        const tight = (body: string) => body.replaceAll(/\s+/g, '');
        expect(tight(pagesOf(text).join(' '))).toBe(tight(text));
      }),
    );
    const hard = hardText(LONGEST);
    const pages = pagesOf(hard);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.join(' ').replaceAll(/\s+/g, '')).toBe(hard.replaceAll(/\s+/g, ''));
  });
});

describe('a link to the channel itself', () => {
  const channel = { key: 'facebook.com/kulturdortmund', url: 'https://www.facebook.com/KulturDortmund' };
  it.each([
    ['https://www.facebook.com/KulturDortmund', true],
    ['https://m.facebook.com/kulturdortmund/?ref=1', true],
    ['https://www.facebook.com/KulturDortmund/posts/4711', true],
    ['https://www.facebook.com/KulturDortmund2', false],
    ['https://www.facebook.com/StadtDortmund/posts/4711', false],
    ['https://www.dortmund.de/kultur', false],
  ])('%s: %s', (link, expected) => expect(leadsTo(link, channel)).toBe(expected));

  it('is seen without a key and without an address', () => {
    expect(leadsTo('https://kultur.dortmund.de/neues/1', { key: null, url: 'https://kultur.dortmund.de/' })).toBe(true);
    expect(leadsTo('https://kultur.dortmund.de/neues/1', { key: null, url: null })).toBe(false);
  });

  it.each([
    ['https://www.dortmund.de/warnung', undefined],
    ['https://www.facebook.com/StadtDortmund/posts/4711', undefined],
    ['Website folgt', 'not-a-link'],
    ['https://Website', 'link-private'],
    ['https://bit.ly/3abc', 'not-a-link'],
    ['https://10.0.0.1/warnung', 'link-private'],
    ['ftp://www.dortmund.de/warnung', 'link-scheme'],
  ])('given as the place of a publication, %s: %s', (link, expected) => expect(linkProblem(link)).toBe(expected));
});
