/** Buttons as actions: `Action.Execute` answers in place; its fallback `Action.Submit` is for clients that lack it. */
import type { Button } from '../../node.ts';
import { cut } from '../cut.ts';
import { LIMITS } from '../limits.ts';
import { buttonData } from './data.ts';
import { type Element, label, lines } from './text.ts';

/** What a button needs to know about its card. `fallback: false` saves bytes in a card that is too big. */
type Behind = { filled: readonly string[]; fallback: boolean };

/** No page names limits; longer texts fill a phone's screen. */
const MAX = { title: 100, text: 1000 } as const;

const STYLE = { primary: 'positive', danger: 'destructive' } as const;

function drawAction(button: Button, behind: Behind, about?: string): Element {
  const style = button.style ? { style: STYLE[button.style] } : {};
  const tooltip = about ? { tooltip: `${name(button.label)}: ${cut(label(about), MAX.title)}` } : {};
  if (!button.confirm) return { ...execute(button, button.label, behind), ...tooltip };
  // The same button is the way back: a second press folds the question away.
  const { title, text, yes } = button.confirm;
  return {
    type: 'Action.ShowCard',
    title: name(button.label),
    ...style,
    ...tooltip,
    card: {
      type: 'AdaptiveCard',
      body: [...lines(cut(title, MAX.title), { weight: 'Bolder' }), ...lines(cut(text, MAX.text))],
      actions: [execute(button, yes, behind)],
    },
  };
}

function execute(button: Button, title: string, { filled, fallback }: Behind): Element {
  const data = buttonData(button, filled);
  const look = { title: name(title), ...(button.style ? { style: STYLE[button.style] } : {}), data };
  return {
    type: 'Action.Execute',
    verb: button.do,
    ...look,
    ...(fallback ? { fallback: { type: 'Action.Submit', ...look } } : {}),
  };
}

/**
 * Rows of buttons: clients hide or drop those beyond a row's limit. `about` is the list entry that the buttons belong
 * to: without it a screen reader reads "Open" ten times.
 */
export function drawActions(buttons: readonly Button[], behind: Behind, about?: string): Element[] {
  const rows: Element[] = [];
  for (let from = 0; from < buttons.length; from += LIMITS.teams.visibleActions) {
    const row = buttons.slice(from, from + LIMITS.teams.visibleActions);
    rows.push({ type: 'ActionSet', actions: row.map((button) => drawAction(button, behind, about)) });
  }
  return rows;
}

/** Some clients don't draw an action without title. */
const name = (text: string): string => cut(label(text), MAX.title) || '…';

export function openUrl(title: string, url: string): Element {
  return { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: name(title), url }] };
}

export function toggle(title: string, target: string): Element {
  return {
    type: 'ActionSet',
    actions: [{ type: 'Action.ToggleVisibility', title: name(title), targetElements: [target] }],
  };
}
