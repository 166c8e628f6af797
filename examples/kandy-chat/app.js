/**
 * A chat with people and groups, with pictures. Whatever somebody else wrote is shown as text; files come from the facade
 * alone, and the token stays in memory.
 */
const LARGEST_FILE = 10 * 1024 * 1024;

const find = (id) => document.getElementById(id);
const textIn = (tag, text, className = '') =>
  Object.assign(document.createElement(tag), { textContent: text, className });

/** Messages whose files were asked for: what fails is not asked for again by every drawing. */
const askedFor = new Set();
let client;
let current;

/** The server knows who this is, by the session of its own log-in, and gives a token for chatting that ends soon. */
async function start() {
  const answer = await fetch('session', { method: 'POST' });
  if (!answer.ok) throw new Error('The server gave no session. Log in again.');
  const { accessToken, settings } = await answer.json();
  Kandy.configure(settings);
  client = Kandy.create({ authentication: { clientCorrelator: crypto.randomUUID() } });
  listen();
  client.setTokens({ accessToken });
  client.services.subscribe(['chat'], 'websocket');
}

function listen() {
  client.on('subscription:change', () => {
    const { isPending, subscribed } = client.services.getSubscriptions();
    if (isPending) find('state').textContent = 'Connecting …';
    else
      find('state').textContent = subscribed.length > 0 ? `Here as ${client.getUserInfo().username}` : 'Not connected';
    if (!isPending && subscribed.length > 0) client.conversation.fetch();
  });
  client.on('conversations:change', draw);
  client.on('conversations:new', draw);
  client.on('messages:change', draw);
  client.on('isTypingList:change', drawTyping);
  client.on('group:invitation_received', ({ invitation }) => open(invitation.id, 'chat-group'));
  for (const event of ['messages:error', 'subscription:error', 'auth:error'])
    client.on(event, ({ error }) => showProblem(error.message));
}

function open(recipient, type) {
  current = client.conversation.create(recipient, { type });
  current.fetchMessages();
  draw();
}

function draw() {
  current ??= client.conversation.getAll()[0];
  find('conversations').replaceChildren(...client.conversation.getAll().map(entryOf));
  if (!current) return;
  find('messages').replaceChildren(...current.getMessages().map(lineOf));
  drawTyping();
}

function drawTyping() {
  const others = (current?.isTypingList ?? []).filter((name) => name !== client.getUserInfo().username);
  find('typing').textContent = others.length > 0 ? `${others.join(', ')} is typing` : '';
}

function entryOf(conversation) {
  const button = textIn('button', conversation.description || conversation.destination[0]);
  button.disabled = conversation === current;
  button.onclick = () => open(conversation.destination, conversation.type);
  const entry = document.createElement('li');
  entry.append(button);
  return entry;
}

function lineOf(message) {
  const line = document.createElement('li');
  line.append(textIn('b', message.sender), textIn('time', new Date(message.timestamp * 1_000).toLocaleTimeString()));
  line.append(...message.parts.map(partOf));
  if (message.parts.some(({ type, url }) => type === 'file' && !url) && !askedFor.has(message.messageId)) {
    askedFor.add(message.messageId);
    message.createImageLinks();
  }
  return line;
}

function partOf(part) {
  if (part.type === 'text') return textIn('p', part.text);
  if (part.type !== 'file') return textIn('p', `(${part.type})`, 'other');
  if (!part.url) return textIn('p', part.name, 'file');
  const image = Object.assign(document.createElement('img'), { src: part.url, alt: part.name });
  // No picture after all: its name has to do.
  image.onerror = () => image.replaceWith(textIn('p', part.name, 'file'));
  return image;
}

function showProblem(text) {
  find('problem').textContent = text;
}

find('opener').onsubmit = (event) => {
  event.preventDefault();
  const { recipient, group } = event.target.elements;
  open(recipient.value, group.checked ? 'chat-group' : 'chat-oneToOne');
  event.target.reset();
};

find('composer').onsubmit = (event) => {
  event.preventDefault();
  const { text, files } = event.target.elements;
  if (!current) return showProblem('Open a conversation first.');
  const unfit = [...files.files].find(({ size, type }) => size > LARGEST_FILE || !type.startsWith('image/'));
  if (unfit) return showProblem(`${unfit.name} is no picture, or larger than 10 MB.`);
  const message = current.createMessage(text.value);
  for (const file of files.files) message.addPart({ type: 'file', file });
  message.send();
  showProblem('');
  event.target.reset();
};

find('composer').elements.text.oninput = () => current?.setIsTyping(true);
window.onpagehide = () => client?.destroy();
start().catch((error) => showProblem(error.message));
