/**
 * A small language of rules about arguments. The texts are part of the interface: apps show them and tests compare them.
 */

/** What a rule says about a value that it refuses. */
interface Refusal {
  /** What was expected; several entries are alternatives. */
  readonly expected: readonly string[];
  /** How to describe the value when it has the right form but a wrong part. */
  readonly malformed?: string;
}

/** Looks at a value: `undefined` when it is fine. */
export type Rule = (value: unknown) => Refusal | undefined;

type PrimitiveName = 'string' | 'boolean' | 'undefined';

const JSON_TYPES: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'object']);

/**
 * Checks the arguments of a call, one rule for each.
 *
 * @throws a plain `Error` for the first wrong argument, or when there are more arguments than rules.
 */
export function checkArguments(args: ArrayLike<unknown>, ...rules: readonly Rule[]): void {
  if (args.length > rules.length) {
    throw new Error(`Expected at most ${rules.length} argument(s), but got ${args.length}`);
  }
  rules.forEach((rule, index) => {
    const refusal = rule(args[index]);
    if (refusal) throw new Error(describeRefusal(index + 1, args[index], refusal));
  });
}

/** Accepts what satisfies a test of its own, described by `expected`. */
export function satisfying(expected: string, test: (value: unknown) => boolean): Rule {
  return (value) => (test(value) ? undefined : { expected: [expected] });
}

/** Accepts what `typeof` gives this name. */
export function ofType(name: PrimitiveName): Rule {
  return satisfying(`of type ${name}`, (value) => typeof value === name);
}

/** Accepts exactly these values. */
export function literal(...values: readonly (string | null)[]): Rule {
  const expected = values.map(describe);
  return (value) => (values.includes(value as string | null) ? undefined : { expected });
}

/** Accepts an instance of a class. The test is injected, because the class may be missing or would close an import cycle. */
export function instanceOf(className: string, test: (value: unknown) => boolean): Rule {
  return satisfying(`an instance of ${className}`, test);
}

/** Accepts what any of the rules accepts. */
export function anyOf(...rules: readonly Rule[]): Rule {
  return (value) => {
    const refusals: Refusal[] = [];
    for (const rule of rules) {
      const refusal = rule(value);
      if (!refusal) return undefined;
      refusals.push(refusal);
    }
    const malformed = refusals.find((refusal) => refusal.malformed !== undefined)?.malformed;
    return withMalformed(
      refusals.flatMap((refusal) => refusal.expected),
      malformed,
    );
  };
}

/** Accepts an object whose listed keys satisfy their rules; other keys are not looked at. */
export function objectSchema(name: string, keys: Readonly<Record<string, Rule>>): Rule {
  const entries = Object.entries(keys);
  return (value) => {
    if (!isPureObject(value)) return { expected: [`valid ${name} (should be a pure object)`] };
    for (const [key, rule] of entries) {
      const refusal = rule(value[key]);
      if (!refusal) continue;
      return {
        expected: [`valid ${name} (key "${key}" should be ${joinAlternatives(refusal.expected)})`],
        malformed: `malformed ${name} (key "${key}" is ${describePart(value[key], refusal)})`,
      };
    }
    return undefined;
  };
}

/** Accepts an array whose elements all satisfy the rule. */
export function arrayOf(name: string, element: Rule, options: { readonly nonEmpty?: boolean } = {}): Rule {
  const kind = options.nonEmpty ? 'non-empty array' : 'array';
  const article = options.nonEmpty ? 'a' : 'an';
  return (value) => {
    if (!Array.isArray(value) || (options.nonEmpty && value.length === 0)) {
      return { expected: [`${article} ${kind} of ${name}`] };
    }
    for (const [index, item] of (value as unknown[]).entries()) {
      const refusal = element(item);
      if (!refusal) continue;
      return {
        expected: [`a valid ${kind} of ${name} (index ${index} should be ${joinAlternatives(refusal.expected)})`],
        malformed: `malformed array of ${name} (index ${index} is ${describePart(item, refusal)})`,
      };
    }
    return undefined;
  };
}

/** Accepts a string with at least one character. */
export const nonEmptyString: Rule = satisfying(
  'a non-empty string',
  (value) => typeof value === 'string' && value.length > 0,
);

/** Accepts 0, 1, 2 and so on. */
export const nonNegativeInteger: Rule = satisfying(
  'a non-negative integer',
  (value) => Number.isInteger(value) && (value as number) >= 0,
);

/** Accepts any object but arrays and `null`, instances of classes included. */
export const pureObject: Rule = satisfying('a pure object (non-null and non-array)', isPureObject);

/** Accepts what JSON can hold at the top: everything but functions, symbols, big integers and `undefined`. */
export const json: Rule = satisfying('a JSON type', (value) => JSON_TYPES.has(typeof value));

/** As {@link json}, or absent. */
export const optionalJson: Rule = satisfying(
  'an optional JSON type',
  (value) => value === undefined || JSON_TYPES.has(typeof value),
);

function isPureObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withMalformed(expected: readonly string[], malformed: string | undefined): Refusal {
  return malformed === undefined ? { expected } : { expected, malformed };
}

function describeRefusal(position: number, value: unknown, refusal: Refusal): string {
  const separator = refusal.expected.length > 2 ? ';' : ',';
  const expected = joinAlternatives(refusal.expected);
  return `Argument ${position} is expected to be ${expected}${separator} but got ${describePart(value, refusal)}`;
}

function describePart(value: unknown, refusal: Refusal): string {
  return refusal.malformed ?? describe(value);
}

function joinAlternatives(alternatives: readonly string[]): string {
  const last = alternatives.at(-1) ?? '';
  const others = alternatives.slice(0, -1);
  return others.length === 0 ? last : `${others.join(', ')} or ${last}`;
}

function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `"${value}"`;
    case 'object':
      return value === null ? 'null' : describeObject(value);
    case 'function':
    case 'symbol':
      return typeof value;
    default:
      return String(value);
  }
}

function describeObject(value: object): string {
  const constructor = (value as { constructor?: { name?: unknown } | null }).constructor;
  const name = constructor?.name;
  return constructor === Object ? 'object' : `instance of ${typeof name === 'string' ? name : 'undefined'}`;
}
