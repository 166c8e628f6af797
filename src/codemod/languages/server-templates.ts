/**
 * What servers fill in before a page leaves them: PHP, Blade, ERB, EJS, Razor, Jinja, Twig, Handlebars, Liquid. A name of the
 * same length stands in for it, as most of it gives a value.
 */
const CONSTRUCTS = [
  /<\?(?:php\b|=)?[\s\S]*?\?>/g,
  /<%[\s\S]*?%>/g,
  /\{!![\s\S]*?!!\}/g,
  /\{%[\s\S]*?%\}/g,
  /\{\{\{?[\s\S]*?\}\}\}?/g,
  // Of Blade and Razor: `@json($options)`, `@if (…)`, `@Model.Token`.
  new RegExp(
    String.raw`@(?:[A-Z(]|(?:if|else|elseif|endif|foreach|endforeach|for|endfor|isset|endisset|auth|endauth|guest|endguest|json|js|php|endphp|csrf|include)\b)[\w.]*\s?(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))?`,
    'g',
  ),
];

/** The text with server-side constructs masked; offsets stay. */
export function maskServerCode(text: string): string {
  return CONSTRUCTS.reduce((masked, construct) => masked.replace(construct, (all) => '_'.repeat(all.length)), text);
}
