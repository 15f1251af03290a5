const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** 192 random bits as 32 characters that need no escape in a URL (RFC 4648 §5). */
export function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('')
}
