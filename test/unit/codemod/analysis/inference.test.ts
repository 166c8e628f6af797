import { describe, expect, it } from 'vitest';
import { AppFile } from '../../../../src/codemod/app-file.js';

const IMPORT = "import { Client, Conversation, Message } from '@twilio/conversations';\n";

/** The members and events that are found in a file, without the names of imports. */
function membersIn(text: string, name = 'a.tsx'): string[] {
  const file = new AppFile({ path: `/app/${name}`, name, text }, '/app');
  expect(file.document.failures).toEqual([]);
  return file.uses.filter(({ kind, by }) => kind !== 'name' && by !== 'name').map(({ id }) => id);
}

describe('data flow', () => {
  it.each<[string, string, string[]]>([
    ['a constructor', 'new Client(t).user', ['Client#user']],
    ['a namespace', "import * as T from '@twilio/conversations'; new T.Client(t).user", ['Client#user']],
    ['require', "const { Client: C } = require('@twilio/conversations'); new C(t).user", ['Client#user']],
    [
      'a dynamic import',
      "async () => { const { Client: C } = await import('@twilio/conversations'); new C(t).user }",
      ['Client#user'],
    ],
    ['.then of a module', "import('@twilio/conversations').then((m) => new m.Client(t).user)", ['Client#user']],
    ['the script tag', 'new window.Twilio.Conversations.Client(t).user', ['Client#user']],
    ['an awaited call', 'async () => (await Client.create(t)).user', ['Client.create', 'Client#user']],
    [
      'a chain of promises',
      'Client.create(t).then((c) => c.getUser("x")).then((u) => u.identity)',
      ['Client.create', 'Client#getUser', 'User#identity'],
    ],
    ['an assignment later', 'let c; c = new Client(t); c.user', ['Client#user']],
    [
      'a listener',
      'new Client(t).on("messageAdded", (m) => m.body)',
      ['Client#on', 'Client:messageAdded', 'Message#body'],
    ],
    [
      'a listener by name',
      'function add(m) { m.body } new Client(t).on("messageAdded", add)',
      ['Message#body', 'Client#on', 'Client:messageAdded'],
    ],
    [
      'a listener for a change',
      'new Client(t).on("messageUpdated", ({ message }) => message.sid)',
      ['Client#on', 'Client:messageUpdated', 'Message#sid'],
    ],
    [
      'listeners in a chain',
      'new Client(t).on("messageAdded", () => 0).once("userUpdated", ({ user }) => user.identity)',
      ['Client#on', 'Client:messageAdded', 'Client#once', 'Client:userUpdated', 'User#identity'],
    ],
    [
      'an event by its constant',
      'new Client(t).on(Client.messageAdded, (m) => m.body)',
      ['Client#on', 'Client.messageAdded', 'Message#body'],
    ],
    [
      'items of a page',
      'const f = (p: import("@twilio/conversations").Paginator<Message>) => p.items.map((m) => m.index)',
      ['Paginator#items', 'Message#index'],
    ],
    ['for … of', 'const f = (all: Message[]) => { for (const m of all) m.index }', ['Message#index']],
    ['taking apart', 'const f = ({ sid, author }: Message) => sid', ['Message#sid', 'Message#author']],
    ['taking a variable apart', 'const { sid }: Message = x', ['Message#sid']],
    ['a written type', 'const f = (c: Conversation | null) => c?.sid', ['Conversation#sid']],
    ['a cast', 'const f = (c) => (c as Conversation).sid', ['Conversation#sid']],
    ['props', 'interface P { message: Message } const Row = ({ message }: P) => message.body', ['Message#body']],
    [
      'React.FC',
      'const Row: React.FC<{ message: Message }> = ({ message }) => <p>{message.body}</p>',
      ['Message#body'],
    ],
    ['useState with a type', 'const [m] = useState<Message[]>([]); m[0].body', ['Message#body']],
    ['useState that is set later', 'const [c, setC] = useState(null); setC(new Client(t)); c.user', ['Client#user']],
    [
      'an updater',
      'const [m, setM] = useState<Message[]>([]); setM((before) => before.filter((x) => x.sid))',
      ['Message#sid'],
    ],
    ['useRef', 'const r = useRef<Client>(); r.current.user', ['Client#user']],
    [
      'useCallback',
      'const add = useCallback((m) => m.body, []); new Client(t).on("messageAdded", add)',
      ['Message#body', 'Client#on', 'Client:messageAdded'],
    ],
    ['fields of a class', 'class A { c = new Client(t); f() { return this.c.user } }', ['Client#user']],
    ['injected fields', 'class A { constructor(private c: Client) {} f() { return this.c.user } }', ['Client#user']],
    [
      'a bound method',
      'class A { f(c: Client) { c.on("messageAdded", this.g.bind(this)) } g(m) { m.body } }',
      ['Client#on', 'Client:messageAdded', 'Message#body'],
    ],
    [
      'the state of a component',
      'class A extends X { f(c: Conversation) { c.getMessages().then((p) => this.setState({ all: p.items })) } g() { return this.state.all.map((m) => m.sid) } }',
      ['Conversation#getMessages', 'Paginator#items', 'Message#sid'],
    ],
    [
      'a function of the app',
      'const load = async (c: Conversation) => c.getMessages(); async () => (await load(x)).items',
      ['Conversation#getMessages', 'Paginator#items'],
    ],
    [
      'what a function is called with',
      'function row(m) { return m.body } (all: Message[]) => all.forEach((m) => row(m))',
      ['Message#body'],
    ],
    [
      'Promise.all',
      'async (c: Conversation) => { const [p] = await Promise.all([c.getMessages()]); p.items }',
      ['Conversation#getMessages', 'Paginator#items'],
    ],
    ['a map', 'const m = new Map<string, Conversation>(); m.get("x").sid', ['Conversation#sid']],
    ['sorting', '(all: Message[]) => all.sort((a, b) => a.index - b.index)', ['Message#index', 'Message#index']],
    [
      'options',
      'new Client(t, { logLevel: "warn" }).createConversation({ uniqueName: "x" })',
      ['ClientOptions#logLevel', 'Client#createConversation', 'CreateConversationOptions#uniqueName'],
    ],
    ['a class of the app', 'class Mine extends Client {} new Mine(t).user', ['Client#user']],
    ['a spread list', '(a: Message[], b: Message) => [...a, b].map((m) => m.sid)', ['Message#sid']],
  ])('follows %s', (_what, code, members) => {
    expect(membersIn(IMPORT + code)).toEqual(members);
  });

  it('follows JSDoc', () => {
    const code = `/** @typedef {import('@twilio/conversations').Participant} P */
/** @param {import('@twilio/conversations').Message} message @param {P[]} people */
export function f(message, people) { return message.body + people[0].identity; }
/** @type {import('@twilio/conversations').Client | null} */
let client = null;
client.user;`;
    expect(membersIn(code, 'a.js')).toEqual(['Message#body', 'Participant#identity', 'Client#user']);
  });

  it.each([
    ['objects of others', 'const c = { user: 1 }; c.user'],
    ['parameters that nothing is known of', 'export const f = (message) => message.body'],
    ['names that are covered', 'const f = (Client) => new Client(t).user'],
    [
      'the result of another SDK',
      "import { connect } from 'twilio-video'; connect(t).then((room) => room.participants)",
    ],
    ['methods of the language', 'const f = (m: Message) => m.hasOwnProperty("x")'],
  ])('says nothing about %s', (_what, code) => {
    expect(membersIn(IMPORT + code)).toEqual([]);
  });

  it('does not run in circles', () => {
    const code = `${IMPORT}let a = b; let b = a; function f(x) { return g(x) } function g(x) { return f(x) } f(a).sid;
interface Tree { parent: Tree; message: Message } const h = (t: Tree) => t.parent.parent.message.sid;`;
    expect(membersIn(code)).toEqual([]);
  });

  it('tells members that the SDK does not have, and private ones', () => {
    const code = `${IMPORT}(m: Message, c: Conversation) => [m.text, (m as any).state.author, c['_internalState']]`;
    const file = new AppFile({ path: '/app/a.ts', name: 'a.ts', text: code }, '/app');
    const uses = file.uses.filter(({ kind }) => kind !== 'name').map(({ kind, id }) => [kind, id]);
    expect(uses).toEqual([
      ['unknown', 'Message#text'],
      ['private', 'Message#author'],
      ['inside', 'Conversation#_internalState'],
    ]);
  });
});

describe('the retired SDK for video', () => {
  it.each([
    ['it listens', 'const c = new Twilio.Conversations.Client(m); c.listen().then(() => c.user)'],
    ['it has an access manager', 'new Twilio.Conversations.Client(new Twilio.AccessManager(t)).user'],
    ['it is the npm package', "import * as T from 'twilio-conversations'; new Twilio.Conversations.Client(t).user"],
  ])('is told where %s', (_how, code) => {
    expect(membersIn(code, 'a.js')).toEqual([]);
  });
});

describe('templates', () => {
  it('of Vue know what data and loops hold', () => {
    const text = `<template><p v-for="(m, i) in messages" :key="m.sid" @click="open(m.index)">{{ m.body }}</p></template>
<script>
import { Client } from '@twilio/conversations';
export default {
  data: () => ({ messages: [] }),
  created() { new Client(t).on('messageAdded', (m) => { this.messages = [m] }) },
};
</script>`;
    expect(membersIn(text, 'a.vue')).toEqual([
      'Message#sid',
      'Message#index',
      'Message#body',
      'Client#on',
      'Client:messageAdded',
    ]);
  });

  it('of Svelte read what is in braces', () => {
    const text = `<script>
  import { Client } from '@twilio/conversations';
  let page;
  new Client(t).getSubscribedConversations().then((p) => (page = p));
</script>
{#each page.items as { sid, friendlyName }, i (sid)}<li on:click={() => open(i)}>{friendlyName}</li>{/each}
{#if page.hasNextPage}more{/if}`;
    expect(membersIn(text, 'a.svelte')).toEqual([
      'Client#getSubscribedConversations',
      'Paginator#items',
      'Paginator#hasNextPage',
    ]);
  });
});
