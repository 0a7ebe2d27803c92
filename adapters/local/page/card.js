/** Draws Adaptive Cards with the official renderer, fixes its accessibility gaps, and reports clicks. */
import { el, whileBusy } from './dom.js';
import { LOOK } from './look.js';
import { announce } from './notice.js';
import { drawSigns } from './sign.js';
import { drafts } from './store.js';
import { say } from './words.js';

const AC = globalThis.AdaptiveCards;

const HTML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text) => text.replace(/[&<>"]/g, (sign) => HTML[sign]);

/** The server's only markdown is a single link. All other text is shown literally. */
AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  const link = /^\[([^\]]+)\]\((https?:\/\/[^\s()]+)\)$/.exec(text);
  result.outputHtml = link ? `<a href="${escapeHtml(link[2])}">${escapeHtml(link[1])}</a>` : escapeHtml(text);
  result.didProcess = true;
};
AC.GlobalSettings.useMarkdownInRadioButtonAndCheckbox = false;

const hostConfig = new AC.HostConfig(LOOK);

/** Fills the card's inputs with values typed before. */
function withValues(node, values) {
  if (Array.isArray(node)) return node.map((item) => withValues(item, values));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withValues(value, values)]));
  if (!String(node.type).startsWith('Input.') || !(node.id in values)) return copy;
  const { value: _, ...empty } = copy;
  const typed = values[node.id];
  return typed === '' ? empty : { ...empty, value: node.type === 'Input.Number' ? Number(typed) : typed };
}

const typedIn = (input) => (input.value === undefined || Number.isNaN(input.value) ? '' : String(input.value));
const valuesOf = (card) => Object.fromEntries(card.getAllInputs().map((input) => [input.id, typedIn(input)]));

/** Ids are unique only within a card, so the page prefixes them with the message's id. */
function mendIds(element, prefix) {
  for (const part of element.querySelectorAll('[id*=":"]')) part.id = `${prefix} ${part.id}`.replaceAll(' ', '-');
  for (const part of element.querySelectorAll('[aria-controls]')) {
    part.setAttribute('aria-controls', `${prefix} ${part.getAttribute('aria-controls')}`.replaceAll(' ', '-'));
  }
}

/** Links label, problem and hint to their control; the renderer omits this for groups and search lists. */
function mendInput(card, input) {
  const control = input.renderedInputControlElement;
  if (!control) return;
  const label = input.renderedElement.querySelector('label');
  const search = control.querySelector('input[list]');
  const target = search ?? control;
  if (search) {
    search.id = `${control.id}-search`;
    if (label) label.htmlFor = search.id;
    // The renderer shows the chosen person's value instead of the name.
    const chosen = input.choices.find((choice) => choice.value === search.value);
    if (chosen) search.value = chosen.title;
  } else if (control instanceof HTMLDivElement) {
    control.setAttribute('role', control.querySelector('[type=radio]') ? 'radiogroup' : 'group');
  }
  if (search) control.removeAttribute('aria-labelledby');
  if (label) target.setAttribute('aria-labelledby', label.id);
  target.removeAttribute('aria-label');
  // Otherwise the renderer would restore its own labels on every click.
  input.updateInputControlAriaLabelledBy = () => {};
  // The server validates and explains problems. The renderer would ignore the click for a name missing from its list.
  input.validateValue = () => true;
  const notes = ['problem', 'hint'].map((kind) => card.getElementById(`${input.id}:${kind}`)?.renderedElement);
  const ids = notes.filter(Boolean).map((note) => note.id);
  if (ids.length > 0) target.setAttribute('aria-describedby', ids.join(' '));
  if (notes[0]) target.setAttribute('aria-invalid', 'true');
  input.renderedElement.classList.add('field');
}

/** Tells screen readers whether the part behind a folding button is open. */
function mendToggle(card, action) {
  const button = action.renderedElement;
  const target = card.getElementById(Object.keys(action.targetElements)[0]);
  if (!button || !target) return;
  button.classList.add('fold');
  const tell = () => button.setAttribute('aria-expanded', String(target.isVisible));
  tell();
  button.addEventListener('click', () => queueMicrotask(tell));
}

function mend(card, element, prefix) {
  mendIds(element, prefix);
  for (const input of card.getAllInputs()) mendInput(card, input);
  for (const action of card.getAllActions()) {
    if (action instanceof AC.ToggleVisibilityAction) mendToggle(card, action);
    if (action.tooltip) action.renderedElement?.setAttribute('aria-label', action.tooltip);
    if (action instanceof AC.OpenUrlAction) action.renderedElement?.classList.add('link');
  }
  for (const link of element.querySelectorAll('a[href]')) {
    link.rel = 'noopener noreferrer';
    link.append(el('span', { class: 'unseen' }, ` (${say('newTab')})`));
  }
  drawSigns(element);
  // The card as a whole is not a tab stop; its parts are.
  element.removeAttribute('tabindex');
}

/**
 * Draws a message's card. `press({do, args, inputs}, button)` sends a click. The button is busy meanwhile, and after a
 * failure everything typed is still there. Typed values survive a reload.
 */
export function drawCard(message, press) {
  const key = `card.${message.id}`;
  const card = new AC.AdaptiveCard();
  card.hostConfig = hostConfig;
  card.parse(withValues(message.card, drafts.read(key) ?? {}));
  const error = el('p', { class: 'error', role: 'alert', hidden: true });
  const shell = el('article', {
    class: 'card',
    lang: message.card.lang,
    tabindex: '-1',
    'aria-label': message.card.fallbackText,
  });
  card.onExecuteAction = async (action) => {
    if (action instanceof AC.OpenUrlAction) return void window.open(action.url, '_blank', 'noopener,noreferrer');
    if (!(action instanceof AC.ExecuteAction) || shell.ariaBusy === 'true') return;
    shell.ariaBusy = 'true';
    error.hidden = true;
    announce(say('working'));
    // Sent values are no longer a draft. The next step often arrives by event before the click's response. Clearing the
    // draft only then would erase what was typed into that step meanwhile.
    const sent = drafts.read(key);
    drafts.write(key, null);
    try {
      const { do: name, args } = action.data;
      const button = action.renderedElement;
      await whileBusy(button, () => press({ do: name, args, inputs: valuesOf(card) }, button));
    } catch (fault) {
      if (sent !== null) drafts.write(key, { ...sent, ...drafts.read(key) });
      error.textContent = fault.message;
      error.hidden = false;
    } finally {
      shell.ariaBusy = 'false';
    }
  };
  const element = card.render();
  if (!element) {
    shell.append(el('p', {}, say('cardBroken', { text: message.card.fallbackText })));
    return shell;
  }
  mend(card, element, message.id);
  const drawn = valuesOf(card);
  for (const input of card.getAllInputs()) {
    input.onValueChanged = () => {
      const changed = Object.entries(valuesOf(card)).filter(
        ([id, value]) => value !== drawn[id] || id in (drafts.read(key) ?? {}),
      );
      drafts.write(key, Object.fromEntries(changed));
    };
  }
  shell.append(element, error);
  return shell;
}

/**
 * Moves the focus after a step: to the first field with a problem, else to the card. Does nothing if the person has
 * left the clicked button, for example for a field of the new step or the message box.
 */
export function focusCard(shell, pressed) {
  if (document.activeElement !== document.body && document.activeElement !== pressed) return;
  const wrong = shell.querySelector('[aria-invalid=true]');
  // A group of choices cannot take the focus itself.
  const target = wrong instanceof HTMLDivElement ? wrong.querySelector('input') : (wrong ?? shell);
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: target === shell ? 'start' : 'center' });
}
