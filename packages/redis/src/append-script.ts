import { STATE } from './state-script.ts'

/**
 * Appends a batch in one step. KEYS[3], KEYS[4]: the newer and the older idempotency keys. ARGV from 3 on: entries kept at
 * most, channel to wake, idempotency key or '', ms that it is kept, how many are kept, then a label and data per entry.
 *
 * Answers `{'appended', epoch, first seq, count, tag}`, `{'ended'}`, `{'refused', command}` or `{'damaged'}`.
 */
export const APPEND: string = `${STATE}
local RECENT, OLDER, MAX_ENTRIES, WAKE, key = KEYS[3], KEYS[4], tonumber(ARGV[3]), ARGV[4], ARGV[5]
local KEY_TTL, MAX_KEYS = tonumber(ARGV[6]), tonumber(ARGV[7])
if #key > 64 then key = redis.sha1hex(key) end
if key ~= '' then
  local known = redis.call('HGET', RECENT, key) or redis.call('HGET', OLDER, key)
  local epoch, first, count, tag
  if known then epoch, first, count, tag = string.match(known, '^(%x+) (%d+) (%d+) (%x+)$') end
  if epoch == log.epoch then return {'appended', epoch, first, count, tag} end
end
if log.ended then return {'ended'} end
local count = (#ARGV - 7) / 2
local first, last = log.head + 1, log.head + count
local tag = log.tag

-- A script that is refused its second write has done the first: whatever may be refused is asked for before.
local writes = {
  {'HSET', META, 'n', ''}, {'XADD', ENTRIES, '1-0', 'd', ''}, {'XTRIM', ENTRIES, 'MINID', '1'},
  {'HSET', RECENT, key, ''}, {'PEXPIRE', RECENT, '1'}, {'RENAME', RECENT, OLDER}
}
for _, write in ipairs(writes) do
  if not redis.acl_check_cmd(unpack(write)) then return {'refused', write[1]} end
end
if count > 0 then
  tag = string.sub(redis.sha1hex(log.epoch .. tag .. ' ' .. text(last) .. ' ' .. ARGV[1]), 1, 12)
  -- Nobody reads before the script is over. First, since it needs a permission of its own.
  redis.call('PUBLISH', WAKE, text(last))
  for each = 0, count - 1 do
    local label, data = ARGV[8 + 2 * each], ARGV[9 + 2 * each]
    local added = redis.pcall('XADD', ENTRIES, id(first + each), 'g', tag, 't', text(now), 'l', label, 'd', data)
    if type(added) == 'table' and added.err then
      -- Of the first nothing is written yet, and after the first the others can be added too.
      if string.find(added.err, 'equal or smaller', 1, true) then return {'damaged'} end
      return added
    end
  end
  redis.call('HSET', META, 'n', text(last), 'g', tag)
  log.head, log.tag = last, tag
  local floor = math.max(log.floor, last - MAX_ENTRIES)
  if MAX_AGE > 0 then floor = math.max(floor, expired(floor)) end
  if floor > log.floor then
    setFloor(floor)
    -- The entry at the floor stays, for its tag. Whole nodes of the stream go cheaply; all goes if nodes are large.
    redis.call('XTRIM', ENTRIES, 'MINID', '~', id(floor))
    if size + count - (last - floor) > 1024 then redis.call('XTRIM', ENTRIES, 'MINID', id(floor)) end
  end
end

if key ~= '' then
  local ttl = redis.call('PTTL', RECENT)
  if ttl >= 0 and (ttl < KEY_TTL or redis.call('HLEN', RECENT) >= MAX_KEYS) then
    redis.call('RENAME', RECENT, OLDER)
    ttl = -2
  end
  redis.call('HSET', RECENT, key, table.concat({log.epoch, text(first), text(count), tag}, ' '))
  if ttl < 0 then redis.call('PEXPIRE', RECENT, text(2 * KEY_TTL)) end
end
return {'appended', log.epoch, text(first), text(count), tag}
`
