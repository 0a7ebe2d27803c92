/** The message box: text, files, sending. Typed text stays until it has arrived, even after errors and reloads. */
import { startCompletion } from './complete.js';
import { byId, el, whileBusy } from './dom.js';
import { toast } from './notice.js';
import { Fault, post, withKey } from './server.js';
import { drafts, me, onState, refresh, state } from './store.js';
import { say } from './words.js';

const MAX_BYTES = 7_000_000;
const MAX_FILES = 10;

let files = [];
let shownKey = '';
let wasSilent = false;
const draftKey = () => `text.${state.person}.${state.room}`;

function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight + 2, 180)}px`;
}

/** Puts a text into the box and the cursor at its end. */
export function fill(text) {
  const box = byId('text');
  box.value = text;
  box.focus();
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

function fault(text) {
  const error = byId('compose-error');
  error.textContent = text;
  error.hidden = text === '';
}

function drawFiles() {
  const list = byId('files');
  list.hidden = files.length === 0;
  list.replaceChildren(
    ...files.map((file) =>
      el(
        'li',
        {},
        el('span', {}, file.name),
        el(
          'button',
          {
            type: 'button',
            class: 'icon',
            'aria-label': say('removeFile', { name: file.name }),
            onclick: () => {
              files = files.filter((one) => one !== file);
              drawFiles();
              byId('text').focus();
            },
          },
          '×',
        ),
      ),
    ),
  );
}

function addFiles(added) {
  const all = [...files, ...added];
  if (all.length > MAX_FILES) return fault(say('filesTooMany'));
  if (all.reduce((sum, file) => sum + file.size, 0) > MAX_BYTES) return fault(say('filesTooBig'));
  fault('');
  files = all;
  drawFiles();
}

function encoded(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () =>
      resolve({ name: file.name, type: file.type, data: String(reader.result).split(',')[1] ?? '' });
    reader.onerror = () => reject(new Fault(say('fileUnreadable', { name: file.name })));
    reader.readAsDataURL(file);
  });
}

async function send(box) {
  const text = box.value;
  if (text.trim() === '' && files.length === 0) return;
  const place = { person: state.person, room: state.room };
  const key = draftKey();
  try {
    const body = { ...place, text, files: await Promise.all(files.map(encoded)) };
    const { reply } = await withKey(JSON.stringify(body), (id) => post('say', { ...body, key: id }));
    if (reply.kind === 'notice' && reply.again) throw new Fault(reply.text);
    drafts.write(key, null);
    files = [];
    drawFiles();
    fault('');
    // The person may have typed more or changed the room in the meantime.
    if (draftKey() === key && box.value === text) box.value = '';
    grow(box);
    if (reply.kind === 'notice') toast(reply.text, reply.tone);
    await refresh();
  } catch (error) {
    fault(error.message);
  }
  box.focus();
}

/** Connects the box. It follows the room and keeps one draft per room. */
export function startCompose() {
  const box = byId('text');
  const form = byId('compose');
  const button = byId('send');
  const completion = startCompletion(box, () => state.commands);
  let next = false;
  const submit = async () => {
    completion.close();
    // Text typed during a send is sent afterwards. After a double press the box is empty.
    next = true;
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.textContent = say('sending');
    await whileBusy(button, async () => {
      while (next) {
        next = false;
        await send(box);
      }
    });
    button.textContent = say('send');
  };

  box.addEventListener('input', () => {
    grow(box);
    drafts.write(draftKey(), box.value === '' ? null : box.value);
  });
  box.addEventListener('keydown', (event) => {
    if (completion.key(event) || event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });

  const picker = byId('file');
  byId('attach').addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    addFiles([...picker.files]);
    picker.value = '';
    box.focus();
  });
  box.addEventListener(
    'paste',
    (event) => event.clipboardData.files.length > 0 && addFiles([...event.clipboardData.files]),
  );
  form.addEventListener('dragover', (event) => event.preventDefault());
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    addFiles([...event.dataTransfer.files]);
  });

  onState(() => {
    const person = me();
    const silent = !person || person.gone;
    form.hidden = !person;
    for (const part of [box, byId('attach'), button]) part.disabled = silent;
    if (draftKey() === shownKey && silent === wasSilent) return;
    fault(person?.gone ? say('goneCannot', { name: person.name }) : '');
    wasSilent = silent;
    shownKey = draftKey();
    box.value = drafts.read(shownKey) ?? '';
    files = [];
    drawFiles();
    grow(box);
    completion.close();
    // Not on a phone, where this would open the keyboard, and not while the focus is elsewhere, such as in a list.
    const idle = document.activeElement === document.body;
    if (person && idle && matchMedia('(min-width: 861px)').matches) box.focus({ preventScroll: true });
  });
}
