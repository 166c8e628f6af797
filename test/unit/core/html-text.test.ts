import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlOfText, textOfHtml } from '../../../src/core/html-text.js';

describe('the text of an html message', () => {
  it.each([
    ['paragraphs and breaks are lines', '<p>one</p><p>two<br>three<BR />four</p>', 'one\ntwo\nthree\nfour'],
    ['lists and headings are lines', '<h1>Title</h1><ul><li>one</li><li>two</li></ul>', 'Title\none\ntwo'],
    ['other tags leave their text', '<b class="x">bold</b> <i>and</i> <a href="/">link</a>', 'bold and link'],
    ['comments and unknown tags go', '<!-- no --><x-y>yes</x-y>', 'yes'],
    ['blanks and line ends of the source are one blank', 'one \n\t two', 'one two'],
    ['names and numbers of characters', '&amp;&lt;&gt;&quot;&apos;&#65;&#x42;&#X43;', '&<>"\'ABC'],
    ['a reference is read once', '&amp;amp;', '&amp;'],
    ['a reference to a tag is no tag', '&lt;img src=x onerror=alert(1)&gt;', '<img src=x onerror=alert(1)>'],
    [
      'what is no reference stays',
      '&nothing; &#1114112; &#x110000; &constructor; & ;',
      '&nothing; &#1114112; &#x110000; &constructor; & ;',
    ],
    ['what is no tag stays', 'a < b, c > d, <3, <', 'a < b, c > d, <3, <'],
    ['an open tag stays', 'text <b', 'text <b'],
  ])('%s', (_what, html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  it('never throws', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('<', '>', '&', ';', '#', 'x', '</p>', '<br', '&#', '&#x', '\n'),
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => void textOfHtml(pieces.join(''))));
  });

  it.each(['<', '<a', '&', '&#', ' ', '\n', '<br ', '&amp', ' \n'])('takes no time over many %j', (piece) => {
    // A search that starts anew at each of them would not come to an end.
    expect(textOfHtml(piece.repeat(200_000)).length).toBeLessThanOrEqual(piece.length * 200_000);
  });
});

describe('html that shows a text', () => {
  it('shows that text, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const seen = text
          .replace(/[^\S\n]+/g, ' ')
          .replace(/ ?\n ?/g, '\n')
          .trim();
        expect(textOfHtml(htmlOfText(text))).toBe(seen);
      }),
    );
  });
});
