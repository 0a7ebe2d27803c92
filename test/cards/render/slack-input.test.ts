import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Input, isInput, type Node, walk } from '../../../cards/node.ts';
import { cardToBlockKit, cardToModal, type SlackBlock, valuesFromState } from '../../../cards/render/slack.ts';
import { anyCard } from '../../support/arbitrary-card.ts';
import { slackFaults } from '../../support/slack-limits.ts';
import { FORM, makeCard } from './examples.ts';

const modal = (...nodes: Node[]) => cardToModal(makeCard({ nodes }), {}).blocks;
const inputs = (blocks: SlackBlock[]) => blocks.filter((block) => block.type === 'input');
const only = (node: Node) => inputs(modal(node))[0];
const options = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ value: `o${at}`, label: `Option ${at}` }));

/** What Slack sends back when nobody touches the inputs (reference/interaction-payloads/view-interactions-payload). */
function stateOf(blocks: SlackBlock[]): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    inputs(blocks).map(({ block_id, element }) => {
      const { type, action_id } = element;
      const state =
        type === 'plain_text_input' || type === 'number_input'
          ? { type, value: element.initial_value ?? null }
          : type === 'datepicker'
            ? { type, selected_date: element.initial_date ?? null }
            : type === 'users_select'
              ? { type, selected_user: element.initial_user ?? null }
              : type === 'checkboxes' || type === 'multi_static_select'
                ? { type, selected_options: element.initial_options ?? [] }
                : { type, selected_option: element.initial_option ?? null };
      return [block_id, { [action_id]: state }];
    }),
  );
}

describe('valuesFromState', () => {
  it('reads back what a form was drawn with', () => {
    expect(valuesFromState(stateOf(cardToModal(FORM, {}).blocks))).toEqual({
      handle: 'kulturbetriebe',
      purpose: undefined,
      posts: '3',
      start: '2026-12-01',
      imprint: 'yes',
      audience: ['citizens'],
      'persons.0.person': 'p_17',
    });
  });

  it('tells an input left empty from one that was not shown', () => {
    const fold: Node = {
      kind: 'fold',
      id: 'f',
      title: 'Mehr',
      open: false,
      nodes: [{ kind: 'line', name: 'hidden', label: 'x', required: false, max: 9 }],
    };
    const values = valuesFromState(stateOf(modal({ kind: 'date', name: 'day', label: 'x', required: false }, fold)));
    expect(values).toEqual({ day: undefined });
    expect('day' in values).toBe(true);
  });

  it('takes a typed person before a chosen one, and a chosen one before an empty line', () => {
    const menu = { s: { type: 'static_select', selected_option: { value: 'p_1', text: {} } } };
    const typed = (value: string | null) => ({ t: { type: 'plain_text_input', value } });
    expect(valuesFromState({ who: menu, who__typed: typed('Muster, Rolle') })).toEqual({ who: 'Muster, Rolle' });
    expect(valuesFromState({ who: menu, who__typed: typed('  ') })).toEqual({ who: 'p_1' });
    expect(valuesFromState({ who: menu, who__typed: typed(null) })).toEqual({ who: 'p_1' });
  });

  it.each([undefined, null, 'x', {}, { a: null }, { a: { b: null } }, { a: { b: { type: 'button' } } }])(
    'makes nothing of %j',
    (state) => {
      expect(Object.values(valuesFromState(state)).filter((value) => value !== undefined)).toEqual([]);
    },
  );

  it('knows every drawn input by its name, whatever the card', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const names = new Set([...walk(card.nodes)].filter(isInput).map((input) => input.name));
        const values = valuesFromState(stateOf(cardToModal(card, {}).blocks));
        expect(Object.keys(values).filter((name) => !names.has(name))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an input', () => {
  it('has its name as block_id, a problem in words below, and is optional unless required', () => {
    const node: Node = {
      kind: 'line',
      name: 'persons.0.role',
      label: 'Rolle',
      required: true,
      max: 9,
      problem: 'Fehlt.',
    };
    const [input, problem] = modal(node);
    expect(input).toMatchObject({ block_id: 'persons.0.role', optional: false });
    expect(problem).toMatchObject({ type: 'context', elements: [{ text: '⚠️ Fehlt.' }] });
    expect(only({ ...node, required: false })?.optional).toBe(true);
  });

  it('changes its action_id when the bot changed the value, because Slack would keep the old one', () => {
    const id = (value?: string) =>
      only({ kind: 'line', name: 'a', label: 'a', required: false, max: 99, ...(value === undefined ? {} : { value }) })
        ?.element.action_id;
    expect(id()).toBe('line');
    expect(id('')).toBe('line');
    expect(id('Facebook')).toBe(id('Facebook'));
    expect(id('Facebook')).not.toBe(id('X'));
  });

  it.each<[string, Input]>([
    ['number', { kind: 'number', name: 'a', label: 'a', required: false, value: 'zwölf' }],
    ['date', { kind: 'date', name: 'a', label: 'a', required: false, value: '31.02.2026' }],
  ])('of kind %s shows again what no such field takes', (_, node) => {
    expect(only(node)?.element).toMatchObject({ type: 'plain_text_input', initial_value: node.value });
  });

  it('says when a value had to be cut', () => {
    const blocks = modal({ kind: 'area', name: 'a', label: 'a', required: false, max: 9000, value: 'x'.repeat(5000) });
    expect(JSON.stringify(blocks)).toContain('wurde hier gekürzt');
    expect(slackFaults(blocks)).toEqual([]);
  });

  it('draws up to 10 options as buttons, up to 100 as a menu, more in groups', () => {
    const choice = (count: number): Node => ({
      kind: 'choice',
      name: 'a',
      label: 'a',
      required: false,
      options: options(count),
    });
    const choices = (count: number): Node => ({
      kind: 'choices',
      name: 'a',
      label: 'a',
      required: false,
      options: options(count),
    });
    expect(only(choice(10))?.element.type).toBe('radio_buttons');
    expect(only(choice(11))?.element.type).toBe('static_select');
    expect(only(choices(10))?.element.type).toBe('checkboxes');
    expect(only(choices(11))?.element.type).toBe('multi_static_select');
    const big = only({ ...choice(250), value: 'o249' } as Node)?.element;
    expect(big).toMatchObject({ type: 'static_select', initial_option: { value: 'o249' } });
    expect(JSON.stringify(big)).toContain('Option 200 – Option 249');
  });

  it('says so when there is nothing to choose from', () => {
    const [first, ...rest] = modal({ kind: 'choice', name: 'a', label: 'Netzwerk', required: true, options: [] });
    expect(first).toMatchObject({ type: 'context', elements: [{ text: 'Netzwerk: keine Auswahl vorhanden' }] });
    expect(rest).toEqual([]);
  });
});

describe('a person', () => {
  const person = (more: Partial<Extract<Input, { kind: 'person' }>>) =>
    inputs(modal({ kind: 'person', name: 'who', label: 'Wer', required: true, options: [], ...more }));

  it('is chosen from the people given, or typed below', () => {
    const [menu, typed] = person({ options: [{ value: 'p_1', label: 'Leitung FB 3' }], value: 'p_1' });
    expect(menu).toMatchObject({ block_id: 'who', optional: true, element: { initial_option: { value: 'p_1' } } });
    expect(menu?.hint?.text).toContain('Pflichtangabe');
    expect(typed).toMatchObject({
      block_id: 'who__typed',
      optional: true,
      label: { text: 'Andere Person: Name, Vorname' },
    });
  });

  it('stays chosen when the list does not hold them', () => {
    const [menu] = person({ options: [{ value: 'p_1', label: 'Leitung FB 3' }], value: 'p_9', shown: 'Leitung FB 11' });
    expect(menu?.element).toMatchObject({ initial_option: { value: 'p_9', text: { text: 'Leitung FB 11' } } });
  });

  it('known by a Slack id, or with nobody to choose from, comes from Slack’s own people', () => {
    expect(person({ value: 'U045ABCDE' })[0]?.element).toMatchObject({
      type: 'users_select',
      initial_user: 'U045ABCDE',
    });
    expect(person({})[0]?.element).toEqual({
      type: 'users_select',
      action_id: 'person',
      placeholder: { type: 'plain_text', text: 'Bitte wählen', emoji: false },
    });
  });
});

describe('a card whose author gave one name twice', () => {
  it('is still taken by Slack, and the first input is the one that counts', () => {
    const line = (value: string): Node => ({ kind: 'line', name: 'a', label: 'a', required: false, value, max: 9 });
    const { blocks } = cardToBlockKit(makeCard({ nodes: [line('eins'), line('zwei')] }));
    expect(slackFaults(blocks)).toEqual([]);
    expect(valuesFromState(stateOf(blocks))).toEqual({ a: 'eins' });
  });
});
