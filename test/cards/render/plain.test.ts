import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttons, type Node } from '../../../cards/node.ts';
import { cardToPlain } from '../../../cards/render/plain.ts';
import { anyCard, anySloppyCard } from '../../support/arbitrary-card.ts';
import { expectGolden } from '../../support/golden.ts';
import { DECISION, FORM, LIST, makeCard } from './examples.ts';

describe('cardToPlain', () => {
  it.each([
    ['decision', DECISION],
    ['form', FORM],
    ['list', LIST],
  ])('reads the %s line by line', (name, card) => {
    expectGolden(`plain/${name}`, cardToPlain(card).split('\n'));
  });

  it('begins with the summary, because a notification shows no more', () => {
    expect(cardToPlain(makeCard({ title: 'Titel', summary: 'Ein Satz.' }))).toBe('Ein Satz.\n\nTitel');
    expect(cardToPlain(makeCard({ title: 'Titel', summary: 'Titel: ein Satz.' }))).toBe('Titel: ein Satz.');
    expect(cardToPlain(makeCard({ title: 'Titel', summary: ' ' }))).toBe('Titel');
  });

  it('numbers the buttons as buttons(card) lists them', () => {
    const button = (label: string) => ({ label, do: 'x' });
    const nodes: Node[] = [
      { kind: 'item', title: 'a', buttons: [button('eins')] },
      { kind: 'fold', id: 'f', title: 'b', open: false, nodes: [{ kind: 'actions', buttons: [button('zwei')] }] },
      { kind: 'actions', buttons: [button('drei')] },
    ];
    const card = makeCard({ nodes, form: { submit: button('vier'), others: [button('fünf')] } });
    const text = cardToPlain(card);
    for (const [index, { label }] of buttons(card).entries()) expect(text).toContain(`[${index + 1}] ${label}`);
  });

  it('says tone by a sign; requirement, choice and problem in words', () => {
    const text = cardToPlain(
      makeCard({
        nodes: [
          { kind: 'banner', tone: 'danger', text: 'Zugang verloren' },
          {
            kind: 'choice',
            name: 'a',
            label: 'Netzwerk',
            required: true,
            value: 'x',
            options: [
              { value: 'x', label: 'X' },
              { value: 'm', label: 'Mastodon' },
            ],
            problem: 'Nicht erlaubt.',
          },
        ],
      }),
    );
    expect(text).toContain('⛔ Zugang verloren');
    expect(text).toContain('Netzwerk (Pflichtangabe):\n  (x) X\n  ( ) Mastodon\n  ⚠️ Nicht erlaubt.');
  });

  it('stays below 4,000 units and is never empty, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(anyCard, anySloppyCard), (card) => {
        const text = cardToPlain(card);
        expect(text.length).toBeLessThanOrEqual(4000);
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/u);
      }),
      { numRuns: 200 },
    );
  });
});
