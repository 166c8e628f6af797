// Clicks through the two apps of docs/try-a-real-app.md, while they are served at these addresses, and prints what worked:
//
//   node scripts/click-through-real-apps.mjs --react-demo http://localhost:3000 --chat-client http://localhost:3001
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: flags } = parseArgs({
  options: { 'react-demo': { type: 'string' }, 'chat-client': { type: 'string' }, screenshots: { type: 'string' } },
});
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgUPgPAAEyARLs4p1pAAAAAElFTkSuQmCC';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  if (flags['react-demo']) await clickThroughReactDemo(flags['react-demo']);
  if (flags['chat-client']) await clickThroughChatClient(flags['chat-client']);
} finally {
  await browser.close();
}

/** Each user has a browser profile of their own. */
async function openAs(name, url) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 700 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => console.log(`  (${name}'s page reports: ${error.message})`));
  await page.goto(url);
  return page;
}

async function point(name, check) {
  try {
    const seen = await check();
    console.log(`ok      ${name}${seen === undefined ? '' : `: ${JSON.stringify(seen)}`}`);
  } catch (error) {
    console.log(`failed  ${name}: ${error.message.split('\n')[0]}`);
    process.exitCode = 1;
  }
}

/** Without the head of the page, which shows the logo of its maker. */
async function keep(page, name) {
  const clip = { x: 0, y: 80, width: 1100, height: 620 };
  if (flags.screenshots) await page.screenshot({ path: `${flags.screenshots}/${name}.png`, clip });
}

async function clickThroughReactDemo(url) {
  console.log(`twilio-conversations-demo-react at ${url}`);
  const [title, renamed] = [`Trip ${Date.now()}`, `Tour ${Date.now()}`];
  const [alice, bob] = await Promise.all(['alice', 'bob'].map((name) => openAs(name, url)));
  const list = (page) => page.locator('#conversation-list');
  const bubble = (page, text) => page.locator('[data-paste-element="CHAT_BUBBLE"]').filter({ hasText: text });
  const dialog = (page) => page.getByRole('dialog');
  const type = async (page, text) => {
    await page.locator('[contenteditable=true]').click();
    await page.keyboard.type(text, { delay: 50 });
  };
  // The app empties the text field when the conversation is updated, and sends what it had noticed of the text by then.
  const settle = (page) => page.waitForTimeout(2000);
  const send = async (page, text) => {
    await settle(page);
    await type(page, text);
    await settle(page);
    await page.getByRole('button', { name: 'Send' }).click();
  };
  const messageMenu = async (page, text, item) => {
    const message = page.locator('[data-paste-element="CHAT_MESSAGE"]').filter({ has: bubble(page, text) });
    await message.locator('[data-paste-element="CHAT_MESSAGE_META"] button').first().click();
    if (item) await page.getByRole('menuitem', { name: item, exact: true }).click();
  };

  for (const [page, name] of [
    [alice, 'alice'],
    [bob, 'bob'],
  ]) {
    await point(`${name} signs in`, async () => {
      await page.fill('#username', name);
      await page.fill('#password', 'any');
      await page.click('#login');
      await page.getByText('Online').waitFor();
    });
  }
  await point('create a conversation', async () => {
    await alice.getByRole('button', { name: 'Create New Conversation' }).click();
    await dialog(alice).locator('input').fill(title);
    await dialog(alice).getByRole('button', { name: 'Save' }).click();
    await list(alice).getByText(title).waitFor();
  });
  await point('add a participant, who sees the conversation', async () => {
    await alice.getByRole('button', { name: 'Add Participants' }).click();
    await dialog(alice).getByText('Add Participant', { exact: true }).click();
    await alice.getByRole('menuitem', { name: 'Chat participant' }).click();
    await dialog(alice).locator('input').fill('bob');
    await dialog(alice).getByRole('button', { name: 'Save' }).click();
    await list(bob).getByText(title).waitFor();
  });
  await point('unread message: counted at the receiver, delivered at the sender', async () => {
    await send(alice, 'Where to?');
    await send(alice, 'Who comes?');
    await bob.getByText('Who comes?').waitFor();
    await settle(bob);
    await keep(alice, 'unread');
    return { bob: (await list(bob).innerText()).split('\n').slice(0, 3) };
  });
  await point('open the conversation', async () => {
    await list(bob).getByText(title).click();
    await bubble(bob, 'Where to?').waitFor();
  });
  await point('the sender sees that it was read', async () => {
    const message = alice.locator('[data-paste-element="CHAT_MESSAGE"]').filter({ has: bubble(alice, 'Who comes?') });
    await message.locator('svg[width="20"]:has(path[fill="green"])').waitFor();
  });
  await point('typing is seen, and ends', async () => {
    await settle(bob);
    await type(bob, 'To the sea');
    await alice.getByText('bob is typing').first().waitFor();
    await keep(alice, 'typing');
    await settle(bob);
    await bob.getByRole('button', { name: 'Send' }).click();
    await alice.getByText('bob is typing').first().waitFor({ state: 'hidden' });
  });
  await point('text back', () => bubble(alice, 'To the sea').waitFor());
  await point('a picture', async () => {
    await alice.setInputFiles('#file-input', {
      name: 'sea.png',
      mimeType: 'image/png',
      buffer: Buffer.from(PNG, 'base64'),
    });
    await alice.getByRole('button', { name: 'Send' }).click();
    await bob.locator('img[src^="blob:"]').waitFor();
  });
  await point('a file with text, downloaded at the other side', async () => {
    await settle(bob);
    await bob.setInputFiles('#file-input', { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('socks') });
    await type(bob, 'What to pack');
    await settle(bob);
    await bob.getByRole('button', { name: 'Send' }).click();
    const link = bubble(alice, 'What to pack').getByText('list.txt');
    await link.waitFor();
    await settle(alice);
    const [download] = await Promise.all([alice.waitForEvent('download'), link.click()]);
    return { [download.suggestedFilename()]: await readFile(await download.path(), 'utf8') };
  });
  await point('delete a message', async () => {
    await messageMenu(alice, 'Who comes?', 'Delete');
    await bubble(bob, 'Who comes?').waitFor({ state: 'hidden' });
  });
  await point('rename the conversation', async () => {
    await settle(alice);
    await alice.getByText(title).last().click();
    await alice.locator('input[type=text]').nth(1).fill(renamed);
    await alice.keyboard.press('Enter');
    await list(bob).getByText(renamed).waitFor();
  });
  await settle(alice);
  await keep(alice, 'react-demo');
  await point('everything is there after a reload', async () => {
    await bob.reload();
    await list(bob).getByText(renamed).click();
    for (const text of ['Where to?', 'To the sea', 'What to pack']) await bubble(bob, text).waitFor();
  });
  await point('edit a message', async () => {
    await messageMenu(alice, 'Where to?', 'Edit');
    await alice.locator('[data-paste-element="CHAT_MESSAGE"] input').fill('Where shall we go?');
    await alice.getByRole('button', { name: 'Edit message', exact: true }).click();
    await bubble(bob, 'Where shall we go?').waitFor();
    await settle(bob);
    const texts = async (page) => (await bubble(page, 'Where').allInnerTexts()).map((text) => text.trim());
    return { alice: await texts(alice), bob: await texts(bob) };
  });
  await point('leave', async () => {
    await bob.getByRole('button', { name: 'Settings' }).last().click();
    await bob.getByRole('menuitem', { name: 'Leave Conversation' }).click();
    await list(bob).getByText(renamed).waitFor({ state: 'hidden' });
  });
}

async function clickThroughChatClient(url) {
  console.log(`twilio-chat-client at ${url}`);
  const page = await openAs('alice', url);
  const text = `My parcel is late ${Date.now()}`;
  await point('sign in', async () => {
    await page.fill('#email', 'alice@example.com');
    await page.fill('#password', 'any');
    await page.click('.login-button');
  });
  await point('connect, and see what the backend wrote', async () => {
    await page.click('.connect-button');
    await page.getByText('how can we help?').waitFor();
    return page.locator('.message-author').allInnerTexts();
  });
  await point('send, with attributes', async () => {
    await page.fill('.message-input', text);
    await page.click('.send-button');
    await page.locator('.message-own').getByText(text).waitFor();
  });
  await keep(page, 'chat-client');
  await point('the message is there once after a reload', async () => {
    await page.reload();
    await page.click('.connect-button');
    await page.getByText(text).waitFor();
    return page.locator('.message').filter({ hasText: text }).count();
  });
}
