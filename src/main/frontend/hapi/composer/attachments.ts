import { css, html, nothing } from 'lit';
import { newLocalId, type Attached } from '../base/outbox';
import { text } from '../base/texts';

const MAX_BYTES = 50 * 1024 * 1024;
const MAX_FILES = 20;
const PREVIEW_PIXELS = 240;
const MAX_PREVIEW = 90_000;
/** A line that moves nothing for so long is dead. */
const STALL_MILLIS = 30_000;

export interface Upload {
  id: string;
  name: string;
  size: number;
  /** Bytes that have left. */
  sent: number;
  state: 'going' | 'done' | 'failed';
  words: string;
  file?: File;
  attached?: Attached;
  preview?: string;
}

/**
 * The files of the message that is being written in one session. They go to the session's machine
 * as they are chosen; the message names them. Lives as long as the tab, whatever becomes of the
 * element. `change` tells of every step.
 */
export class Tray extends EventTarget {
  uploads: Upload[] = [];
  private requests = new Map<string, XMLHttpRequest>();

  constructor(private readonly session: string) {
    super();
  }

  add(files: Iterable<File>) {
    for (const file of files) {
      const upload: Upload = {
        id: newLocalId(),
        name: file.name || text('composer.attach.pasted'),
        size: file.size,
        sent: 0,
        state: 'going',
        words: '',
        file
      };
      this.uploads = [...this.uploads, upload];
      if (file.size > MAX_BYTES) {
        this.fail(upload.id, text('composer.attach.tooLarge'));
      } else if (!file.size) {
        this.fail(upload.id, text('composer.attach.empty'));
      } else if (this.uploads.length > MAX_FILES) {
        this.fail(upload.id, text('composer.attach.tooMany', MAX_FILES));
      } else {
        void this.preview(upload.id, file);
        this.send(upload);
      }
    }
    this.tell();
  }

  again(upload: Upload) {
    this.change(upload.id, { state: 'going', words: '', sent: 0 });
    this.send(upload);
  }

  /** Takes it out; what is on the machine already is tidied up there with the session. */
  remove(id: string) {
    this.requests.get(id)?.abort();
    this.requests.delete(id);
    this.uploads = this.uploads.filter((it) => it.id !== id);
    this.tell();
  }

  isGoing(): boolean {
    return this.uploads.some((it) => it.state === 'going');
  }

  /** Those that have arrived, for the message that is sent now. What failed stays. */
  take(): Attached[] {
    const arrived = this.uploads.filter((it) => it.attached);
    this.uploads = this.uploads.filter((it) => !it.attached);
    this.tell();
    return arrived.map((it) => ({
      ...it.attached!,
      ...(it.preview ? { previewUrl: it.preview } : {})
    }));
  }

  private send(upload: Upload) {
    const file = upload.file!;
    const type = file.type || 'application/octet-stream';
    const request = new XMLHttpRequest();
    this.requests.set(upload.id, request);
    let stall = 0;
    const alive = () => {
      window.clearTimeout(stall);
      stall = window.setTimeout(() => request.abort(), STALL_MILLIS);
    };
    const lost = () => this.fail(upload.id, text('composer.attach.lost'));
    request.upload.onprogress = (event) => {
      alive();
      this.change(upload.id, { sent: event.loaded });
    };
    request.onload = () => this.answered(upload, type, request.responseText);
    request.onerror = lost;
    request.onabort = lost;
    request.onloadend = () => {
      window.clearTimeout(stall);
      this.requests.delete(upload.id);
    };
    const query = new URLSearchParams({ session: this.session, name: upload.name, type });
    request.open('POST', `ui/upload?${query}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    alive();
    request.send(file);
  }

  private answered(upload: Upload, mimeType: string, body: string) {
    let answer: Record<string, unknown> = {};
    try {
      answer = JSON.parse(body);
    } catch {
      // A page of somebody between us and the hub.
    }
    if (answer.ok !== true) {
      this.fail(upload.id, String(answer.words ?? '') || text('composer.attach.lost'));
      return;
    }
    const { id, name, size } = upload;
    const path = String(answer.path);
    this.change(id, { state: 'done', attached: { id, filename: name, mimeType, size, path } });
  }

  /** A small picture that goes with the message, so that the chat can show it. */
  private async preview(id: string, file: File) {
    if (!/^image\/(png|jpeg|webp|gif)$/.test(file.type)) {
      return;
    }
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, PREVIEW_PIXELS / Math.max(picture.width, picture.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const preview = canvas.toDataURL('image/webp', 0.75);
      if (preview.length < MAX_PREVIEW) {
        this.change(id, { preview });
      }
    } catch {
      // No picture after all; its name says enough.
    }
  }

  private fail(id: string, words: string) {
    this.change(id, { state: 'failed', words });
  }

  private change(id: string, step: Partial<Upload>) {
    this.uploads = this.uploads.map((it) => (it.id === id ? { ...it, ...step } : it));
    this.tell();
  }

  private tell() {
    this.dispatchEvent(new Event('change'));
  }
}

const trays = new Map<string, Tray>();

export function trayOf(session: string): Tray {
  let tray = trays.get(session);
  if (!tray) {
    tray = new Tray(session);
    trays.set(session, tray);
  }
  return tray;
}

export function tray(it: Tray) {
  if (!it.uploads.length) {
    return nothing;
  }
  return html`<ul class="tray" aria-label=${text('composer.attach.list')}>
    ${it.uploads.map(
      (upload) =>
        html`<li class=${upload.state}>
          ${upload.preview
            ? html`<img src=${upload.preview} alt="" width="40" height="40" />`
            : html`<hapi-icon name="attachment"></hapi-icon>`}
          <div>
            <b>${upload.name}</b>
            <small role=${upload.state === 'failed' ? 'alert' : 'none'}>${words(upload)}</small>
            ${upload.state === 'going'
              ? html`<progress
                  max=${upload.size}
                  value=${upload.sent}
                  aria-label=${upload.name}
                ></progress>`
              : nothing}
          </div>
          ${upload.state === 'failed' && upload.file && upload.size && upload.size <= MAX_BYTES
            ? html`<button @click=${() => it.again(upload)}>${text('composer.attach.again')}</button>`
            : nothing}
          <button
            class="x"
            aria-label=${text('composer.attach.remove', upload.name)}
            @click=${() => it.remove(upload.id)}
          >
            <hapi-icon name="close"></hapi-icon>
          </button>
        </li>`
    )}
  </ul>`;
}

function words(it: Upload): string {
  switch (it.state) {
    case 'going':
      return it.sent >= it.size
        ? text('composer.attach.storing')
        : text('composer.attach.going', Math.floor((100 * it.sent) / it.size), bytes(it.size));
    case 'done':
      return bytes(it.size);
    case 'failed':
      return it.words;
  }
}

/** "12 KB", "2.1 MB". */
export function bytes(size: number): string {
  return size < 1_000_000
    ? text('composer.attach.kilobytes', Math.max(1, Math.round(size / 1000)))
    : text('composer.attach.megabytes', (size / 1_000_000).toFixed(1));
}

export const trayStyles = css`
  .tray {
    list-style: none;
    margin: 0;
    padding-block: 4px;
    padding-inline: max(14px, calc((100% - 720px) / 2));
    background: var(--raised);
    border-top: 1px solid var(--line);
    max-height: 30dvh;
    overflow-y: auto;
  }
  .tray li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 52px;
  }
  .tray img {
    flex: none;
    object-fit: cover;
    border-radius: 8px;
  }
  .tray div {
    flex: 1;
    min-width: 0;
  }
  .tray b {
    display: block;
    font-weight: 600;
    font-size: 0.9375rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    unicode-bidi: plaintext;
  }
  .tray small {
    font-size: 0.8125rem;
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }
  .tray .failed small {
    color: var(--stop);
  }
  .tray progress {
    display: block;
    width: 100%;
    height: 4px;
    appearance: none;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: var(--line);
  }
  .tray progress::-webkit-progress-bar {
    background: var(--line);
  }
  .tray progress::-webkit-progress-value {
    background: var(--accent);
  }
  .tray progress::-moz-progress-bar {
    background: var(--accent);
  }
  .tray button {
    flex: none;
    min-height: 44px;
    min-width: 44px;
    border: 0;
    background: none;
    color: var(--accent);
    font: 600 0.875rem var(--sans);
    cursor: pointer;
  }
  .tray .x {
    color: var(--ink-2);
    margin-inline-end: -10px;
  }
`;
