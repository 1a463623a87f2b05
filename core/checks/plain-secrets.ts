/** What in a task definition looks like a secret in plain sight: whoever may describe it can read it. Values are never shown. */
import { containersOf, environmentOf } from '../release/references.ts';

type Definition = Readonly<Record<string, unknown>>;

/** The variables, and other places of a container, that hold one. */
export function plainSecretsOf(definition: Definition): string[] {
  const variables = environmentOf(definition).flatMap(({ name, value }) =>
    looksSecret(name, value) ? [name] : [],
  );
  const elsewhere = containersOf(definition).flatMap((container) => {
    const { name = '', environment: _variables, secrets: _references, ...rest } = container;
    const places = Object.entries(rest).filter(([, value]) => secretValue.test(JSON.stringify(value)));
    return places.map(([place]) => `${place} of container ${name}`);
  });
  return [...new Set([...variables, ...elsewhere])];
}

/** A name that says so with a value that could be one, or a value that only secrets have. */
export function looksSecret(name: string, value: string): boolean {
  return secretValue.test(value) || (saysSecret(wordsOf(name)) && couldBeSecret(value));
}

/** Of services whose secrets can be told by their form, and credentials within addresses and connection strings. */
const secretValue = new RegExp(
  [
    '-----BEGIN [A-Z ]*PRIVATE KEY',
    String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`,
    String.raw`\bgh[pousr]_\w{30,}`,
    String.raw`\bgithub_pat_\w{30,}`,
    String.raw`\bglpat-[\w-]{20,}`,
    String.raw`\bnpm_\w{36}`,
    String.raw`\bxox[abeprs]-`,
    String.raw`hooks\.slack\.com/services/\w+/\w+/\w+`,
    String.raw`\b[srp]k_live_`,
    String.raw`\bsk-[\w-]{20,}`,
    String.raw`\bAIza[\w-]{35}`,
    String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`,
    // A JSON Web Token: two parts that begin with `{"`, and a signature.
    String.raw`\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}`,
    String.raw`://[^/\s:@]*:[^/\s@]+@`,
    String.raw`(?:^|[;?&\s])(?:password|pwd|accountkey|sharedaccesskey|sig)=[^;&\s]{4,}`,
  ].join('|'),
  'i',
);

/** `dbPassword`, `DB_PASSWORD` and `db-password` are the same two words. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

const secretWord =
  /^(?:pass|pw|pwd|credentials?)$|(?:password|passwd|passphrase|secret|token|apikey|privatekey)$/;
/** A key alone is most often none: `PARTITION_KEY`. */
const keysOf = new Set(
  'access account api auth encryption hmac jwt license master private service session shared signing storage stripe'.split(
    ' ',
  ),
);
/** What may stand behind, so that it is still the secret and not something about it, as `TOKEN_URL` is. */
const still = new Set(
  'access base current dev key live new old prev previous primary prod production secondary stage staging test value'.split(
    ' ',
  ),
);

function saysSecret(words: readonly string[]): boolean {
  const at = words.findLastIndex(
    (word, index) => secretWord.test(word) || (/^keys?$/.test(word) && keysOf.has(words[index - 1] ?? '')),
  );
  return at >= 0 && words.slice(at + 1).every((word) => still.has(word) || /^v?\d+$/.test(word));
}

/** Switches, numbers, names of other places: a secret is none of these. */
const noSecret =
  /^(?:[-\d.]+|true|false|yes|no|on|off|none|null|default|disabled|enabled|optional|required|arn:.*|\/.*|https?:\/\/.*|s3:\/\/.*|\$\{.*\})$/i;

function couldBeSecret(value: string): boolean {
  return value.length >= 6 && !noSecret.test(value);
}
