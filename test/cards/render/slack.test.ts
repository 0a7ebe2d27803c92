import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button, Card, Node } from '../../../cards/node.ts';
import {
  buttonFromValue,
  cardToBlockKit,
  cardToHome,
  cardToModal,
  metaFromView,
  modalLoading,
  problemsOf,
  type SlackBlock,
} from '../../../cards/render/slack.ts';
import { anyCard } from '../../support/arbitrary-card.ts';
import { expectGolden } from '../../support/golden.ts';
import { slackFaults } from '../../support/slack-limits.ts';
import { DECISION, FORM, LIST, makeCard } from './examples.ts';

const draw = (nodes: Node[], overrides: Partial<Card> = {}) => cardToBlockKit(makeCard({ nodes, ...overrides })).blocks;
/** Without the header. */
const drawOnly = (...nodes: Node[]) => draw(nodes).slice(1);
const buttonsOf = (blocks: SlackBlock[]) => blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
const labels = (blocks: SlackBlock[]) => buttonsOf(blocks).map((button) => button.text.text);
const inputs = (blocks: SlackBlock[]) => blocks.filter((block) => block.type === 'input');
const press = (label: string, more: Partial<Button> = {}): Button => ({ label, do: 'x', ...more });
/** Everything a reader sees, in one string. */
const seen = (drawn: unknown): string =>
  JSON.stringify(drawn, (key, value) => (key === 'value' || key === 'action_id' ? undefined : value));

describe('what it looks like', () => {
  it.each([
    ['decision', DECISION],
    ['form', FORM],
    ['list', LIST],
  ])('%s', (name, card) => {
    expectGolden(`slack/${name}-message`, cardToBlockKit(card));
    expectGolden(`slack/${name}-modal`, cardToModal(card, { draft: 'd_1' }));
    expectGolden(`slack/${name}-home`, cardToHome(card));
  });

  it('says tone with a sign', () => {
    for (const [tone, start] of [
      ['info', 'ℹ️ '],
      ['good', '✅ '],
      ['warning', '⚠️ '],
      ['danger', '⛔ '],
    ] as const) {
      expect(seen(drawOnly({ kind: 'banner', tone, text: 'Text' }))).toContain(`${start}Text`);
    }
  });

  it('speaks the language of the card', () => {
    expect(cardToModal(makeCard({ lang: 'en' }), {}).close.text).toBe('Close');
  });

  it('draws a row alone as facts and several rows as lines with a bold name', () => {
    const table = (rows: string[][]): Node => ({ kind: 'table', columns: ['Stelle', 'Votum'], rows });
    expect(drawOnly(table([['FB 3', 'Ja']]))).toEqual(
      drawOnly({
        kind: 'facts',
        facts: [
          { label: 'Stelle', value: 'FB 3' },
          { label: 'Votum', value: 'Ja' },
        ],
      }),
    );
    const rows = drawOnly(
      table([
        ['FB 3', 'Ja'],
        ['FB 11', ''],
      ]),
    );
    expect(seen(rows)).toContain('"text":"Stelle: FB 3","style":{"bold":true}');
    expect(seen(rows)).toContain(' | Votum: –');
  });
});

describe('what people typed is shown letter by letter', () => {
  const nasty = '<!channel> @everyone #raum *fett* _kursiv_ `code` :smile: https://boese.example <https://a|b>';

  it('is never parsed: no mrkdwn, no emoji codes', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const json = JSON.stringify([cardToBlockKit(card).blocks, cardToModal(card, {}), cardToHome(card)]);
        expect(json).not.toContain('"type":"mrkdwn"');
        expect(json).not.toContain('"emoji":true');
      }),
      { numRuns: 25 },
    );
  });

  it.each<Node>([
    { kind: 'text', text: nasty },
    { kind: 'note', text: nasty },
    { kind: 'heading', text: nasty },
    { kind: 'facts', facts: [{ label: nasty, value: nasty }] },
    { kind: 'item', title: nasty, text: nasty, buttons: [] },
    { kind: 'line', name: 'a', label: nasty, required: false, value: nasty, max: 200 },
  ])('in $kind', (node) => {
    expect(seen(drawOnly(node))).toContain(JSON.stringify(nasty).slice(1, -1));
  });

  it('is escaped in the notification text, and cut by bytes without tearing an entity', () => {
    const { text } = cardToBlockKit(makeCard({ summary: 'Achtung <!channel> & <@U1>' }));
    expect(text).toContain('Achtung &lt;!channel&gt; &amp; &lt;@U1&gt;');
    const long = cardToBlockKit(makeCard({ summary: '<ä>'.repeat(2000) })).text;
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(4000);
    expect(long).toMatch(/(&gt;|&lt;|ä)…$/);
  });

  it('makes a link of a web address alone', () => {
    expect(seen(drawOnly({ kind: 'link', text: 'Auftritt', url: 'https://example.org/a b' }))).toContain(
      '{"type":"link","url":"https://example.org/a%20b","text":"Auftritt"}',
    );
    for (const url of ['javascript:alert(1)', 'mailto:a@example.org', 'https://example.org@boese.example']) {
      const drawn = seen(drawOnly({ kind: 'link', text: 'Auftritt', url }));
      expect(drawn).toContain(`Auftritt: ${url}`);
      expect(drawn).not.toContain('"link"');
    }
  });
});

describe('buttons', () => {
  it('carry name and arguments there and back', () => {
    const [button] = buttonsOf(
      draw([{ kind: 'actions', buttons: [press('Ja', { do: 'vote.yes', args: { id: 'ä"', n: 3 } })] }]),
    );
    expect(buttonFromValue(button?.value ?? '')).toEqual({ do: 'vote.yes', args: { id: 'ä"', n: 3 } });
    expect(button?.action_id).toBe('vote.yes:0');
  });

  it.each(['', '{', '[]', '{"do":1}', 'null'])('of somebody else (%j) are no command', (value) => {
    expect(buttonFromValue(value)).toEqual({ do: '', args: {} });
  });

  it('leave arguments out that do not fit, and still reach their command', () => {
    const [button] = buttonsOf(
      draw([{ kind: 'actions', buttons: [press('Ja', { args: { note: 'x'.repeat(3000) } })] }]),
    );
    expect(buttonFromValue(button?.value ?? '')).toEqual({ do: 'x', args: {} });
  });

  it('ask back with their own words, in red when they are dangerous', () => {
    const confirm = { title: 'Sicher?', text: 'Das bleibt.', yes: 'Ja', no: 'Nein' };
    const [button] = buttonsOf(draw([{ kind: 'actions', buttons: [press('Weg', { style: 'danger', confirm })] }]));
    expect(button?.confirm).toMatchObject({ title: { text: 'Sicher?' }, deny: { text: 'Nein' }, style: 'danger' });
  });

  it('go on in a second row after 25', () => {
    const rows = drawOnly({ kind: 'actions', buttons: Array.from({ length: 30 }, (_, at) => press(`${at}`)) });
    expect(rows.map((row) => (row.type === 'actions' ? row.elements.length : 0))).toEqual([25, 5]);
  });

  it('of a form stand below its inputs, submit first', () => {
    expect(labels(cardToBlockKit(FORM).blocks)).toEqual(['Weiter', 'Zurück', 'Später weiter']);
    expect(labels(cardToModal(FORM, {}).blocks)).toEqual(['Zurück', 'Später weiter']);
  });
});

describe('folds', () => {
  const card = makeCard({
    nodes: [
      { kind: 'fold', id: 'a', title: 'Mehr', open: false, nodes: [{ kind: 'text', text: 'innen' }] },
      { kind: 'fold', id: 'b', title: 'Noch mehr', open: true, nodes: [{ kind: 'text', text: 'unten' }] },
    ],
  });

  it('hide their nodes behind a button, or show them below it', () => {
    const { blocks } = cardToBlockKit(card);
    expect(labels(blocks)).toEqual(['▸ Mehr', '▾ Noch mehr']);
    expect(seen(blocks)).not.toContain('innen');
    expect(seen(blocks)).toContain('unten');
  });

  it('follow `open` instead of the card, on every surface', () => {
    for (const blocks of [
      cardToBlockKit(card, { open: new Set(['a']) }).blocks,
      cardToModal(card, {}, { open: new Set(['a']) }).blocks,
      cardToHome(card, { open: new Set(['a']) }).blocks,
    ]) {
      expect(seen(blocks)).toContain('innen');
      expect(seen(blocks)).not.toContain('unten');
    }
  });

  it('bring along which folds are open after the press', () => {
    const values = buttonsOf(cardToBlockKit(card).blocks).map((button) => buttonFromValue(button.value));
    expect(values).toEqual([
      { do: 'fold.toggle', args: { id: 'a', open: 'b a' } },
      { do: 'fold.toggle', args: { id: 'b', open: '' } },
    ]);
  });

  it('are open when a problem is in them', () => {
    const line: Node = { kind: 'line', name: 'x', label: 'X', required: false, max: 9, problem: 'Zu kurz.' };
    const folded: Node = { kind: 'fold', id: 'f', title: 'Mehr', open: false, nodes: [line] };
    expect(seen(draw([folded]))).toContain('⚠️ Zu kurz.');
    expect(problemsOf(makeCard({ nodes: [folded] }), { open: new Set() })).toEqual({ x: 'Zu kurz.' });
  });
});

describe('modals', () => {
  it('carry meta and the submit button', () => {
    const view = cardToModal(FORM, { draft: 'd_1' });
    expect(metaFromView(view.private_metadata)).toEqual({
      meta: { draft: 'd_1' },
      submit: { do: 'draft.next', args: { draft: 'd_1', screen: 2 } },
    });
    expect(metaFromView(cardToModal(LIST, {}).private_metadata)).toEqual({ meta: {} });
    expect(metaFromView('')).toEqual({ meta: {} });
    expect(view.callback_id).toBe('draft.next');
    expect(view.submit?.text).toBe('Weiter');
  });

  it('drop arguments rather than meta when both do not fit, and refuse a meta that is too long', () => {
    const form = { submit: press('Ab', { do: 'draft.next', args: { note: 'x'.repeat(2900) } }), others: [] };
    const view = cardToModal(makeCard({ form }), { draft: 'd'.repeat(200) });
    expect(metaFromView(view.private_metadata)).toEqual({
      meta: { draft: 'd'.repeat(200) },
      submit: { do: 'draft.next', args: {} },
    });
    expect(() => cardToModal(FORM, { draft: 'x'.repeat(3000) })).toThrow(RangeError);
    for (let note = 2600; note < 3000; note++) {
      const tight = { submit: press('Ab', { args: { note: 'x'.repeat(note) } }), others: [] };
      expect(slackFaults(cardToModal(makeCard({ form: tight }), { draft: 'd_1' }))).toEqual([]);
    }
  });

  it('show a title that is too long for the bar once more in full', () => {
    const view = cardToModal(DECISION, {});
    expect(view.title.text).toBe('Antrag A-2026-014: Face…');
    expect(view.blocks[0]).toMatchObject({ type: 'header', text: { text: DECISION.title } });
    expect(cardToModal(FORM, {}).blocks[0]?.type).not.toBe('header');
  });

  it('have a button that closes when inputs stand in a card that is no form', () => {
    expect(cardToModal(DECISION, {}).submit?.text).toBe('Schließen');
    expect(cardToModal(LIST, {}).submit).toBeUndefined();
  });

  it('say before the submit button what it would ask', () => {
    const confirm = { title: 'Einreichen?', text: 'Danach ist nichts mehr zu ändern.', yes: 'Ja', no: 'Nein' };
    const view = cardToModal(makeCard({ form: { submit: press('Einreichen', { confirm }), others: [] } }), {});
    expect(seen(view.blocks.at(-1))).toContain('⚠️ Einreichen? Danach ist nichts mehr zu ändern.');
  });

  it('load first', () => {
    expect(slackFaults(modalLoading('de', 'Kanal registrieren: Schritt 1'))).toEqual([]);
    expect(seen(modalLoading('de', 'Kanal'))).toContain('Wird geladen …');
  });

  it('name problems by block_id, only of inputs that are there', () => {
    const line = (name: string, problem: string): Node => ({
      kind: 'line',
      name,
      label: name,
      required: true,
      max: 9,
      problem,
    });
    const many: Node[] = Array.from({ length: 120 }, (_, at) => line(`f.${at}`, 'Fehlt.'));
    const problems = problemsOf(makeCard({ nodes: many }));
    const shown = inputs(cardToModal(makeCard({ nodes: many }), {}).blocks).map((input) => input.block_id);
    expect(Object.keys(problems)).toEqual(shown);
    expect(problemsOf(FORM)).toEqual({ purpose: 'Bitte angeben.' });
  });
});
