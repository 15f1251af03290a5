/**
 * What every script begins with: the log as it is, made if there is none. Runs for KEYS[1] (meta), KEYS[2] (entries),
 * ARGV[1] (a nonce), ARGV[2] (ms that entries are kept, 0 for ever).
 *
 * An entry as XRANGE gives it is `{id, {'h', 'tag time label', 'd', data}}`.
 */
export const STATE: string = `
if not redis.REDIS_VERSION_NUM or redis.REDIS_VERSION_NUM < 0x00070000 then
  return {'too-old', redis.REDIS_VERSION or 'before 7.0'}
end
local META, ENTRIES, MAX_AGE = KEYS[1], KEYS[2], tonumber(ARGV[2])
local function text(n) return string.format('%.0f', n) end
local function id(n) return text(n) .. '-0' end
local function seqOf(entry) return tonumber(string.match(entry[1], '^%d+')) end
local function tagOf(entry) return string.match(entry[2][2], '^%x+') end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local kept = redis.call('HMGET', META, 'v', 'e', 'f', 'n', 'g', 'x', 'b', 'c', 's')
local size = redis.call('XLEN', ENTRIES)
if kept[1] and kept[1] ~= '1' then return {'too-new', kept[1]} end
local log = {
  epoch = kept[2], floor = tonumber(kept[3] or 0), head = tonumber(kept[4] or 0), tag = kept[5], ended = kept[6] == '1',
  largest = tonumber(kept[7] or 0), call = kept[8], looked = tonumber(kept[9] or 0)
}
-- Entries may go without the rest of the log: evicted, or deleted by hand.
if not kept[1] or (log.head > 0) ~= (size > 0) then
  -- The time too, since a client may send one nonce twice, before and after all is lost.
  local epoch = string.sub(redis.sha1hex(ARGV[1] .. time[1] .. ' ' .. time[2]), 1, 16)
  redis.call('DEL', META, ENTRIES)
  redis.call('HSET', META, 'v', '1', 'e', epoch, 'f', '0', 'n', '0', 'g', '0', 'x', '0')
  log = {epoch = epoch, floor = 0, head = 0, tag = '0', ended = false, largest = 0, looked = 0}
end

local function setFloor(floor)
  log.floor = floor
  redis.call('HSET', META, 'f', text(floor))
end
local function expired(floor)
  for round = 1, 16 do
    if floor >= log.head then return floor end
    local oldest = redis.call('XRANGE', ENTRIES, id(floor + 1), '+', 'COUNT', 64)
    for _, entry in ipairs(oldest) do
      if tonumber(string.match(entry[2][2], ' (%d+) ')) >= now - MAX_AGE then return floor end
      floor = seqOf(entry)
    end
    if #oldest == 0 then return floor end
  end
  return floor
end
`
