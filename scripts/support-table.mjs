// The rules of the support table, and the page made of it. Pure: scripts/parity.mjs reads and writes the files.

export const SUPPORT = ['same', 'emulated', 'differs', 'needs-companion', 'unsupported'];
const EVIDENCE = [
  'tested on the emulator',
  'tested against the real service',
  'tested without a service',
  'by inspection',
];
/** Stands for the five emitters: what all of them inherit has one row. */
const EMITTER = 'ReplayEventEmitter';

/**
 * What needs a row, from the inventory. `runtime`: classes, their public members and events, methods of the emitters.
 * `types`: types and their fields, which exist for the compiler alone.
 */
export function membersOf({ exports }) {
  const published = (members = []) => members.filter(({ internal }) => !internal).map(({ id }) => id);
  const runtime = [];
  const types = [];
  for (const { id, kind, members, events, inherited = [] } of exports) {
    const place = kind === 'class' ? runtime : types;
    place.push(id, ...published(members), ...published(events));
    if (events) runtime.push(...inherited.map((name) => `${EMITTER}#${name}`));
  }
  return { runtime: [...new Set(runtime)], types: [...new Set(types)] };
}

/**
 * @param members what {@link membersOf} gave
 * @param passed tests that passed, each with its name and the text of its file
 * @param migration the text of MIGRATION.md
 * @returns what is wrong with the table
 */
export function problemsOf({ rows, members, passed, migration }) {
  const wanted = new Set([...members.runtime, ...members.types]);
  const missing = [...wanted].filter((id) => !Object.hasOwn(rows, id)).map((id) => `${id} has no row`);
  const inRows = Object.entries(rows).flatMap(([id, row]) => {
    const problems = problemsOfRow(id, row, passed, migration);
    if (!wanted.has(id)) problems.unshift('is not in the inventory');
    return problems.map((problem) => `${id}: ${problem}`);
  });
  return [...missing, ...inRows];
}

function problemsOfRow(id, row, passed, migration) {
  const problems = [];
  const name = id.split(/[.#:]/).at(-1);
  if (!SUPPORT.includes(row.support)) problems.push(`has the support "${row.support}"`);
  if (!EVIDENCE.includes(row.evidence)) problems.push(`has the evidence "${row.evidence}"`);
  if (row.support !== 'same' && row.reason === '') problems.push('has no reason');
  if (row.support !== 'unsupported' && row.tests.length === 0) problems.push('claims support without a test');
  if (row.evidence.startsWith('tested') !== row.tests.length > 0)
    problems.push(`has the evidence "${row.evidence}" with ${row.tests.length} tests`);
  for (const test of row.tests) {
    const matching = passed.filter((result) => result.name.includes(test));
    if (matching.length === 0) problems.push(`no passed test is named "${test}"`);
    // A rule may be tested without this member having a part in it.
    else if (test !== 'types' && !matching.some(({ source }) => new RegExp(`\\b${name}\\b`).test(source)))
      problems.push(`no passed test named "${test}" mentions ${name}`);
  }
  if (row.support === 'differs' && !new RegExp(`\`[^\`\n]*\\b${name}\\b[^\`\n]*\``).test(migration))
    problems.push('differs, but MIGRATION.md does not mention it');
  return problems;
}

/** How many of the ids have each support, and the share of those that an app need not look at. */
export function totalsOf(rows, ids) {
  const counts = Object.fromEntries(SUPPORT.map((support) => [support, 0]));
  for (const id of ids) counts[rows[id]?.support ?? 'unsupported']++;
  return { all: ids.length, counts, share: ((100 * (counts.same + counts.emulated)) / ids.length).toFixed(1) };
}

/** The totals, under the names that they have everywhere. */
export function namedTotals(rows, { runtime, types }) {
  const met = runtime.filter((id) => !neverMade(rows, runtime).includes(groupOf(id)));
  return [
    ['Run-time members: classes, their members and events', totalsOf(rows, runtime)],
    ['Those without the classes that ACS has nothing to make from', totalsOf(rows, met)],
    ['Everything: run-time members, and types with their fields', totalsOf(rows, [...runtime, ...types])],
  ];
}

const groupOf = (id) => id.split(/[.#:]/)[0];

function groupsOf(ids) {
  const groups = new Map();
  for (const id of ids) groups.set(groupOf(id), [...(groups.get(groupOf(id)) ?? []), id]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The classes that are there for types and `instanceof` alone. */
function neverMade(rows, runtime) {
  const groups = groupsOf(runtime).filter(([, ids]) => ids.every((id) => rows[id]?.support === 'unsupported'));
  return groups.map(([group]) => group);
}

const MEANINGS = [
  '| Support | Meaning |',
  '| --- | --- |',
  '| same | Does what the original does. |',
  '| emulated | An app sees what it saw before, made from something else, or always in the one state that ACS has. |',
  '| differs | Works, with a difference that an app can notice: see [MIGRATION.md](../../MIGRATION.md). |',
  '| needs-companion | Works with the [companion](../companion.md), the small service beside ACS; without it, rejects or is empty. |',
  '| unsupported | ACS has nothing for it. Reading gives nothing, writing rejects, options have no effect. |',
];

function introduction(rows, { runtime }) {
  const never = neverMade(rows, runtime);
  const count = runtime.filter((id) => never.includes(groupOf(id))).length;
  return `
${MEANINGS.join('\n')}

How it is counted:

- _Run-time members_ are what code can call, read or listen for. The methods of emitters are counted once for the five classes
  that inherit them. What Twilio marks as internal is left out.
- _Everything_ adds the exported types and their fields. The row of a type is about its name: it is declared alike, so
  that apps compile. The row of a field is about the value: does an app meet it, or does giving it have the effect it has
  at Twilio? So the fields of rich content and e-mail bindings are unsupported, although apps that name them compile.
- ${never.map(code).join(', ')} are unsupported with all their members, ${count} of the
  unsupported run-time rows: the classes are there, but ACS has nothing to make an object from, nor has Twilio where all
  take part by chat and no templates are used. The second line leaves them out. That the methods which would give such
  objects give none is \`emulated\`.

\`.\` static, \`#\` member, \`:\` event. Tests are named after rules of the behaviour that they show. Code asks by
\`getSupport('Conversation#join')\`.`;
}

/** What needs a row where nothing but the table lists it: tests hold the table against the objects themselves. */
export const membersOfTable = (rows) => ({ runtime: Object.keys(rows), types: [] });

/** The page of a facade whose original has no types to compare with, before it is formatted. */
export function renderFacade({ facade, package: original, version, rows }) {
  const ids = Object.keys(rows);
  const { counts, share } = totalsOf(rows, ids);
  return [
    `# Parity with ${original}`,
    '',
    `Version ${version}. Made by \`npm run parity\` from [compat.json](../../src/${facade}/compat.json). A row that claims support names tests that passed. The original's behaviour is known from its published code, its documents and runs of it against made-up servers; its service was not asked.`,
    '',
    `| Rows | ${SUPPORT.join(' | ')} | same or emulated |`,
    `| ---: | ${SUPPORT.map(() => '---:').join(' | ')} | ---: |`,
    `| ${ids.length} | ${SUPPORT.map((support) => counts[support]).join(' | ')} | ${share} % |`,
    '',
    ...MEANINGS,
    '',
    '`.` member of an object that is there once, `#` member of objects that are made, `:` event.',
    ...groupsOf(ids).flatMap(([group, members]) => ['', `## ${group}`, '', ...tableOf(rows, members)]),
    '',
  ].join('\n');
}

/** The page docs/parity/twilio.md, before it is formatted. */
export function render({ version, rows, members }) {
  const isPlain = (id) => rows[id].support === 'same' && rows[id].reason === '';
  const names = members.types.filter((id) => !id.includes('#'));
  const fields = members.types.filter((id) => id.includes('#'));
  return [
    '# Parity with @twilio/conversations',
    '',
    `Version ${version}. Made by \`npm run parity\` from [compat.json](../../src/twilio/compat.json). A row that claims support names tests that passed.`,
    '',
    `| | Rows | ${SUPPORT.join(' | ')} | same or emulated |`,
    `| --- | ---: | ${SUPPORT.map(() => '---:').join(' | ')} | ---: |`,
    ...namedTotals(rows, members).map(
      ([name, { all, counts, share }]) =>
        `| ${name} | ${all} | ${SUPPORT.map((support) => counts[support]).join(' | ')} | ${share} % |`,
    ),
    introduction(rows, members),
    ...groupsOf(members.runtime).flatMap(([group, ids]) => ['', `## ${title(group)}`, '', ...tableOf(rows, ids)]),
    '',
    '## Types',
    '',
    `Declared like the original's, as type tests show: ${names.filter(isPlain).map(code).join(', ')}.`,
    '',
    `Declared alike, though no value of them occurs: ${names
      .filter((id) => !isPlain(id))
      .map(code)
      .join(', ')}.`,
    '',
    '## Fields of types',
    '',
    ...tableOf(rows, fields),
    '',
  ].join('\n');
}

function tableOf(rows, ids) {
  const lines = ids.map((id) => {
    const { support, reason, evidence, tests } = rows[id];
    return `| \`${id}\` | ${support} | ${reason} | ${evidence}${tests.length > 0 ? ` (${tests.join(', ')})` : ''} |`;
  });
  return ['| Member | Support | Remark | Evidence |', '| --- | --- | --- | --- |', ...lines];
}

const title = (group) => (group === EMITTER ? 'Emitters: Client, Conversation, Message, Participant, User' : group);
const code = (name) => `\`${name}\``;
