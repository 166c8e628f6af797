import { type Step, type StepContext, StepWork } from './step.js';

const HOSTS = String.raw`(?:https?:)?\/\/(?:media\.twiliocdn\.com|sdk\.twilio\.com)\/`;
/** A script of Twilio's CDN for chat, and where the version is in its address. */
const ADDRESS = new RegExp(
  String.raw`${HOSTS}(?:sdk\/)?js\/(conversations|chat)\/(?:releases\/)?(v?[\w.-]+)\/twilio-(?:conversations|chat)(?:\.min)?\.js`,
  'gi',
);

/** Scripts from Twilio's CDN → rethread's one. */
export const scriptTags: Step = (context) => {
  const work = new StepWork();
  const { text } = context.document.source;
  const comments = commentsOf(context);
  for (const match of text.matchAll(ADDRESS)) {
    const [address, sdk, version = ''] = match;
    const start = match.index;
    if (/^v?0\./.test(version) || version === 'v0') {
      work.remark(
        'info',
        start,
        'left alone: version 0 of this script is Twilio’s retired SDK for video, not the one for chat',
      );
    } else if (comments.some((comment) => start >= comment.start && start < comment.end)) {
      work.remark('info', start, 'left alone: this script tag is commented out');
    } else if (sdk === 'chat' && !isLegacyCovered(context)) {
      work.remark(
        'by-hand',
        start,
        'left alone: no script of this page or file could be read, so its use of twilio-chat cannot be changed',
      );
    } else {
      work.replace(start, start + address.length, context.options.scriptSrc);
      dropIntegrity(work, text, start, start + address.length);
      work.remark(
        'check',
        start,
        `serve node_modules/rethread/dist/rethread.global.js as ${context.options.scriptSrc}`,
      );
    }
  }
  return work;
};

/** The script of twilio-chat sets `Twilio.Chat`; whoever uses that in this file has to be changed with it. */
function isLegacyCovered({ document }: StepContext): boolean {
  return document.failures.length === 0;
}

/** The checksum is that of Twilio's file: with it the browser would refuse ours. */
function dropIntegrity(work: StepWork, text: string, start: number, end: number): void {
  const open = text.lastIndexOf('<script', start);
  const close = text.indexOf('>', end);
  if (open === -1 || close === -1 || text.slice(open, start).includes('>')) return;
  for (const match of text.slice(open, close).matchAll(/\s+integrity\s*=\s*(\\?["'])[^"'\\]*\1/gi)) {
    work.replace(open + match.index, open + match.index + match[0].length, '');
  }
}

function commentsOf({ document }: StepContext): { start: number; end: number }[] {
  const { language, source, scripts } = document;
  if (language === 'script') {
    return scripts.flatMap(({ comments }) => comments.map(({ start, end }) => ({ start: start ?? 0, end: end ?? 0 })));
  }
  const pattern = /<!--[\s\S]*?-->|\{\{--[\s\S]*?--\}\}|<%--[\s\S]*?--%>|@\*[\s\S]*?\*@|\{#[\s\S]*?#\}/g;
  return [...source.text.matchAll(pattern)].map(({ index, 0: all }) => ({ start: index, end: index + all.length }));
}
