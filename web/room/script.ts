/**
 * All that runs in the browser: asks for what is live, again and again, and says so when nobody answers. The page is
 * whole without it; then it is loaded anew every few seconds.
 */
export const script = `
(() => {
  const now = document.getElementById('now');
  const rest = document.getElementById('rest');
  const line = document.getElementById('line');
  const words = document.getElementById('words');
  const { live, every } = document.querySelector('main').dataset;
  const often = Number(every), seldom = Math.max(15000, often), atEnd = Math.max(3000, often);
  let wait = often, tag = '', timer;
  const asOf = () => now.querySelector('[data-now]')?.dataset.now ?? '?';
  const say = (text) => { if (line.textContent !== text) line.textContent = text; line.hidden = text === ''; };
  const next = () => { clearTimeout(timer); timer = setTimeout(look, wait); };
  function unchanged(at) {
    const shown = now.querySelector('[data-as-of]');
    if (shown !== null && at !== null) shown.textContent = now.querySelector('[data-now]').dataset.now = at;
    wait = often;
    say('');
    next();
  }
  async function look() {
    if (document.hidden) return next();
    try {
      const headers = tag === '' ? {} : { 'if-none-match': tag };
      const answer = await fetch(live, { cache: 'no-store', headers, signal: AbortSignal.timeout(5000) });
      if (answer.status === 304) return unchanged(answer.headers.get('x-as-of'));
      if (answer.status === 404) return say('This link has ended: what is below is as of ' + asOf() + ' UTC.');
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = document.createElement('div');
      fresh.innerHTML = await answer.text();
      const open = new Set([...rest.querySelectorAll('details[open]')].map((one) => one.id));
      for (const part of [now, rest]) part.innerHTML = fresh.querySelector('#' + part.id).innerHTML;
      for (const one of rest.querySelectorAll('details')) if (open.has(one.id)) one.open = true;
      tag = answer.headers.get('etag') ?? '';
      wait = often;
      say('');
      const { words: may = '', over } = now.querySelector('[data-words]')?.dataset ?? {};
      const known = new Set(may.split(' '));
      for (const button of words.querySelectorAll('button')) button.disabled = !known.has(button.value);
      if (over === 'yes') { words.hidden = true; wait = atEnd; }
    } catch {
      wait = Math.min(wait * 2, seldom);
      say('Connection lost: this is as of ' + asOf() + ' UTC. Trying again by itself.');
    }
    next();
  }
  words.addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = event.target, told = document.getElementById('told');
    const body = new URLSearchParams(new FormData(form));
    body.set('word', event.submitter.value);
    told.textContent = 'Sent, waiting for the answer.';
    try {
      const answer = await fetch('/say', { method: 'POST', body, headers: { accept: 'application/json' }, signal: AbortSignal.timeout(20000) });
      told.textContent = (await answer.json()).told;
      if (answer.ok) form.reset();
    } catch {
      told.textContent = 'No answer came: look whether it is in the log below before you say it again.';
    }
    wait = often;
    clearTimeout(timer);
    look();
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { clearTimeout(timer); look(); } });
  next();
})();
`.trim();
