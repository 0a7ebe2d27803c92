/** Creates elements without ever parsing text as HTML. */

/**
 * `el('li', { class: 'person', 'aria-current': 'true' }, 'Text', child)`. Properties that are null or false are
 * omitted.
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Two letters for a name: the initials of its first and last capitalised word. */
export function initials(name) {
  const words = name.split(/[\s/-]+/).filter((word) => /^\p{Lu}/u.test(word));
  return `${words[0]?.[0] ?? name[0] ?? '?'}${words.length > 1 ? words.at(-1)[0] : ''}`;
}

/** One of six avatar colours, always the same for the same office. */
export function hueOf(text) {
  let sum = 0;
  for (const sign of text) sum = (sum * 31 + sign.codePointAt(0)) % 997;
  return sum % 6;
}

export function avatar(name, group) {
  return el('span', { class: 'avatar', 'data-hue': hueOf(group), 'aria-hidden': 'true' }, initials(name));
}

/** Marks a button as busy while `work` runs, without moving it or losing its focus. */
export async function whileBusy(button, work) {
  if (button.getAttribute('aria-disabled') === 'true') return undefined;
  button.setAttribute('aria-disabled', 'true');
  button.classList.add('busy');
  try {
    return await work();
  } finally {
    button.removeAttribute('aria-disabled');
    button.classList.remove('busy');
  }
}
