/** Completes commands in the message box: type `/`, choose with the arrow keys, accept with Tab or Enter. */
import { byId, el } from './dom.js';
import { announce } from './notice.js';
import { say } from './words.js';

const MOST = 40;

/** The commands that match the typed text, prefix matches first. A complete command gets no suggestions. */
export function suggest(typed, commands) {
  const text = typed.trimStart().toLocaleLowerCase('de');
  if (!text.startsWith('/') || text.includes('\n')) return [];
  const begins = (command) => command.text.toLocaleLowerCase('de');
  if (commands.some((command) => text === begins(command) || text.startsWith(`${begins(command)} `))) return [];
  const inside = text.slice(1).trim();
  const first = commands.filter((command) => begins(command).startsWith(text));
  const others = commands.filter(
    (command) =>
      !first.includes(command) &&
      inside !== '' &&
      `${begins(command)} ${command.hint.toLocaleLowerCase('de')}`.includes(inside),
  );
  return [...first, ...others].slice(0, MOST);
}

/** Connects the list to the box; `commands()` returns the commands. `key(event)` of the result handles a key. */
export function startCompletion(box, commands) {
  const list = byId('completion');
  let found = [];
  let active = 0;

  const close = () => {
    found = [];
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  };
  const mark = () => {
    for (const [index, option] of [...list.children].entries())
      option.setAttribute('aria-selected', String(index === active));
    box.setAttribute('aria-activedescendant', `option-${active}`);
    list.children[active]?.scrollIntoView({ block: 'nearest' });
  };
  const accept = () => {
    box.value = `${found[active].text} `;
    close();
    box.focus();
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const open = () => {
    const before = found.length;
    found = suggest(box.value, commands());
    active = 0;
    if (found.length === 0) return close();
    list.replaceChildren(
      ...found.map((command, index) =>
        el(
          'div',
          {
            id: `option-${index}`,
            role: 'option',
            // Keep the focus in the box when an option is clicked.
            onmousedown: (event) => event.preventDefault(),
            onclick: () => {
              active = index;
              accept();
            },
          },
          el('code', {}, command.text),
          el('span', { class: 'subtle' }, command.hint),
        ),
      ),
    );
    list.hidden = false;
    box.setAttribute('aria-expanded', 'true');
    mark();
    if (found.length !== before) announce(say('suggestionCount', { count: found.length }));
  };

  const KEYS = {
    ArrowDown: () => {
      active = (active + 1) % found.length;
      mark();
    },
    ArrowUp: () => {
      active = (active + found.length - 1) % found.length;
      mark();
    },
    Home: () => {
      active = 0;
      mark();
    },
    End: () => {
      active = found.length - 1;
      mark();
    },
    Tab: accept,
    Enter: accept,
    Escape: close,
  };

  box.addEventListener('input', open);
  box.addEventListener('blur', close);
  return {
    close,
    /** True if the list has used the key. */
    key(event) {
      const act = KEYS[event.key];
      if (found.length === 0 || !act || event.shiftKey || event.isComposing) return false;
      event.preventDefault();
      event.stopPropagation();
      act();
      return true;
    },
  };
}
