import { describe, expect, it, vi } from 'vitest';
import { ImageUpload, type UploadSteps } from '../../../src/stitch/image-upload.js';
import { UploadTarget } from '../../../src/stitch/upload-target.js';
import { catchUncaught } from '../../helper/catch-uncaught.js';

/** An upload, and how it is told what happens. */
function startUpload(total = 10): { upload: ImageUpload; steps: UploadSteps; signal: AbortSignal } {
  const started: { steps: UploadSteps; signal: AbortSignal }[] = [];
  const upload = new ImageUpload(total, (steps, signal) => started.push({ steps, signal }));
  return { upload, ...started[0]! };
}

describe('an ImageUpload', () => {
  it('§3.3 tells onprogress and addEventListener, at itself and at upload, in bytes', () => {
    const { upload, steps } = startUpload();
    const heard: [unknown, number][] = [];
    upload.onprogress = ({ target, loaded }) => heard.push([target, loaded]);
    upload.upload.addEventListener('progress', ({ target, loaded }) => heard.push([target, loaded]));
    steps.progress(4);
    steps.progress(40);
    expect(heard).toEqual([
      [upload.upload, 4],
      [upload, 4],
      [upload.upload, 10],
      [upload, 10],
    ]);
  });

  it('§3.3 removeEventListener takes one away; dispatchEvent is what tells', () => {
    const target = new UploadTarget();
    const [one, other] = [vi.fn(), vi.fn()];
    target.addEventListener('load', one);
    target.addEventListener('load', other);
    target.removeEventListener('load', one);
    target.removeEventListener('abort', one);
    const event = { type: 'load', target, lengthComputable: true, loaded: 1, total: 1 } as const;
    expect(target.dispatchEvent(event)).toBe(true);
    expect(one).not.toHaveBeenCalled();
    expect(other).toHaveBeenCalledExactlyOnceWith(event);
  });

  it('§3.3 has status 200 when it is over and the answer in response and responseText', () => {
    const { upload, steps } = startUpload();
    const heard: string[] = [];
    upload.onload = ({ type }) => heard.push(type);
    upload.onloadend = ({ type }) => heard.push(type);
    steps.load('{}');
    expect(heard).toEqual(['load', 'loadend']);
    expect(upload).toMatchObject({ readyState: 4, status: 200, responseText: '{}', response: '{}', error: undefined });
  });

  it('§3.3 abort() stops it once, and not when it is over', () => {
    const running = startUpload();
    running.upload.abort();
    expect(running.signal.aborted).toBe(true);
    const over = startUpload();
    over.steps.fail('error', new Error('full'));
    over.upload.abort();
    expect(over.signal.aborted).toBe(false);
    expect(over.upload).toMatchObject({ readyState: 4, status: 0, responseText: '', error: new Error('full') });
  });

  it('§3.3 what a listener throws is isolated', async () => {
    const uncaught = catchUncaught();
    const { upload, steps } = startUpload();
    const failure = new Error('of the app');
    const heard = vi.fn();
    upload.onabort = () => {
      throw failure;
    };
    upload.onloadend = heard;
    steps.fail('abort', undefined);
    expect(heard).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(uncaught.errors).toEqual([failure]));
    uncaught.stop();
  });
});
