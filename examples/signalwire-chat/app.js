/* global SignalWire */
const element = (id) => document.getElementById(id);

let client;
/** The conversation that is shown: its subscription, and the page of it that was read last. */
let shown;

/** What others write is text and stays text: it is never put into HTML. */
function lineOf({ id, user_name, text, ts }) {
  const line = document.createElement('li');
  const author = document.createElement('b');
  const time = document.createElement('time');
  author.textContent = user_name;
  time.textContent = new Date(ts * 1000).toLocaleTimeString();
  line.append(author, time, document.createTextNode(text));
  line.messageId = id;
  return line;
}

/** A message may come by the subscription and be in the history, too. */
const isShown = ({ id }) => [...element('messages').children].some((line) => line.messageId === id);

function report(error) {
  element('problem').hidden = false;
  // The text of the SDK, and why it happened.
  element('problem').textContent = [error.message, error.cause?.message].filter(Boolean).join(' ');
}

/** For listeners: what goes wrong is shown, and never a loose end. */
const guarded = (action) => (event) => {
  element('problem').hidden = true;
  action(event).catch(report);
};

/** For buttons: one click at a time. */
const once = (action) =>
  guarded(async ({ target }) => {
    target.disabled = true;
    await action().finally(() => (target.disabled = false));
  });

async function connect() {
  // The app's own server knows who this is by its log-in. The token stays in memory.
  const answer = await fetch('session', { method: 'POST' });
  if (!answer.ok) throw new Error('Nobody is logged in.');
  const { token, ...settings } = await answer.json();
  SignalWire.configure(settings);
  client = await SignalWire.SignalWire({ token, onRefreshToken: renew });
  const { id, display_name } = await client.getSubscriberInfo();
  element('status').textContent = `Connected as ${display_name}`;
  await listAddresses(id);
  switchTo(true);
  await show(element('addresses').value);
}

async function renew() {
  const answer = await fetch('session', { method: 'POST' });
  await client.updateToken((await answer.json()).token);
}

async function listAddresses(ownId) {
  element('addresses').replaceChildren();
  let page = await client.address.getAddresses({ pageSize: 50 });
  while (page) {
    for (const { id, display_name } of page.data)
      if (id !== ownId) element('addresses').append(new Option(display_name, id));
    page = await page.nextPage();
  }
}

async function show(addressId) {
  shown?.subscription.unsubscribe();
  element('messages').replaceChildren();
  const subscription = await client.chat.subscribe({
    addressId,
    onMessage: (message) => isShown(message) || element('messages').append(lineOf(message)),
  });
  shown = { addressId, subscription };
  prepend(await client.chat.getMessages({ addressId, pageSize: 20 }), addressId);
}

async function showOlder() {
  const { page, addressId } = shown;
  prepend(await page.nextPage(), addressId);
}

/** Newest first, as they come. */
function prepend(page, addressId) {
  // Somebody may have chosen another conversation meanwhile.
  if (shown.addressId !== addressId) return;
  for (const message of page.data) if (!isShown(message)) element('messages').prepend(lineOf(message));
  element('older').hidden = !page.hasNext;
  shown.page = page;
}

async function send() {
  const text = element('text').value;
  element('text').value = '';
  try {
    await client.chat.sendMessage({ addressId: shown.addressId, text });
  } catch (error) {
    element('text').value ||= text;
    throw error;
  }
}

async function leave() {
  await client.disconnect();
  element('messages').replaceChildren();
  element('status').textContent = 'Not connected';
  switchTo(false);
}

function switchTo(isConnected) {
  element('connect').hidden = isConnected;
  element('disconnect').hidden = !isConnected;
  element('chat').hidden = !isConnected;
}

element('connect').addEventListener('click', once(connect));
element('disconnect').addEventListener('click', once(leave));
element('older').addEventListener('click', once(showOlder));
element('addresses').addEventListener(
  'change',
  guarded(({ target }) => show(target.value)),
);
element('composer').addEventListener(
  'submit',
  guarded((event) => {
    event.preventDefault();
    return send();
  }),
);
