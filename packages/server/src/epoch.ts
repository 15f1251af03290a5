const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * For logs: a new name for a life of a log, 12 letters and digits at random (62 bits). Make it where the log is made, not
 * while a module loads: edge workers forbid randomness there.
 */
export function randomEpoch(): string {
  let epoch = ''
  while (epoch.length < 12) {
    for (const byte of crypto.getRandomValues(new Uint8Array(12))) {
      // 252 is the last multiple of 36 in a byte: with more, some digits would come oftener than others.
      if (byte < 252 && epoch.length < 12) epoch += DIGITS[byte % 36]
    }
  }
  return epoch
}
