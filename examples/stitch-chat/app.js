/* global ConversationClient */
/** One conversation in one page. What people write and are called is shown as text, never as HTML. */
const LARGEST_PICTURE = 5_000_000;

const element = (id) => document.getElementById(id);
const [lines, composer, text, picture] = ['lines', 'composer', 'text', 'picture'].map(element);
/** The line of each event, by its id: ids of elements would be chosen by whoever sends. */
const lineOf = new Map();
const typists = new Set();

/** @returns the user's token and settings, from the server that knows who is logged in */
async function askServer() {
  const answer = await fetch('session.json', { cache: 'no-store' });
  if (!answer.ok) throw new Error('The server gave no session.');
  return answer.json();
}

function showProblem(error) {
  element('problem').textContent = error.description ?? error.message;
  element('problem').hidden = false;
}

function addLine(event, name) {
  const line = lineOf.get(event.id) ?? document.createElement('li');
  const [who, what] = [document.createElement('b'), document.createElement('span')];
  who.textContent = `${name}: `;
  line.title = new Date(event.timestamp).toLocaleString();
  line.replaceChildren(who, what);
  lineOf.set(event.id, line);
  lines.append(line);
  return what;
}

function showText(sender, event) {
  addLine(event, sender.user.name).textContent = event.body.text;
}

async function showImage(sender, event) {
  const place = addLine(event, sender.user.name);
  const { size, name } = event.body.representations.original;
  place.textContent = name;
  if (size > LARGEST_PICTURE) return;
  const image = document.createElement('img');
  image.alt = name;
  // Through the library: it does not load from wherever a sender likes.
  image.src = await event.fetchImage('thumbnail');
  place.replaceChildren(image);
}

function showMembership(member, event) {
  const line = document.createElement('li');
  line.className = 'gone';
  line.textContent = `${member.user.name} ${event.type === 'member:left' ? 'has left' : 'is here'}`;
  lines.append(line);
}

function showTyping(member, isTyping) {
  if (isTyping) typists.add(member.user.name);
  else typists.delete(member.user.name);
  element('typing').textContent = typists.size > 0 ? `${[...typists].join(', ')} …` : '';
}

async function showHistory(conversation) {
  for (const event of (await conversation.getEvents()).values()) {
    const member = conversation.members.get(event.from);
    if (event.type === 'text') showText(member, event);
    else if (event.type === 'image') showImage(member, event).catch(showProblem);
  }
}

function listen(conversation) {
  const hear = (sender, event) => {
    if (sender !== conversation.me) event.seen().catch(showProblem);
  };
  conversation.on('text', (sender, event) => {
    showText(sender, event);
    hear(sender, event);
  });
  conversation.on('image', (sender, event) => {
    showImage(sender, event).catch(showProblem);
    hear(sender, event);
  });
  conversation.on('event:delete', (_, event) => {
    const line = lineOf.get(event.id);
    if (!line) return;
    line.className = 'gone';
    line.textContent = 'taken back';
  });
  conversation.on('text:seen', (reader, event) => {
    const line = lineOf.get(event.id);
    if (line) line.title = `seen by ${reader.user.name}`;
  });
  conversation.on('text:typing:on', (member) => showTyping(member, true));
  conversation.on('text:typing:off', (member) => showTyping(member, false));
  conversation.on('member:joined', showMembership);
  conversation.on('member:left', showMembership);
}

async function sendPicture(conversation, file) {
  if (file.size > LARGEST_PICTURE) throw new Error('The picture is too large.');
  const upload = await conversation.sendImage(file);
  upload.onerror = () => showProblem(upload.error);
  upload.onloadend = () => (picture.value = '');
}

function letWrite(conversation) {
  text.addEventListener('input', () => conversation.startTyping().catch(showProblem));
  text.addEventListener('blur', () => conversation.stopTyping().catch(showProblem));
  picture.addEventListener('change', () => {
    if (picture.files[0]) sendPicture(conversation, picture.files[0]).catch(showProblem);
  });
  composer.addEventListener('submit', (event) => {
    event.preventDefault();
    conversation
      .sendText(text.value)
      .then(() => (text.value = ''))
      .catch(showProblem);
  });
  for (const field of composer.elements) field.disabled = false;
}

async function start() {
  const { token, conversation: id, azure } = await askServer();
  const application = await new ConversationClient({ azure }).login(token);
  element('own-name').textContent = application.me.name;
  const conversation = await application.getConversation(id);
  element('title').textContent = conversation.display_name;
  listen(conversation);
  await showHistory(conversation);
  letWrite(conversation);
}

start().catch(showProblem);
