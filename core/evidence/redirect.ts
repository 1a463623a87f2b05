/** What a client asks next when it follows a redirect: https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx */

interface Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Undefined where the answer is no redirect that can be followed. */
export function nextRequest(
  { url, method, headers, body }: Request,
  answer: { readonly status: number; readonly headers?: Readonly<Record<string, string>> },
): Request | undefined {
  const location = answer.headers?.['location'];
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return undefined;
  if (!URL.canParse(location, url)) return undefined;
  const to = new URL(location, url);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') return undefined;
  // The door's header is a secret of this cutover: no other host hears of it.
  const kept = to.origin === new URL(url).origin ? headers : {};
  const keepsMethod = answer.status >= 307 || method === 'GET' || method === 'HEAD';
  if (!keepsMethod) return { url: to.href, method: 'GET', headers: kept };
  return { url: to.href, method, headers: kept, ...(body !== undefined && { body }) };
}
