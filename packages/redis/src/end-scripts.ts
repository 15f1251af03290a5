import { STATE } from './state-script.ts'

/** Whether the user may be woken. ARGV[3]: channel to wake. Answers `{'allowed'}`. */
export const CHECK: string = `${STATE}
for _, command in ipairs({'SUBSCRIBE', 'UNSUBSCRIBE'}) do
  if not redis.acl_check_cmd(command, ARGV[3]) then return {'refused', command} end
end
return {'allowed'}
`

/** Ends a log. ARGV[3]: channel to wake. Answers `{'ended'}`. */
export const END: string = `${STATE}
if not redis.acl_check_cmd('PUBLISH', ARGV[3], '') then return {'refused', 'PUBLISH'} end
redis.call('HSET', META, 'x', '1')
redis.call('PUBLISH', ARGV[3], 'end')
return {'ended'}
`

/**
 * Deletes all KEYS. ARGV[1]: channel to wake. Answers `{'deleted'}`. The message tells which life of the log it was, since
 * all databases of a Redis share their channels.
 */
export const DELETE: string = `
if not redis.acl_check_cmd('PUBLISH', ARGV[1], '') then return {'refused', 'PUBLISH'} end
local epoch = redis.call('HGET', KEYS[1], 'e')
redis.call('UNLINK', unpack(KEYS))
if epoch then redis.call('PUBLISH', ARGV[1], 'deleted ' .. epoch) end
return {'deleted'}
`

/** The epoch of the log that was deleted, if a message tells that; else `undefined`. */
export function deletedEpoch(message: string): string | undefined {
  return message.startsWith('deleted ') ? message.slice('deleted '.length) : undefined
}
