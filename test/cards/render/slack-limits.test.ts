import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { cardToBlockKit, cardToHome, cardToModal, type SlackBlock } from '../../../cards/render/slack.ts';
import { anyCard, anySloppyCard } from '../../support/arbitrary-card.ts';
import { slackFaults } from '../../support/slack-limits.ts';
import { stretch } from '../../support/stretch.ts';
import { DECISION, FORM, LIST, makeCard } from './examples.ts';

const draw = (nodes: Node[], overrides: Partial<Card> = {}) => cardToBlockKit(makeCard({ nodes, ...overrides })).blocks;
const labels = (blocks: SlackBlock[]) =>
  blocks.flatMap((block) => (block.type === 'actions' ? block.elements : [])).map((button) => button.text.text);
const press = (label: string): Button => ({ label, do: 'x' });

describe('what is too much', () => {
  const items: Node[] = Array.from({ length: 80 }, (_, at) => ({
    kind: 'item',
    title: `Kanal ${at}`,
    buttons: [press('Öffnen')],
  }));

  it('is shortened with a word, and the last buttons stay', () => {
    const { blocks } = cardToBlockKit(makeCard({ nodes: [...items, { kind: 'actions', buttons: [press('Weiter')] }] }));
    expect(blocks.length).toBe(50);
    expect(JSON.stringify(blocks.at(-2))).toContain('… gekürzt');
    expect(labels(blocks).at(-1)).toBe('Weiter');
    expect(JSON.stringify(draw(items, { lang: 'en' }).at(-1))).toContain('… shortened');
  });

  it('has more room in a view', () => {
    expect(cardToHome(makeCard({ nodes: items })).blocks.length).toBe(100);
  });

  it('keeps a text of 5,000 characters whole, in two blocks', () => {
    const text = 'Wort '.repeat(1000).trim();
    const blocks = draw([{ kind: 'text', text }]).slice(1);
    expect(blocks.map((block) => (block.type === 'section' ? block.text.text : '')).join(' ')).toBe(text);
  });

  it('keeps the buttons of a card whose text alone would fill the message', () => {
    const text: Node = { kind: 'text', text: '<&>'.repeat(1000) };
    const blocks = draw([
      text,
      text,
      text,
      { kind: 'actions', buttons: [press('Ja')] },
      { kind: 'note', text: 'klein' },
    ]);
    expect(slackFaults(blocks)).toEqual([]);
    expect(labels(blocks)).toEqual(['Ja']);
  });

  it.each([
    ['decision', DECISION],
    ['form', FORM],
    ['list', LIST],
  ])('stays inside with the longest possible %s', (_, card) => {
    const long = stretch(card);
    for (const drawn of [cardToBlockKit(long), cardToModal(long, {}), cardToHome(long)]) {
      expect(slackFaults(drawn)).toEqual([]);
      expect(JSON.stringify(drawn)).toContain('…');
    }
  });

  it('never leaves Slack’s limits, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(anyCard, anySloppyCard), (card) => {
        expect(slackFaults(cardToBlockKit(card))).toEqual([]);
        expect(slackFaults(cardToModal(card, { draft: 'd_1' }))).toEqual([]);
        expect(slackFaults(cardToHome(card, { open: new Set(['feld.0']) }))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the checker itself', () => {
  const section = { type: 'section', text: { type: 'plain_text', text: 'x', emoji: false } };
  const button = { type: 'button', action_id: 'a:0', text: section.text, value: '{}' };
  it.each([
    ['too many blocks', Array(51).fill(section), /51 entries/],
    ['an empty text', [{ ...section, text: { ...section.text, text: '' } }], /empty/],
    ['a missing text', [{ type: 'header' }], /no text object/],
    ['an unknown key', [{ ...section, color: 'red' }], /unknown key color/],
    ['the same action_id twice', [{ type: 'actions', elements: [button, button] }], /twice/],
    [
      'the same block_id twice',
      [
        { ...section, block_id: 'a' },
        { ...section, block_id: 'a' },
      ],
      /twice/,
    ],
    [
      'a message too heavy',
      Array(5).fill({ ...section, text: { ...section.text, text: 'x'.repeat(3000) } }),
      /msg_blocks_too_long/,
    ],
    ['a modal without submit', { type: 'modal', title: section.text, blocks: [{ type: 'input' }] }, /submit/],
    [
      'a title too long',
      { type: 'modal', title: { ...section.text, text: 'x'.repeat(25) }, blocks: [section] },
      /title/,
    ],
  ])('sees %s', (_, drawn, fault) => {
    expect(slackFaults(drawn).join('\n')).toMatch(fault);
  });
});
