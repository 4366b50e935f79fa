/** The hub may not have got it: no connection, no answer in time, or an answer that is no hub's. */
export class NotSent extends Error {}

/** The hub has said no; `code` for the page, the message for the person. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    words: string
  ) {
    super(words);
  }
}

export type Answer = Record<string, unknown>;

const PATIENCE_MILLIS = 8_000;

/**
 * Asks the hub to do something, once and now. It is never repeated and never kept for later: what a
 * person pressed in a tunnel must not count when the train is out of it. Who was signed out is sent
 * to sign in.
 */
export async function act(
  name: string,
  args: Record<string, unknown>,
  millis = PATIENCE_MILLIS
): Promise<Answer> {
  if (!navigator.onLine) {
    throw new NotSent();
  }
  const answer = await said(name, args, millis);
  if (answer.ok === true) {
    return answer;
  }
  if (answer.fault === 'signed_out') {
    location.reload();
  }
  throw new Refused(String(answer.fault), String(answer.words ?? ''));
}

async function said(name: string, args: Record<string, unknown>, millis: number): Promise<Answer> {
  try {
    const response = await fetch('ui/act', {
      method: 'POST',
      body: JSON.stringify({ act: name, args }),
      headers: { 'Content-Type': 'application/json' },
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(millis)
    });
    const answer: unknown = await response.json();
    if (answer && typeof answer === 'object' && 'ok' in answer) {
      return answer as Answer;
    }
  } catch {
    // No network, no answer in time, or a page of somebody between us and the hub.
  }
  throw new NotSent();
}
