import { STATE } from './state-script.ts'

/** Ends a log. ARGV[3]: channel to wake. Answers `{'ended'}`. */
export const END: string = `${STATE}
if not redis.acl_check_cmd('PUBLISH', ARGV[3], '') then return {'refused', 'PUBLISH'} end
redis.call('HSET', META, 'x', '1')
redis.call('PUBLISH', ARGV[3], 'end')
return {'ended'}
`

/** The message that tells that a log was deleted. */
export const DELETED: string = 'deleted'

/** Deletes all KEYS. ARGV[1]: channel to wake. Answers `{'deleted'}`. */
export const DELETE: string = `
if not redis.acl_check_cmd('PUBLISH', ARGV[1], '') then return {'refused', 'PUBLISH'} end
redis.call('UNLINK', unpack(KEYS))
redis.call('PUBLISH', ARGV[1], '${DELETED}')
return {'deleted'}
`
