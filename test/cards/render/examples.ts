/** Three cards as the bot posts them, by shape: a decision, a page of a form with every kind of input, a list. */
import type { Card } from '../../../cards/node.ts';

export function makeCard(overrides: Partial<Card> = {}): Card {
  return { title: 'Hinweis', summary: 'Ein Hinweis für Sie.', lang: 'de', nodes: [], ...overrides };
}

export const DECISION: Card = makeCard({
  title: 'Antrag A-2026-014: Facebook-Auftritt der Kulturbetriebe',
  summary: 'Ihr Votum wird gebraucht: Facebook-Auftritt der Kulturbetriebe.',
  nodes: [
    { kind: 'banner', tone: 'warning', text: 'Frist: 05.12.2026' },
    {
      kind: 'facts',
      facts: [
        { label: 'Netzwerk', value: 'Facebook' },
        { label: 'Stelle', value: 'Leitung Kulturbetriebe' },
        { label: 'Begründung', value: 'Veranstaltungen ankündigen\nund *Fragen* beantworten <!channel>' },
      ],
    },
    {
      kind: 'table',
      columns: ['Stelle', 'Votum'],
      rows: [
        ['FB 3', 'Ja'],
        ['Datenschutz', 'in Bearbeitung'],
        ['Personalrat', ''],
      ],
    },
    { kind: 'link', text: 'Zum Auftritt', url: 'https://www.facebook.com/kulturbetriebe' },
    {
      kind: 'fold',
      id: 'versions',
      title: 'Bisherige Anträge',
      open: false,
      nodes: [{ kind: 'text', text: 'A-2023-002, genehmigt am 01.02.2023' }],
    },
    { kind: 'area', name: 'reason', label: 'Begründung', hint: 'Bei Nein nötig.', required: false, max: 2000 },
    {
      kind: 'actions',
      buttons: [
        { label: 'Ja', do: 'vote.yes', args: { application: 'A-2026-014', version: 3 }, style: 'primary' },
        {
          label: 'Nein',
          do: 'vote.no',
          args: { application: 'A-2026-014', version: 3 },
          style: 'danger',
          confirm: {
            title: 'Mit Nein stimmen?',
            text: 'Das hält den Antrag an.',
            yes: 'Nein abgeben',
            no: 'Abbrechen',
          },
        },
      ],
    },
    { kind: 'note', text: 'Ihr Votum wird im Protokoll festgehalten.' },
  ],
});

export const FORM: Card = makeCard({
  title: 'Antrag: Betrieb',
  summary: 'Schritt 2 von 5: Betrieb.',
  nodes: [
    { kind: 'note', text: 'Schritt 2 von 5' },
    { kind: 'line', name: 'handle', label: 'Name des Auftritts', required: true, value: 'kulturbetriebe', max: 200 },
    {
      kind: 'area',
      name: 'purpose',
      label: 'Zweck',
      required: true,
      max: 3000,
      placeholder: 'In zwei Sätzen',
      problem: 'Bitte angeben.',
    },
    { kind: 'number', name: 'posts', label: 'Beiträge je Woche', required: false, value: '3' },
    { kind: 'date', name: 'start', label: 'Beginn', required: false, value: '2026-12-01' },
    {
      kind: 'choice',
      name: 'imprint',
      label: 'Impressum vorhanden',
      required: true,
      value: 'yes',
      options: [
        { value: 'yes', label: 'Ja' },
        { value: 'no', label: 'Nein' },
      ],
    },
    {
      kind: 'choices',
      name: 'audience',
      label: 'Zielgruppen',
      required: false,
      value: ['citizens'],
      options: [
        { value: 'citizens', label: 'Bürger*innen' },
        { value: 'press', label: 'Presse' },
      ],
    },
    {
      kind: 'person',
      name: 'persons.0.person',
      label: 'Administrator*in',
      required: true,
      value: 'p_17',
      shown: 'Leitung Kulturbetriebe',
      options: [
        { value: 'p_17', label: 'Leitung Kulturbetriebe' },
        { value: 'p_18', label: 'Stellvertretung Kulturbetriebe' },
      ],
    },
  ],
  form: {
    submit: { label: 'Weiter', do: 'draft.next', args: { draft: 'd_1', screen: 2 } },
    others: [
      { label: 'Zurück', do: 'draft.back', args: { draft: 'd_1', screen: 2 } },
      { label: 'Später weiter', do: 'draft.save', args: { draft: 'd_1' } },
    ],
  },
});

export const LIST: Card = makeCard({
  title: 'Your tasks',
  summary: 'Two tasks wait for you.',
  lang: 'en',
  nodes: [
    { kind: 'heading', text: 'Due this week' },
    {
      kind: 'item',
      title: 'Vote on A-2026-014',
      text: 'Facebook, Kulturbetriebe\ndue 5 December 2026',
      buttons: [{ label: 'Open', do: 'application.show', args: { application: 'A-2026-014' } }],
    },
    { kind: 'divider' },
    { kind: 'item', title: 'Confirm the holders of X', buttons: [] },
    { kind: 'banner', tone: 'good', text: 'Nothing is overdue.' },
  ],
});
