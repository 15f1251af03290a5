import { STATE } from './state-script.ts'

/** Ends a log. ARGV[3]: channel to wake. Answers `{'ended'}`. */
export const END: string = `${STATE}
redis.call('PUBLISH', ARGV[3], 'end')
redis.call('HSET', META, 'x', '1')
return {'ended'}
`

/** The message that tells that a log was deleted. */
export const DELETED: string = 'deleted'

/** Deletes all KEYS. ARGV[1]: channel to wake. Answers `{'deleted'}`. */
export const DELETE: string = `
redis.call('PUBLISH', ARGV[1], '${DELETED}')
for _, key in ipairs(KEYS) do redis.call('UNLINK', key) end
return {'deleted'}
`
