import { Tokenizer } from 'htmlparser2';

/** `[start, end)` in the file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Attribute extends Range {
  readonly name: string;
}

/** The inside of a `<script>` element that has a script in it. */
export interface ScriptBlock extends Range {
  readonly attributes: ReadonlyMap<string, string>;
}

/** What in markup can hold code. */
export interface Markup {
  readonly scripts: readonly ScriptBlock[];
  /** With the range of the value, without its quotes. */
  readonly attributes: readonly Attribute[];
  /** Outside of `<script>` and `<style>`. */
  readonly texts: readonly Range[];
}

const NOTHING = (): void => undefined;

/** Reads markup without minding whether it is well-formed. */
export function readMarkup(text: string): Markup {
  const scripts: ScriptBlock[] = [];
  const attributes: Attribute[] = [];
  const texts: Range[] = [];
  let tag = '';
  let own = new Map<string, string>();
  let attribute = '';
  let value: Range | undefined;

  const endAttribute = (): void => {
    if (value) attributes.push({ name: attribute, ...value });
    own.set(attribute, value ? text.slice(value.start, value.end) : '');
    value = undefined;
  };
  const addText = (start: number, end: number): void => {
    const last = texts.at(-1);
    if (tag === 'script') {
      const open = scripts.at(-1);
      if (open?.end === start) scripts[scripts.length - 1] = { ...open, end };
      else scripts.push({ start, end, attributes: own });
    } else if (tag === 'style') return;
    else if (last?.end === start) texts[texts.length - 1] = { start: last.start, end };
    else texts.push({ start, end });
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    {
      onopentagname: (start, end) => {
        tag = text.slice(start, end).toLowerCase();
        own = new Map();
      },
      onattribname: (start, end) => void (attribute = text.slice(start, end)),
      onattribdata: (start, end) => void (value = { start: value?.start ?? start, end }),
      onattribend: endAttribute,
      onattribentity: NOTHING,
      onclosetag: () => void (tag = ''),
      onselfclosingtag: () => void (tag = ''),
      onopentagend: NOTHING,
      ontext: addText,
      ontextentity: NOTHING,
      oncdata: NOTHING,
      oncomment: NOTHING,
      ondeclaration: NOTHING,
      onprocessinginstruction: NOTHING,
      onend: NOTHING,
    },
  );
  tokenizer.write(text);
  tokenizer.end();
  return { scripts, attributes, texts };
}

const SCRIPT_TYPES =
  /^(?:|module|text\/javascript|application\/javascript|text\/babel|text\/jsx|text\/typescript|ts|typescript)$/i;

/** Whether a `<script>` element holds a script, not data or a template. */
export function holdsScript({ attributes }: ScriptBlock): boolean {
  return SCRIPT_TYPES.test(attributes.get('type') ?? '') && !attributes.has('src');
}
